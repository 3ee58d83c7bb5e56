"""Allotments and farms."""

import math
from collections.abc import Sequence

from newsstand.demo.canvas import Canvas, Point, mix, smooth
from newsstand.demo.scenes.props import grass, tree, windows


def allotment() -> Canvas:
    c = Canvas(1600, 900, "#d9e2c8", seed=107)
    c.band([(0, "#86b7c4"), (0.6, "#dbe6d2"), (1, "#fbeac0")], 0, 420)
    c.clouds(50, 240, "#fffdf4", count=8, alpha=0.7)
    c.glow(1300, 360, 480, "#ffe6a8", 0.6)
    c.ridge(420, 120, "#a9bd9a", waves=2)
    for x in range(20, 1640, 96):
        tree(
            c,
            x + c.dice.uniform(-20, 20),
            424,
            c.dice.uniform(90, 150),
            c.dice.choice(("#6f8f63", "#83a06a", "#5f8060")),
        )
    c.hill([(-10, 420), (800, 410), (1610, 424)], "#8ba05e")
    _beds(c)
    for x, base, size, wall in ((130, 500, 120, "#7d8f7a"), (980, 486, 96, "#b5654a"), (1420, 510, 130, "#c9a45c")):
        _shed(c, x, base, size, wall, "#5d5a5c")
    _shed(c, 420, 580, 230, "#9c7b58", "#4d565e", door="#2f6fa0")
    for x in (700, 770, 840, 910):
        _beans(c, x, 596)
    _barrow(c, 1120, 760)
    grass(c, -10, 1610, 905, 60, ("#4f6b38", "#668044", "#7f9650"), count=380, lean=0.1)
    return c


def _beds(c: Canvas) -> None:
    for row in range(6):
        top, bottom = 470 + row**1.6 * 22, 470 + (row + 0.72) ** 1.6 * 22 + 10
        for column in range(5):
            left = 800 + (column - 2.5) * (300 + row * 74) + 14
            width = 272 + row * 70
            slant = (column - 2) * 7 * (row + 1) / 3
            soil = c.dice.choice(("#6d4f3a", "#7a5a41", "#5e4535"))
            c.shape(
                [
                    (left - slant * 0.4, top),
                    (left + width - slant * 0.4, top),
                    (left + width + slant, bottom),
                    (left + slant, bottom),
                ],
                soil,
            )
            leaf = c.dice.choice(("#5f8a3f", "#7fa04a", "#8d5a6e", "#4c7a52", "#a3a64c"))
            lines = 2 if row < 2 else 3
            for line in range(lines):
                y = top + (bottom - top) * (line + 0.6) / lines
                for plant in range(13):
                    x = left + width * (plant + 0.5) / 13 + slant * line / lines + c.dice.uniform(-3, 3)
                    size = 5 + row * 2.4
                    for _ in range(4):
                        c.disc(
                            x + c.dice.gauss(0, size * 0.5),
                            y - size * 0.5 + c.dice.gauss(0, size * 0.3),
                            size * c.dice.uniform(0.35, 0.75),
                            mix(leaf, "#f4f0b0", c.dice.random() * 0.4),
                            flat=0.8,
                        )


def _shed(c: Canvas, x: float, base: float, size: float, wall: str, roof: str, *, door: str = "#4d3f38") -> None:
    c.box(x, base - size * 0.62, size, size * 0.62, wall)
    for plank in range(1, 8):
        c.line([(x + size * plank / 8, base - size * 0.62), (x + size * plank / 8, base)], "#2a211c", 1.2, 0.35)
    c.shape(
        [
            (x - size * 0.08, base - size * 0.6),
            (x + size * 0.2, base - size * 0.95),
            (x + size * 1.08, base - size * 0.6),
        ],
        roof,
    )
    c.box(x + size * 0.12, base - size * 0.5, size * 0.3, size * 0.5, door)
    c.disc(x + size * 0.37, base - size * 0.24, size * 0.018, "#f0d9a0")
    c.box(x + size * 0.56, base - size * 0.48, size * 0.3, size * 0.22, "#f4ead2")
    c.box(x + size * 0.58, base - size * 0.46, size * 0.26, size * 0.18, "#5b7f8a")
    c.shape(
        [(x, base), (x + size, base), (x + size * 1.3, base + size * 0.1), (x + size * 0.1, base + size * 0.1)],
        "#20301c",
        0.25,
    )


def _beans(c: Canvas, x: float, base: float) -> None:
    for lean in (-26, -9, 9, 26):
        c.line([(x + lean, base), (x - lean * 0.25, base - 190)], "#8a6a3f", 3)
    for _ in range(70):
        share = c.dice.random()
        c.disc(
            x + c.dice.gauss(0, 22 * (1.1 - share)),
            base - share * 176,
            c.dice.uniform(4, 9),
            c.dice.choice(("#4f7a3a", "#6c9444", "#86a856")),
            0.95,
        )
    for _ in range(8):
        c.disc(x + c.dice.gauss(0, 15), base - c.dice.uniform(30, 160), 4, "#e4572f")


def _barrow(c: Canvas, x: float, y: float) -> None:
    c.disc(x + 10, y + 44, 150, "#2c3a20", 0.25, flat=0.12)
    c.line([(x - 190, y - 46), (x - 40, y + 6), (x + 110, y + 14)], "#5d4638", 9)
    c.line([(x - 70, y + 4), (x - 84, y + 46)], "#5d4638", 8)
    c.shape([(x - 96, y - 60), (x + 110, y - 54), (x + 66, y + 14), (x - 46, y + 10)], "#3f7d6c")
    c.shape([(x - 96, y - 60), (x + 110, y - 54), (x + 106, y - 44), (x - 90, y - 50)], "#5fa08a")
    for _ in range(36):
        c.disc(
            x + c.dice.gauss(6, 50),
            y - 66 + c.dice.gauss(0, 9),
            c.dice.uniform(8, 20),
            c.dice.choice(("#6f9a3e", "#8fb24e", "#d9722f", "#e9a23b", "#527d38")),
        )
    c.disc(x + 124, y + 18, 30, "#2a2a30")
    c.disc(x + 124, y + 18, 17, "#c9b48c")
    c.disc(x + 124, y + 18, 5, "#2a2a30")


def dairy_hills() -> Canvas:
    c = Canvas(1600, 900, "#e8dba8", seed=131)
    c.band([(0, "#79abc0"), (0.6, "#d9e0c4"), (1, "#fde6ab")], 0, 480)
    c.clouds(60, 260, "#fffaf0", count=8, alpha=0.75)
    c.glow(260, 380, 560, "#ffe3a0", 0.7)
    tones = ("#b8c39a", "#a3b780", "#8fa968", "#7a9a54", "#678a48")
    for index, tone in enumerate(tones):
        base = 430 + index * 76
        points = [(x, base - 62 * math.sin(x / (330 + 60 * index) + index * 1.7) - 10) for x in range(-20, 1720, 100)]
        c.hill(points, tone, lip=mix(tone, "#fff0b8", 0.5), thick=8)
        for x, y in smooth(points, closed=False)[:: 9 - index]:
            if c.dice.random() < 0.4:
                tree(c, x, y + 6, 26 + index * 13, mix("#4d6b3c", tone, 0.3))
        if index < 4:
            for field in range(3):
                start = c.dice.uniform(0, 1500)
                hedge = [(start + t * 16, base + 6 + t * t * 0.6 + field * 5) for t in range(11)]
                c.line(hedge, mix("#4d6b3c", tone, 0.35), 3 + index)
    _farm(c, 1080, 560)
    for x, y, size, way in (
        (300, 770, 130, 1),
        (500, 716, 90, -1),
        (690, 800, 160, 1),
        (930, 730, 96, 1),
        (1280, 800, 150, -1),
        (180, 700, 74, -1),
        (1450, 730, 90, 1),
    ):
        _cow(c, x, y, size, way)
    grass(c, -10, 1610, 900, 60, ("#4f7038", "#6a8a44", "#8aa352"), count=380, lean=0.1)
    return c


def _farm(c: Canvas, x: float, base: float) -> None:
    c.box(x, base - 70, 130, 70, "#f2e6cc")
    c.shape([(x - 8, base - 68), (x + 22, base - 118), (x + 108, base - 118), (x + 138, base - 68)], "#7c4a40")
    c.box(x + 92, base - 132, 16, 30, "#6b4038")
    windows(c, x + 8, base - 64, 114, 52, 4, 1, lit=0.25)
    c.box(x + 130, base - 54, 150, 54, "#a5543f")
    c.shape([(x + 124, base - 52), (x + 150, base - 92), (x + 262, base - 92), (x + 288, base - 52)], "#5a4f52")
    c.box(x + 184, base - 44, 40, 44, "#3d2c2a")
    tree(c, x - 40, base + 4, 130, "#56743f")
    tree(c, x + 320, base + 6, 110, "#4d6b3c")


def _cow(c: Canvas, x: float, base: float, size: float, way: int) -> None:
    s = size / 100

    def put(points: Sequence[Point], colour: str) -> None:
        c.blob([(x + px * s * way, base + py * s) for px, py in points], colour)

    c.disc(x, base, 52 * s, "#2f4520", 0.35, flat=0.12)
    for leg in (-36, -26, 24, 34):
        c.box(x + leg * s * way - 3 * s, base - 28 * s, 6 * s, 28 * s, "#efe6d6" if leg in (-36, 34) else "#b9ab98")
    put([(-44, -56), (-46, -34), (-34, -24), (10, -22), (36, -26), (46, -44), (42, -58), (0, -56)], "#f7efe0")
    put([(-40, -56), (-44, -40), (-26, -34), (-12, -44), (-16, -57)], "#332b2c")
    put([(6, -57), (4, -40), (20, -30), (34, -40), (30, -58)], "#332b2c")
    put([(40, -58), (44, -40), (54, -26), (64, -22), (68, -30), (60, -48), (52, -58)], "#f7efe0")
    put([(46, -58), (36, -60), (40, -52)], "#332b2c")
    put([(60, -30), (62, -20), (70, -22), (68, -31)], "#d8a08c")
    c.line([(x - 45 * s * way, base - 52 * s), (x - 52 * s * way, base - 26 * s)], "#332b2c", 2 * s)
