"""A football match under lamps."""

import math
from collections.abc import Sequence

from newsstand.demo.canvas import Canvas, Point
from newsstand.demo.scenes.props import SKINS


def football() -> Canvas:
    c = Canvas(1600, 900, "#233456", seed=149)
    c.band([(0, "#18264c"), (0.5, "#5a5a8c"), (0.85, "#d98a78"), (1, "#f6bd7c")], 0, 450)
    c.clouds(130, 340, "#8a6a90", count=8, alpha=0.55)
    c.ridge(450, 70, "#3d3a5c", waves=4)
    c.box(330, 346, 940, 110, "#2a2d4a")
    c.shape([(300, 350), (360, 300), (1240, 300), (1300, 350)], "#b8382f")
    c.shape([(300, 350), (1300, 350), (1300, 358), (300, 358)], "#f4ead7")
    for _ in range(520):
        x, y = c.dice.uniform(340, 1260), c.dice.uniform(370, 448)
        c.disc(
            x,
            y,
            c.dice.uniform(3, 5),
            c.dice.choice(("#d9a78a", "#8a5f45", "#e3bd9c", "#b8382f", "#f4ead7", "#3f5a7c")),
            0.9,
        )
    c.band([(0, "#4d7f4c"), (1, "#2f6240")], 450, 900)
    for stripe in range(8):
        near, far = 450 * (stripe / 8) ** 1.8, 450 * ((stripe + 1) / 8) ** 1.8
        if stripe % 2:
            c.box(0, 450 + near, 1600, far - near, "#6a9a58", 0.35)
    for _ in range(90):
        c.disc(c.dice.gauss(800, 330), c.dice.uniform(520, 900), c.dice.uniform(10, 60), "#6b5236", 0.22, flat=0.2)
    for line in ([(40, 900), (330, 470), (1270, 470), (1560, 900)], [(0, 640), (1600, 640)]):
        c.line(line, "#f4f0e0", 4, 0.75)
    ring = [(800 + 210 * math.cos(t / 40 * math.tau), 640 + 60 * math.sin(t / 40 * math.tau)) for t in range(41)]
    c.line(ring, "#f4f0e0", 4, 0.75)
    for x in (90, 1510):
        c.line([(x, 480), (x, 90)], "#161c36", 9)
        c.round_box(x - 62, 62, 124, 60, 6, "#161c36")
        for index in range(8):
            c.disc(x - 44 + index % 4 * 29, 78 + index // 4 * 28, 10, "#fffbe6")
        c.glow(x, 92, 430, "#f2f0d8", 0.85)
    teams = [
        ("#c8392f", (430, 560), 86),
        ("#f2ead8", (560, 548), 84),
        ("#c8392f", (980, 556), 86),
        ("#f2ead8", (1120, 600), 104),
        ("#c8392f", (340, 700), 150),
        ("#f2ead8", (1010, 720), 160),
        ("#c8392f", (1300, 690), 146),
    ]
    for shirt, (x, y), tall in teams:
        _player(c, x, y, tall, shirt)
    _player(c, 860, 830, 250, "#f2ead8")
    _player(c, 720, 790, 250, "#c8392f", leap=True)
    c.disc(806, 486, 22, "#fbf7ea")
    c.disc(800, 481, 7, "#2a2d3a")
    c.disc(816, 494, 6, "#2a2d3a")
    return c


def _player(c: Canvas, x: float, base: float, tall: float, shirt: str, *, leap: bool = False) -> None:
    """A footballer running to the right, or at the top of a jump."""
    s = tall / 100
    c.disc(x, base + (24 * s if leap else 0), 26 * s, "#12261c", 0.45, flat=0.18)
    skin = c.dice.choice(SKINS)
    shorts = "#f2ead8" if shirt != "#f2ead8" else "#20304a"
    if leap:
        legs = [[(-4, -46), (-16, -30), (-34, -20)], [(5, -46), (8, -24), (-4, -4)]]
        arms = [[(-8, -76), (-26, -70), (-36, -84)], [(10, -76), (24, -62), (38, -66)]]
    else:
        legs = [[(-3, -46), (-12, -28), (-30, -22)], [(4, -46), (18, -28), (12, 0)]]
        arms = [[(-8, -76), (-20, -62), (-12, -50)], [(9, -76), (20, -62), (32, -68)]]

    def limb(points: Sequence[Point], colour: str, width: float) -> None:
        c.line([(x + px * s, base + py * s) for px, py in points], colour, width * s)
        for px, py in points:
            c.disc(x + px * s, base + py * s, width * s / 2, colour)

    limb(arms[0], skin, 5)
    limb(arms[0][:2], shirt, 6.5)
    for leg in legs:
        limb(leg, skin, 7)
        limb([leg[1], leg[2]], shirt, 7)
        foot = leg[2]
        limb([foot, (foot[0] + 8, foot[1] + 1)], "#1a1d26", 5)
        limb([leg[0], ((leg[0][0] + leg[1][0]) / 2, (leg[0][1] + leg[1][1]) / 2)], shorts, 11)
    c.blob(
        [
            (x - 11 * s, base - 80 * s),
            (x + 13 * s, base - 80 * s),
            (x + 11 * s, base - 46 * s),
            (x - 9 * s, base - 46 * s),
        ],
        shirt,
    )
    c.blob(
        [
            (x - 10 * s, base - 54 * s),
            (x + 11 * s, base - 54 * s),
            (x + 11 * s, base - 42 * s),
            (x - 10 * s, base - 42 * s),
        ],
        shorts,
    )
    limb(arms[1], skin, 5)
    limb(arms[1][:2], shirt, 6.5)
    limb([(3, -82), (4, -86)], skin, 6)
    c.disc(x + 6 * s, base - 92 * s, 7.5 * s, skin)
    c.disc(x + 4 * s, base - 95 * s, 7.5 * s, "#2d211c", flat=0.72)
