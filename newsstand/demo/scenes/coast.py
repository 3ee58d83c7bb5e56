"""The coast on quiet days: turbines, seals, dunes."""

import math
from collections.abc import Sequence

from newsstand.demo.canvas import Canvas, Point, mix
from newsstand.demo.scenes.props import grass, gulls


def wind_farm() -> Canvas:
    c = Canvas(1600, 900, "#f4d8b8", seed=97)
    c.band([(0, "#4f86a6"), (0.4, "#a9c6c6"), (0.72, "#f6d3a6"), (1, "#f7b58a")], 0, 560)
    c.clouds(80, 260, "#fbeeda", count=6, alpha=0.6, soft=8)
    c.clouds(350, 470, "#f39f7c", count=6, alpha=0.4, soft=6)
    c.glow(1260, 540, 480, "#ffdf9c", 0.9)
    c.disc(1260, 520, 52, "#fff6d8")
    for x, base, height in (
        (180, 560, 120),
        (420, 561, 135),
        (700, 560, 118),
        (930, 560, 128),
        (1120, 560, 116),
        (1450, 560, 126),
    ):
        _turbine(c, x, base, height, "#c3a49a", turn=c.dice.uniform(0, 2))
    for x, height, turn in ((300, 330, 0.3), (1010, 400, 1.1)):
        _turbine(c, x, 580, height, "#fbf5ea", turn=turn)
    c.mirror(562, 900, "#3f7d90", depth=0.5, ripple=6)
    _turbine(c, 640, 720, 620, "#fffaf0", turn=0.62)
    c.box(616, 690, 48, 40, "#e6b23e")
    c.ripples(570, 900, "#ffeec4", count=170, alpha=0.55, around=1260)
    c.ripples(570, 900, "#1f5568", count=150, alpha=0.3)
    c.ripples(716, 760, "#fffaf0", count=12, alpha=0.5, around=640)
    gulls(c, [(860, 330, 24), (930, 372, 15), (200, 260, 16)], "#ffffff")
    return c


def _turbine(c: Canvas, x: float, base: float, height: float, colour: str, *, turn: float) -> None:
    hub, w = base - height, height * 0.022
    c.shape([(x - w, base), (x - w * 0.45, hub), (x + w * 0.45, hub), (x + w, base)], colour)
    c.shape([(x + w * 0.2, base), (x + w * 0.1, hub), (x + w * 0.45, hub), (x + w, base)], "#28455a", 0.25)
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        dx, dy = math.cos(angle), math.sin(angle)
        length = height * 0.52
        c.shape(
            [
                (x, hub),
                (x + dx * length * 0.2 - dy * w * 1.3, hub + dy * length * 0.2 + dx * w * 1.3),
                (x + dx * length, hub + dy * length),
                (x + dx * length * 0.12 + dy * w * 0.5, hub + dy * length * 0.12 - dx * w * 0.5),
            ],
            colour,
        )
    c.disc(x, hub, w * 1.2, mix(colour, "#8a8f94", 0.25))


def seals() -> Canvas:
    c = Canvas(1600, 900, "#dfe6df", seed=101)
    c.band([(0, "#8db4bf"), (0.6, "#d3dfd7"), (1, "#f6e8cf")], 0, 430)
    c.clouds(60, 300, "#fbf6ea", count=9, alpha=0.7)
    c.band([(0, "#a9c8c4"), (0.4, "#6fa3a6"), (1, "#8fb8b0")], 426, 600)
    c.ripples(432, 590, "#f4f8ee", count=120, alpha=0.5)
    c.shape([(900, 428), (1200, 418), (1600, 424), (1600, 432), (1000, 434)], "#d8c59c")
    c.hill(
        [(-10, 560), (260, 530), (620, 520), (980, 540), (1300, 560), (1610, 590)], "#e2cb9d", lip="#fdf8ea", thick=26
    )
    c.hill([(-10, 800), (500, 740), (1000, 772), (1610, 720)], "#d3b988")
    for _ in range(260):
        x, y = c.dice.uniform(0, 1600), c.dice.uniform(600, 900)
        c.disc(x, y, c.dice.uniform(10, 60) * (y / 900), "#b99a68", 0.14, flat=0.08)
    coats = ("#5f5a58", "#7a726a", "#3e3d42", "#8d8272", "#6a5d52")
    spots = sorted((560 + 180 * c.dice.random() ** 1.5, c.dice.uniform(60, 1540)) for _ in range(34))
    for y, x in spots:
        _seal(c, x, y, 46 + (y - 560) * 0.42, c.dice.choice(coats), c.dice.choice((-1, 1)))
    _seal(c, 430, 816, 250, "#6d665f", 1)
    _seal(c, 1190, 846, 300, "#4d4b4e", -1)
    gulls(c, [(500, 180, 26), (590, 222, 17), (1220, 150, 20), (900, 270, 12)], "#ffffff")
    return c


def _seal(c: Canvas, x: float, y: float, size: float, coat: str, way: int) -> None:
    s = size / 100

    def put(points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        c.blob([(x + px * s * way, y + py * s) for px, py in points], colour, alpha)

    c.disc(x, y + 3 * s, 56 * s, "#6b5434", 0.35, flat=0.12)
    back = [
        (-62, -2),
        (-78, -16),
        (-66, -14),
        (-58, -8),
        (-40, -20),
        (-14, -31),
        (12, -31),
        (30, -38),
        (42, -52),
        (56, -55),
        (66, -46),
        (67, -38),
        (60, -33),
        (52, -20),
        (44, -4),
        (20, 3),
        (-30, 4),
    ]
    put(back, coat)
    put(
        [
            (-40, -20),
            (-14, -31),
            (12, -31),
            (30, -38),
            (42, -52),
            (54, -55),
            (46, -44),
            (30, -30),
            (8, -25),
            (-20, -23),
        ],
        "#f4e6cc",
        0.28,
    )
    put([(-30, 4), (20, 3), (44, -4), (48, -12), (20, -5), (-30, -3)], "#14141a", 0.25)
    put([(10, 2), (22, -10), (30, -6), (24, 6)], mix(coat, "#101018", 0.35))
    c.disc(x + 56 * s * way, y - 46 * s, 2.2 * s, "#0f0f14")
    c.disc(x + 66 * s * way, y - 42 * s, 1.8 * s, "#0f0f14")
    for _ in range(7):
        c.disc(
            x + c.dice.uniform(-36, 24) * s * way,
            y - c.dice.uniform(4, 22) * s,
            c.dice.uniform(0.8, 2.2) * s,
            "#1c1a1c",
            0.35,
        )


def dunes() -> Canvas:
    c = Canvas(1600, 900, "#e8dcc0", seed=103)
    c.band([(0, "#5f9fb8"), (0.6, "#b9d9da"), (1, "#f3ecd4")], 0, 470)
    c.clouds(50, 300, "#ffffff", count=10, alpha=0.75)
    c.band([(0, "#3f8596"), (0.6, "#6fb0b0"), (1, "#cfe3d3")], 440, 580)
    c.ripples(450, 580, "#ffffff", count=90, alpha=0.5)
    c.hill(
        [(-10, 566), (300, 572), (600, 546), (900, 522), (1250, 486), (1610, 470)], "#ecd7a8", lip="#fffdf4", thick=26
    )
    c.hill([(640, 940), (800, 740), (950, 600), (1090, 510), (1240, 440), (1400, 400), (1610, 360)], "#f3dfb2")
    c.hill([(820, 940), (960, 760), (1060, 660), (1220, 600), (1340, 500), (1480, 470), (1610, 440)], "#d9bb83")
    c.hill([(900, 940), (1080, 800), (1280, 760), (1450, 640), (1610, 600)], "#c9a66d")
    grass(c, 1120, 1610, 450, 92, ("#5d7444", "#7c8a4e", "#99a05c", "#47603c"), count=330, lean=-0.3)
    c.hill([(-20, 640), (150, 610), (330, 640), (520, 730), (700, 830), (860, 940)], "#f0dbab")
    c.hill([(-20, 720), (140, 690), (300, 730), (440, 820), (560, 940)], "#cfae76")
    grass(c, -20, 560, 690, 150, ("#4d663c", "#6c7d46", "#8d9656", "#b0ad6c"), count=520, lean=0.28)
    for index in range(7):
        x, y = 640 + index * 66, 800 - index * 36
        c.line([(x, y), (x + 5, y - 60 + index * 4)], "#6f5b45", 5 - index * 0.4)
    for wire in (0.35, 0.8):
        c.line(
            [(640 + index * 66 + 3, 800 - index * 36 - (60 - index * 4) * wire) for index in range(7)],
            "#6f5b45",
            1.6,
            0.8,
        )
    gulls(c, [(560, 240, 28), (660, 200, 18), (380, 300, 14)], "#ffffff")
    return c
