"""The choir on its stage."""

import math

from newsstand.demo.canvas import Canvas, mix, smooth
from newsstand.demo.scenes.props import person


def choir() -> Canvas:
    c = Canvas(1600, 900, "#2a1a2c", seed=179)
    c.band([(0, "#2c1a30"), (0.6, "#7a3f3c"), (1, "#b5693f")], 0, 700)
    for x in (230.0, 515, 800, 1085, 1370):
        arch = [(x + 104 * math.cos(math.pi * t / 24), 270 - 170 * math.sin(math.pi * t / 24)) for t in range(25)]
        c.shape([*arch, (x - 104, 640), (x + 104, 640)], "#1f1430", 0.5)
        c.shape([*[(x + (px - x) * 0.86, py + 14) for px, py in arch], (x - 90, 640), (x + 90, 640)], "#d98a4a", 0.22)
        c.glow(x, 330, 220, "#ffb862", 0.5)
    for x in (372, 658, 942, 1228):
        c.box(x - 16, 120, 32, 520, "#3a2434")
        c.box(x - 24, 120, 48, 18, "#6b4444")
    for light in (360, 800, 1240):
        for reach, alpha in ((120, 0.06), (200, 0.05), (290, 0.04)):
            c.shape([(light - 8, -10), (light + 8, -10), (light + reach, 640), (light - reach, 640)], "#ffe2a8", alpha)
    c.shape([(60, 640), (1540, 640), (1600, 720), (0, 720)], "#8a5638")
    for row in range(4):
        count, y, tall = 21 + row * 2, 560 + row * 42, 190 + row * 12
        c.box(150 - row * 26, y, 1300 + row * 52, 30, mix("#5b3a30", "#2a1a2c", row * 0.1))
        for index in range(count):
            x = 800 + (index - (count - 1) / 2) * 59 + c.dice.gauss(0, 4)
            _singer(c, x, y + 20, tall * c.dice.uniform(0.92, 1.05))
    c.glow(800, 520, 760, "#ffc070", 0.32, flat=0.5)
    c.box(720, 738, 160, 40, "#4a2f2a")
    person(c, 800, 742, 220, "#14101e", skin="#8a5f45", legs="#14101e")
    c.line([(822, 600), (880, 540), (912, 500)], "#14101e", 13)
    c.line([(778, 600), (716, 560)], "#14101e", 13)
    c.line([(912, 500), (938, 470)], "#f4ead7", 3)
    _audience(c)
    return c


def _singer(c: Canvas, x: float, base: float, tall: float) -> None:
    skin = c.dice.choice(("#d9a27c", "#a8704c", "#f0c8a0", "#7d5238"))
    robe = c.dice.choice(("#1f3a52", "#23415a", "#1b3248", "#2c4a5f"))
    c.blob(
        [
            (x - tall * 0.16, base),
            (x - tall * 0.15, base - tall * 0.5),
            (x - tall * 0.07, base - tall * 0.64),
            (x + tall * 0.07, base - tall * 0.64),
            (x + tall * 0.15, base - tall * 0.5),
            (x + tall * 0.16, base),
        ],
        robe,
    )
    c.disc(x, base - tall * 0.74, tall * 0.095, skin)
    c.disc(
        x,
        base - tall * 0.79,
        tall * 0.1,
        c.dice.choice(("#2a1d18", "#6b4628", "#cfc8bf", "#3a2a22", "#b5743a")),
        flat=0.62,
    )
    c.disc(x, base - tall * 0.695, tall * 0.022, "#4a1f1c", flat=1.3)
    c.shape(
        [
            (x - tall * 0.1, base - tall * 0.48),
            (x, base - tall * 0.44),
            (x + tall * 0.1, base - tall * 0.48),
            (x + tall * 0.09, base - tall * 0.36),
            (x, base - tall * 0.32),
            (x - tall * 0.09, base - tall * 0.36),
        ],
        "#f7efdc",
    )


def _audience(c: Canvas) -> None:
    for row in range(3):
        y, size = 800 + row * 54, 38 + row * 13
        for index in range(20 - row * 3):
            x = (index + 0.5 + (row % 2) * 0.3) * 1640 / (20 - row * 3) - 20 + c.dice.gauss(0, 9)
            if abs(x - 800) < 70 and row == 0:
                continue
            ink = mix("#2c1c30", "#0e0a16", row / 2)
            c.blob(
                [
                    (x - size * 1.1, y + size * 3),
                    (x - size * 1.05, y + size * 1.3),
                    (x, y + size * 0.7),
                    (x + size * 1.05, y + size * 1.3),
                    (x + size * 1.1, y + size * 3),
                ],
                ink,
            )
            c.disc(x, y, size * 0.66, ink, flat=1.15)
            arc = smooth(
                [(x - size * 0.5, y - size * 0.5), (x, y - size * 0.78), (x + size * 0.5, y - size * 0.5)], closed=False
            )
            c.line(arc, "#e8a060", 2.4, 0.6)
