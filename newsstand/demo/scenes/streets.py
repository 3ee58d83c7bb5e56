"""The streets by day and at night: the town hall, the bakery."""

import math

from newsstand.demo.canvas import Canvas, mix
from newsstand.demo.scenes.props import COATS, house, lamp, person, terrace, windows

NIGHT_WALLS = ("#3a4468", "#454a70", "#343c5e", "#4f4a6c")
NIGHT_ROOFS = ("#20264a", "#282a4c", "#2d2848")


def town_hall() -> Canvas:
    c = Canvas(1600, 900, "#1c2850", seed=151)
    c.band([(0, "#141d42"), (0.6, "#3d4a80"), (1, "#b58a92")], 0, 720)
    c.stars(360, 150)
    c.clouds(180, 420, "#4f588a", count=8, alpha=0.5)
    c.glow(800, 700, 700, "#f2a87c", 0.45, flat=0.5)
    terrace(c, -30, 430, 720, 130, NIGHT_WALLS, NIGHT_ROOFS, lit=0.3)
    terrace(c, 1190, 1660, 720, 130, NIGHT_WALLS, NIGHT_ROOFS, lit=0.3)
    wall, dark = "#a8876f", "#3a3350"
    c.box(420, 430, 760, 290, wall)
    c.shape([(390, 432), (470, 340), (1130, 340), (1210, 432)], dark)
    c.box(408, 424, 784, 16, mix(wall, "#fff1d0", 0.4))
    c.box(420, 568, 760, 10, mix(wall, "#fff1d0", 0.3))
    windows(c, 436, 446, 270, 120, 4, 1, lit=1, glass="#2a2f50")
    windows(c, 894, 446, 270, 120, 4, 1, lit=1, glass="#2a2f50")
    for index in range(7):
        middle = 474 + index * 109
        if index == 3:
            continue
        arch = [(middle + 34 * math.cos(math.pi * t / 16), 630 - 34 * math.sin(math.pi * t / 16)) for t in range(17)]
        c.shape([*arch, (middle - 34, 720), (middle + 34, 720)], mix(wall, "#1a1830", 0.55))
        c.shape(
            [*[(px * 0.8 + middle * 0.2, py * 0.85 + 104) for px, py in arch], (middle - 27, 720), (middle + 27, 720)],
            "#ffc672",
            0.85,
        )
        c.glow(middle, 680, 90, "#ff9d3c", 0.3)
    _clock_tower(c, 800, 720, wall, dark)
    c.band([(0, "#5d5470"), (1, "#2a2848")], 720, 900)
    for row in range(9):
        y = 724 + row**1.55 * 6
        for _ in range(44):
            x = c.dice.uniform(-20, 1600)
            c.shape(
                [(x, y), (x + 26 + row * 5, y), (x + 28 + row * 5, y + 3 + row), (x, y + 3 + row)],
                c.dice.choice(("#8a7a86", "#41395c", "#a58a86")),
                0.28,
            )
    for x in (190, 560, 1040, 1410):
        lamp(c, x, 792, 220)
        c.glow(x, 800, 190, "#ffb052", 0.4, flat=0.22)
    for x, y, tall in (
        (690, 770, 96),
        (724, 774, 92),
        (914, 800, 108),
        (330, 812, 116),
        (1250, 790, 104),
        (1284, 792, 84),
    ):
        person(c, x, y, tall, c.dice.choice(COATS))
    return c


def _clock_tower(c: Canvas, x: float, base: float, wall: str, dark: str) -> None:
    c.box(x - 84, 250, 168, base - 250, mix(wall, "#fff1d0", 0.1))
    c.box(x + 30, 250, 54, base - 250, "#1a1830", 0.25)
    c.box(x - 96, 240, 192, 18, mix(wall, "#fff1d0", 0.45))
    c.box(x - 92, 420, 184, 12, mix(wall, "#fff1d0", 0.35))
    c.glow(x, 330, 200, "#ffdf9c", 0.6)
    c.disc(x, 336, 56, "#3a3350")
    c.disc(x, 336, 49, "#fff3cf")
    for hour in range(12):
        angle = hour / 12 * math.tau
        c.line(
            [
                (x + 38 * math.sin(angle), 336 - 38 * math.cos(angle)),
                (x + 45 * math.sin(angle), 336 - 45 * math.cos(angle)),
            ],
            "#3a3350",
            3.4,
        )
    for angle, length, width in ((10.67 / 12 * math.tau, 25, 5), (40 / 60 * math.tau, 39, 3.4)):
        c.line([(x, 336), (x + length * math.sin(angle), 336 - length * math.cos(angle))], "#3a3350", width)
    c.shape([(x - 100, 242), (x, 92), (x + 100, 242)], dark)
    c.shape([(x, 92), (x + 100, 242), (x + 30, 242)], "#000000", 0.2)
    c.line([(x, 92), (x, 44)], "#e0b15a", 3)
    c.shape([(x, 48), (x + 40, 58), (x, 68)], "#e0b15a")
    arch = [(x + 48 * math.cos(math.pi * t / 20), 610 - 48 * math.sin(math.pi * t / 20)) for t in range(21)]
    c.shape([*arch, (x - 48, base), (x + 48, base)], "#3a2a34")
    c.shape([*[(px * 0.82 + x * 0.18, py * 0.82 + 118) for px, py in arch], (x - 39, base), (x + 39, base)], "#ffd892")
    c.box(x - 2, 590, 4, base - 590, "#7a4a3a")
    for step in range(3):
        c.box(x - 78 - step * 14, base - 2 + step * 9, 156 + step * 28, 10, mix("#c7ab94", "#41395c", step * 0.22))


def bakery() -> Canvas:
    c = Canvas(1600, 900, "#1e2747", seed=173)
    c.band([(0, "#18234a"), (1, "#52557f")], 0, 500)
    c.stars(180, 60)
    house(c, -60, 760, 360, 620, "#343c60", "#1d2244", lit=0.1)
    house(c, 1290, 760, 380, 640, "#3c4268", "#1d2244", lit=0.12)
    c.box(290, 60, 1010, 700, "#4a5478")
    c.box(290, 380, 1010, 16, "#6b7292")
    windows(c, 330, 110, 930, 250, 5, 1, lit=0.0, glass="#202a50")
    c.box(330, 420, 930, 340, "#1f4b50")
    c.box(330, 420, 930, 56, "#163a40")
    for index in range(9):
        c.round_box(520 + index * 62, 438, 42 - index % 3 * 8, 20, 4, "#f2d9a0")
    before = c.image.copy()
    c.band([(0, "#ffd890"), (1, "#e8964a")], 496, 730)
    c.glow(700, 560, 400, "#fff3c8", 0.8)
    for shelf in range(3):
        y = 560 + shelf * 62
        c.box(370, y, 580, 8, "#8a5530")
        x = 384.0
        while x < 920:
            size = c.dice.uniform(24, 40)
            _loaf(c, x + size / 2, y, size)
            x += size + 8
    view = c.image
    c.image = before
    c.hole(view, [(368, 494), (956, 494), (956, 732), (368, 732)])
    for x in (368, 564, 760, 952):
        c.box(x - 4, 494, 8, 238, "#163a40")
    c.box(1010, 496, 180, 264, "#163a40")
    c.box(1030, 516, 140, 150, "#ffd288")
    c.box(1096, 516, 6, 150, "#163a40")
    c.shape([(310, 480), (1280, 480), (1310, 540), (280, 540)], "#000000", 0.18)
    for stripe in range(20):
        left = 300 + stripe * 49.5
        c.shape(
            [(left + 6, 476), (left + 54, 476), (left + 49.5, 530), (left, 530)], "#c8492f" if stripe % 2 else "#f7ead0"
        )
        c.disc(left + 24.7, 530, 24.7, "#a83a26" if stripe % 2 else "#e0d0b4", flat=0.5)
    person(c, 1100, 756, 190, "#f4ead7", stride=0.03)
    c.disc(1100, 572, 20, "#ffffff", flat=0.6)
    c.band([(0, "#3d4266"), (1, "#1d2142")], 758, 900)
    c.glow(660, 780, 560, "#ffb052", 0.75, flat=0.24)
    c.glow(1100, 780, 260, "#ffb052", 0.6, flat=0.3)
    c.glow(660, 600, 640, "#ff9d3c", 0.35)
    for x, y in ((1340, 820), (190, 832)):
        lamp(c, x, y, 360)
    _bicycle(c, 250, 838)
    return c


def _loaf(c: Canvas, x: float, base: float, size: float) -> None:
    crust = c.dice.choice(("#a8622c", "#c9803a", "#8a4a24", "#d99a4e"))
    c.blob(
        [
            (x - size / 2, base),
            (x - size * 0.46, base - size * 0.5),
            (x, base - size * 0.72),
            (x + size * 0.46, base - size * 0.5),
            (x + size / 2, base),
        ],
        crust,
    )
    for cut in (-0.2, 0.05, 0.28):
        c.line(
            [(x + cut * size - size * 0.07, base - size * 0.3), (x + cut * size + size * 0.06, base - size * 0.6)],
            "#f6dca4",
            2.4,
            0.9,
        )


def _bicycle(c: Canvas, x: float, base: float) -> None:
    ink = "#0c1024"
    for wheel in (-74, 74):
        ring = [
            (x + wheel + 46 * math.cos(t / 24 * math.tau), base - 46 + 46 * math.sin(t / 24 * math.tau))
            for t in range(25)
        ]
        c.line(ring, ink, 5)
        for spoke in range(0, 24, 3):
            c.line([(x + wheel, base - 46), ring[spoke]], ink, 1)
    c.line(
        [(x - 74, base - 46), (x - 30, base - 110), (x + 52, base - 110), (x + 2, base - 46), (x - 74, base - 46)],
        ink,
        5,
    )
    c.line([(x - 36, base - 128), (x + 2, base - 46)], ink, 5)
    c.line([(x + 74, base - 46), (x + 48, base - 136), (x + 70, base - 142)], ink, 5)
    c.round_box(x - 54, base - 134, 40, 9, 4, ink)
    c.box(x + 56, base - 130, 66, 44, "#8a6238")
    for loaf in (66, 84, 102):
        c.round_box(x + loaf, base - 158, 12, 40, 6, "#d99a4e")
