"""Where people meet: the school path and the market."""

import math

from newsstand.demo.canvas import Canvas, mix
from newsstand.demo.scenes.props import COATS, SKINS, grass, gulls, person, terrace, tree


def school() -> Canvas:
    c = Canvas(1600, 900, "#cfe3e6", seed=157)
    c.band([(0, "#6fb0c6"), (0.7, "#cbe4de"), (1, "#fbeecb")], 0, 560)
    c.clouds(60, 280, "#ffffff", count=9, alpha=0.85, soft=8)
    c.ridge(560, 90, "#9dbc96", waves=3)
    for x in (60, 180, 1400, 1510):
        tree(c, x, 600, c.dice.uniform(230, 320), c.dice.choice(("#6f9458", "#c98a3c", "#8aa35a")))
    c.hill([(-20, 590), (700, 580), (1620, 592)], "#93b065")
    brick, slate, trim = "#b5624a", "#56606e", "#f4e6cb"
    c.box(370, 390, 860, 210, brick)
    c.shape([(350, 394), (420, 290), (1180, 290), (1250, 394)], slate)
    for middle in (490, 1110):
        c.box(middle - 100, 360, 200, 240, mix(brick, "#ffffff", 0.06))
        c.shape([(middle - 122, 364), (middle, 220), (middle + 122, 364)], slate)
        c.shape([(middle - 100, 362), (middle, 244), (middle + 100, 362)], brick)
        c.disc(middle, 322, 26, trim)
        c.disc(middle, 322, 19, "#4f7f92")
        _tall_windows(c, middle, 400, 3, trim)
    for middle in (680, 920):
        _tall_windows(c, middle, 420, 2, trim)
    for _ in range(260):
        c.box(c.dice.uniform(374, 1216), c.dice.uniform(394, 594), 15, 5, c.dice.choice(("#8f4636", "#d2856a")), 0.16)
    c.box(740, 400, 120, 200, trim)
    c.shape([(724, 404), (800, 330), (876, 404)], mix(slate, "#ffffff", 0.1))
    c.box(762, 470, 76, 130, "#2f6d7e")
    c.box(798, 470, 4, 130, "#1f4b5a")
    c.box(774, 210, 52, 84, trim)
    c.shape([(762, 214), (800, 140), (838, 214)], slate)
    c.disc(800, 250, 17, "#e0a33e")
    c.shape([(740, 600), (860, 600), (1060, 900), (480, 900)], "#e6d3ae")
    c.shape([(740, 600), (746, 600), (520, 900), (480, 900)], "#b79c74", 0.5)
    _children(c)
    grass(c, -10, 470, 905, 70, ("#6a8a44", "#85a352", "#547238"), count=200)
    grass(c, 1070, 1610, 905, 70, ("#6a8a44", "#85a352", "#547238"), count=200)
    gulls(c, [(260, 180, 22), (330, 214, 15), (1290, 160, 18)], "#ffffff")
    return c


def _tall_windows(c: Canvas, middle: float, top: float, count: int, trim: str) -> None:
    for index in range(count):
        x = middle + (index - (count - 1) / 2) * 58
        c.box(x - 22, top, 44, 120, trim)
        c.box(x - 17, top + 5, 34, 110, "#4f7f92")
        c.shape(
            [(x - 17, top + 80), (x + 10, top + 5), (x + 17, top + 5), (x + 17, top + 20), (x - 17, top + 112)],
            "#cfe6e6",
            0.35,
        )
        c.box(x - 1.5, top, 3, 120, trim)
        c.box(x - 20, top + 56, 40, 3, trim)


def _children(c: Canvas) -> None:
    for index in range(15):
        near = index / 14
        y = 640 + near * 205
        for side in (-1, 1):
            tall = 56 + near * 92
            x = 800 + side * (20 + near * 60) + c.dice.gauss(0, 10 + near * 20)
            if c.dice.random() < 0.24:
                continue
            coat = c.dice.choice(("#e8862f", "#f0a53a", "#e8722f")) if index % 3 else c.dice.choice(COATS)
            c.disc(x, y, tall * 0.22, "#5b4a30", 0.25, flat=0.2)
            person(c, x, y, tall, coat, skin=c.dice.choice(SKINS))
            c.disc(
                x, y - tall * 0.95, tall * 0.075, c.dice.choice(("#3a2a22", "#7a4f2f", "#d9b36a", "#23415a")), flat=0.7
            )
            c.round_box(x - tall * 0.09, y - tall * 0.8, tall * 0.18, tall * 0.24, tall * 0.05, c.dice.choice(COATS))
    c.line([(668, 850), (660, 590)], "#6f5b45", 5)
    c.shape([(660, 592), (560, 616), (664, 660)], "#f2c23a")


def market() -> Canvas:
    c = Canvas(1600, 900, "#e8e0c8", seed=163)
    c.band([(0, "#7bb6ca"), (1, "#f4ebcd")], 0, 520)
    c.clouds(40, 220, "#ffffff", count=7, alpha=0.8)
    walls = ("#e6c9a0", "#d9a48a", "#b9c6b4", "#efe2c4", "#c9b0a8", "#a9bcc4")
    terrace(c, -30, 1640, 520, 170, walls, ("#7c4a40", "#54606e", "#6b5a58"), lit=0.05)
    c.band([(0, "#d9c39a"), (1, "#b0946c")], 512, 900)
    c.glow(260, 560, 700, "#fff0c0", 0.35, flat=0.5)
    for _ in range(300):
        x, y = c.dice.uniform(0, 1600), c.dice.uniform(530, 900)
        c.disc(x, y, c.dice.uniform(8, 24) * y / 800, c.dice.choice(("#c7ab7c", "#e6d3ae", "#9d8260")), 0.35, flat=0.3)
    stripes = ("#c8492f", "#2f6d7e", "#e0a33e", "#5f8a4a", "#b5798a")
    for index in range(6):
        _stall(c, 120 + index * 276, 610, 190, stripes[index % 5])
    _shoppers(c, 26, 650, 690, 112)
    for index in range(4):
        _stall(c, 190 + index * 440, 790, 320, stripes[(index + 2) % 5])
    _shoppers(c, 15, 860, 905, 210)
    for x in range(0, 1601, 8):
        if x % 40 == 0:
            y = 150 + 60 * math.sin(x / 1600 * math.pi) + 12 * math.sin(x / 60)
            c.shape([(x - 15, y), (x + 15, y), (x, y + 36)], stripes[x // 40 % 5])
    c.line(
        [(x, 150 + 60 * math.sin(x / 1600 * math.pi) + 12 * math.sin(x / 60)) for x in range(0, 1601, 20)],
        "#6f5b45",
        2.5,
    )
    return c


def _stall(c: Canvas, x: float, base: float, size: float, colour: str) -> None:
    s = size / 100
    c.disc(x, base + 3 * s, 62 * s, "#4d3b26", 0.3, flat=0.1)
    for dx in (-44, 44):
        c.box(x + dx * s - 1.4 * s, base - 78 * s, 2.8 * s, 80 * s, "#7a5f45")
    c.box(x - 44 * s, base - 60 * s, 88 * s, 32 * s, "#4a3a35", 0.75)
    for keeper in c.dice.sample((-26, -4, 20), 2):
        person(c, x + keeper * s, base, 60 * s, c.dice.choice(COATS), skin=c.dice.choice(SKINS))
    c.box(x - 48 * s, base - 30 * s, 96 * s, 32 * s, "#9c7550")
    c.box(x - 50 * s, base - 33 * s, 100 * s, 5 * s, "#c79f6d")
    goods = c.dice.choice(
        (
            ("#d9583b", "#e9a23b", "#f2c23a"),
            ("#6f9a3e", "#8fb24e", "#527d38"),
            ("#f2e2b8", "#d9b36a", "#b5793c"),
            ("#e68aa0", "#f2c23a", "#c86a9a"),
        )
    )
    for row in range(3):
        for index in range(16):
            c.disc(
                x - 45 * s + index * 6 * s,
                base - 33 * s - row * 3.6 * s,
                3.6 * s,
                mix(c.dice.choice(goods), "#ffffff", 0.1 * row),
            )
    for stripe in range(8):
        left, top = x - 56 * s + stripe * 14 * s, x - 46 * s + stripe * 11.5 * s
        tone = colour if stripe % 2 == 0 else "#fbf2de"
        c.shape(
            [
                (top, base - 96 * s),
                (top + 11.6 * s, base - 96 * s),
                (left + 14.1 * s, base - 74 * s),
                (left, base - 74 * s),
            ],
            tone,
        )
        c.shape(
            [
                (left, base - 74 * s),
                (left + 14.1 * s, base - 74 * s),
                (left + 14.1 * s, base - 68 * s),
                (left + 7 * s, base - 63 * s),
                (left, base - 68 * s),
            ],
            mix(tone, "#20202c", 0.14),
        )


def _shoppers(c: Canvas, count: int, top: float, bottom: float, tall: float) -> None:
    spots = sorted((c.dice.uniform(top, bottom), c.dice.uniform(20, 1580)) for _ in range(count))
    for y, x in spots:
        size = tall * c.dice.uniform(0.82, 1.05)
        c.disc(x, y, size * 0.24, "#4d3b26", 0.35, flat=0.18)
        person(c, x, y, size, c.dice.choice(COATS), skin=c.dice.choice(SKINS), stride=c.dice.uniform(0.04, 0.13))
        c.disc(
            x,
            y - size * 0.955,
            size * 0.08,
            c.dice.choice(("#3a2a22", "#7a4f2f", "#c9ccd0", "#c8492f", "#23415a")),
            flat=0.66,
        )
        if c.dice.random() < 0.5:
            c.shape(
                [
                    (x + size * 0.1, y - size * 0.42),
                    (x + size * 0.27, y - size * 0.42),
                    (x + size * 0.25, y - size * 0.2),
                    (x + size * 0.12, y - size * 0.2),
                ],
                c.dice.choice(("#d9b36a", "#efe0c2", "#6d8a5a")),
            )
