"""The estuary from above, and its heron."""

import math

from newsstand.demo.canvas import Canvas, Point, mix, smooth
from newsstand.demo.scenes.props import grass, tree


def estuary_map() -> Canvas:
    c = Canvas(1600, 900, "#8fa860", seed=137)
    _fields(c)
    sea = [
        (1060, -40),
        (1120, 120),
        (1090, 260),
        (1170, 340),
        (1150, 430),
        (1210, 560),
        (1160, 700),
        (1220, 960),
        (1700, 960),
        (1700, -40),
    ]
    for grow, colour in ((46, "#e4d3a2"), (18, "#a9cdbd"), (-30, "#6fb0b0"), (-110, "#4590a0"), (-230, "#2f7488")):
        c.shape([*smooth([(x - grow, y) for x, y in sea[:8]], closed=False), *sea[8:]], colour)
    course = [
        (-40, 620),
        (160, 560),
        (300, 640),
        (470, 600),
        (600, 470),
        (770, 440),
        (900, 500),
        (1040, 460),
        (1260, 430),
    ]
    line = smooth(smooth(course, closed=False), closed=False)
    for share, colour, start, end in (
        (1, "#e4d3a2", 30, 170),
        (1, "#a9cdbd", 18, 136),
        (1, "#5fa3a8", 10, 96),
        (1, "#3f8798", 4, 50),
    ):
        for index, (x, y) in enumerate(line):
            c.disc(x, y, (start + (end - start) * (index / len(line)) ** 2.4) * share, colour)
    c.shape([*smooth([(x + 120, y) for x, y in sea[:8]], closed=False), *sea[8:]], "#3f8798", 0.35)
    for x, y, across, turn in ((1290, 300, 90, -14), (1330, 520, 120, 22), (1080, 470, 34, 6), (1420, 400, 60, 10)):
        bank = [
            (x - across, y + turn),
            (x - across * 0.2, y - across * 0.22),
            (x + across, y - turn),
            (x + across * 0.3, y + across * 0.24),
        ]
        c.blob([(px * 1.0 + (px - x) * 0.16, py + (py - y) * 0.5) for px, py in bank], "#9fc9ba")
        c.blob(bank, "#ecd9a6")
    _town_from_above(c)
    for x, y in ((1400, 640), (1240, 640), (1490, 250)):
        c.shape([(x, y), (x + 20, y - 6), (x + 24, y), (x + 20, y + 6)], "#fff6e6")
        c.shape([(x, y - 2), (x - 90, y - 20), (x - 60, y), (x - 90, y + 20), (x, y + 2)], "#ffffff", 0.3)
    c.clouds(60, 200, "#ffffff", count=3, alpha=0.55, soft=9)
    return c


def _fields(c: Canvas) -> None:
    tones = ("#8fa860", "#a9b56a", "#7d9a56", "#c9bd74", "#b9a25c", "#6f8f52", "#d6c987")
    for row in range(-1, 10):
        for column in range(-1, 12):
            x, y = column * 130.0 + (row % 3) * 36, row * 104 + (column % 4) * 14
            points: list[Point] = [(x, y), (x + 126, y + 18), (x + 120, y + 112), (x - 8, y + 98)]
            points = [(px + c.dice.uniform(-8, 8), py + c.dice.uniform(-8, 8)) for px, py in points]
            tone = c.dice.choice(tones)
            c.shape(points, tone)
            for stripe in range(1, 9):
                share = stripe / 9
                a, b = (
                    points[0][0] + (points[1][0] - points[0][0]) * share,
                    points[3][0] + (points[2][0] - points[3][0]) * share,
                )
                c.line([(a, points[0][1] + 4), (b, points[3][1])], mix(tone, "#3d4f2c", 0.3), 1.4, 0.4)
            c.line([*points, points[0]], "#56703f", 4)
            for _ in range(5):
                c.disc(
                    points[1][0] + c.dice.gauss(0, 3), y + 18 + c.dice.random() * 94, c.dice.uniform(4, 9), "#49633a"
                )


def _town_from_above(c: Canvas) -> None:
    for middle, spread, count in (((1000, 640), (95, 62), 300), ((950, 330), (80, 46), 170)):
        for _ in range(count):
            x, y = c.dice.gauss(middle[0], spread[0] * 0.6), c.dice.gauss(middle[1], spread[1] * 0.6)
            size = c.dice.uniform(5, 10)
            c.box(x + 2, y + 2, size * 1.5, size, "#2c3426", 0.4)
            c.box(x, y, size * 1.5, size, c.dice.choice(("#b5573f", "#c98a5c", "#8a5a50", "#d9c7a4", "#7d6f70")))
            c.box(x, y, size * 1.5, size * 0.45, "#fff0d0", 0.22)
    c.line([(960, 390), (972, 600)], "#5a5560", 9)
    c.line([(960, 390), (972, 600)], "#efe2c4", 5)
    for x, y, dx, dy in ((1100, 610, 60, -40), (1120, 660, 80, -30)):
        c.line([(x, y), (x + dx, y + dy)], "#efe2c4", 6)
    road = smooth([(-20, 760), (240, 800), (520, 740), (800, 720), (980, 660)], closed=False)
    c.line(road, "#f3e6c6", 5)


def heron() -> Canvas:
    c = Canvas(1200, 1500, "#cfd9cf", seed=139)
    c.band([(0, "#8fb0b4"), (0.4, "#c9d8cc"), (0.7, "#f3e3c0"), (1, "#e6cfa8")], 0, 900)
    c.glow(860, 420, 520, "#fff0c2", 0.7)
    c.disc(860, 400, 74, "#fffaf0", 0.9)
    c.ridge(900, 240, "#adc0b4", waves=3)
    c.mist(800, 130, "#ece8d6", 0.8)
    for x in range(40, 1200, 130):
        tree(c, x, 880, c.dice.uniform(180, 330), "#8fa796", trunk="#86948a")
    c.mist(850, 110, "#efe9d6", 0.85)
    c.band([(0, "#dfdcc6"), (0.3, "#a9bfb6"), (1, "#4f7a7c")], 896, 1500)
    c.ripples(910, 1480, "#fbf3dc", count=170, alpha=0.5, around=820)
    c.ripples(960, 1500, "#2f5a60", count=120, alpha=0.3)
    grass(c, -20, 420, 1010, 330, ("#8f9a72", "#a3a87c", "#7d8c68"), count=110, lean=0.08)
    grass(c, 860, 1240, 1030, 380, ("#8f9a72", "#a3a87c", "#7d8c68"), count=120, lean=-0.08)
    _heron_bird(c, 600, 1190)
    for ring in (60, 104, 156):
        c.line(
            [
                (585 + ring * math.cos(t / 20 * math.tau), 1194 + ring * 0.16 * math.sin(t / 20 * math.tau))
                for t in range(21)
            ],
            "#f6f0dc",
            2.4,
            0.6,
        )
    grass(c, -20, 330, 1470, 560, ("#3f5a48", "#54704f", "#6d8456", "#8d9656"), count=90, lean=0.12)
    grass(c, 900, 1230, 1490, 640, ("#3f5a48", "#54704f", "#6d8456", "#8d9656"), count=100, lean=-0.1)
    for x, y in ((120, 930), (230, 1010), (1010, 880), (1110, 950)):
        c.line([(x, y + 420), (x, y - 60)], "#4d5f46", 4)
        c.round_box(x - 11, y - 60, 22, 110, 11, "#6d4a35")
    return c


def _heron_bird(c: Canvas, x: float, base: float) -> None:
    c.line([(x - 14, base + 4), (x - 20, base - 150), (x - 4, base - 300)], "#5d5346", 11)
    c.line([(x + 26, base - 290), (x + 74, base - 200), (x + 20, base - 150)], "#6b6050", 10)
    c.blob(
        [
            (x - 150, base - 250),
            (x - 96, base - 340),
            (x - 10, base - 440),
            (x + 70, base - 470),
            (x + 110, base - 420),
            (x + 96, base - 340),
            (x + 40, base - 282),
            (x - 40, base - 262),
        ],
        "#8c9aa6",
    )
    c.blob(
        [
            (x - 196, base - 214),
            (x - 110, base - 330),
            (x - 20, base - 400),
            (x + 30, base - 390),
            (x - 10, base - 300),
            (x - 90, base - 246),
        ],
        "#66747f",
    )
    for feather in range(5):
        c.blob(
            [
                (x - 190 + feather * 18, base - 208 - feather * 6),
                (x - 110 + feather * 20, base - 290 - feather * 10),
                (x - 96 + feather * 22, base - 276 - feather * 10),
            ],
            "#2f3a48",
        )
    neck = smooth(
        [(x + 76, base - 430), (x + 120, base - 520), (x + 70, base - 600), (x + 44, base - 680), (x + 84, base - 750)],
        closed=False,
    )
    c.line(neck, "#e9e6da", 46)
    for px, py in neck[4:-4:2]:
        c.disc(px + 12, py, 3.4, "#3d4652", 0.8)
    c.blob([(x + 60, base - 400), (x + 108, base - 480), (x + 130, base - 400), (x + 96, base - 330)], "#d9d7cb")
    c.blob(
        [
            (x + 52, base - 748),
            (x + 66, base - 790),
            (x + 110, base - 800),
            (x + 150, base - 778),
            (x + 146, base - 752),
            (x + 96, base - 736),
        ],
        "#f2efe4",
    )
    c.shape([(x + 138, base - 782), (x + 290, base - 742), (x + 140, base - 750)], "#e0a03a")
    c.shape([(x + 140, base - 764), (x + 290, base - 742), (x + 140, base - 750)], "#b87a2c")
    c.blob(
        [
            (x + 120, base - 790),
            (x + 80, base - 800),
            (x - 40, base - 752),
            (x - 60, base - 734),
            (x + 40, base - 762),
            (x + 100, base - 776),
        ],
        "#232b38",
    )
    c.disc(x + 122, base - 772, 8, "#f6d23c")
    c.disc(x + 123, base - 772, 4, "#15181f")
