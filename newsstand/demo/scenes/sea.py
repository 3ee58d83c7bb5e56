"""The sea in a storm, the lifeboat and the lighthouse."""

import math
from collections.abc import Sequence

from newsstand.demo.canvas import Canvas, Point, mix
from newsstand.demo.scenes.props import grass, gulls


def storm_sea() -> Canvas:
    c = Canvas(1600, 900, "#22303f", seed=71)
    _storm(c, horizon=420, light=1120)
    c.band([(0, "#8fa097"), (1, "#2b4c58")], 420, 560)
    rows = (
        (500, 50, "#54747a", 7.0, 0.4),
        (570, 90, "#3f636d", 4.6, 0.55),
        (670, 150, "#2c505e", 3.1, 0.8),
        (800, 220, "#1d3f50", 2.1, 1.1),
        (960, 250, "#122c3d", 1.5, 1.4),
    )
    for index, (y, height, colour, count, foam) in enumerate(rows):
        _wave(c, y, height, colour, mix(colour, "#bfe0d4", 0.5), count=count, shift=index * 2.3 + 0.6, foam=foam)
        c.ripples(y, min(y + 110, 900), "#dfeee6", count=26, alpha=0.25)
    gulls(c, [(420, 250, 30), (540, 190, 20), (330, 330, 15)], "#f4f6f2", 0.85)
    return c


def lifeboat() -> Canvas:
    c = Canvas(1600, 900, "#1d2938", seed=79)
    _storm(c, horizon=440, light=360)
    c.band([(0, "#6d8385"), (1, "#223f4d")], 440, 580)
    _wave(c, 560, 90, "#41626b", "#9fc0ba", count=5, shift=1.1, foam=0.6)
    _wave(c, 690, 150, "#2a4c5a", "#84aeac", count=3, shift=2.0, foam=0.8)
    _lifeboat_hull(c, 860, 560, 0.30)
    _wave(c, 900, 270, "#173748", "#6fa0a4", count=1.6, shift=2.75, foam=1.3)
    _wave(c, 1010, 230, "#0e2636", "#4c7f88", count=1.2, shift=5.2, foam=1.5)
    c.glow(1060, 396, 240, "#fff2c0", 0.55)
    for _ in range(380):
        x, y = c.dice.gauss(1060, 130), c.dice.gauss(560, 70)
        c.disc(x, y, c.dice.uniform(1, 5), "#f4f8f4", c.dice.uniform(0.2, 0.8))
    return c


def lighthouse_night() -> Canvas:
    c = Canvas(1600, 900, "#101a3a", seed=83)
    c.band([(0, "#0b1230"), (0.55, "#22356a"), (0.85, "#5a6a98"), (1, "#c79aa0")], 0, 640)
    c.stars(560, 420)
    for _ in range(900):
        t = c.dice.random()
        c.disc(
            t * 1600 + c.dice.gauss(0, 30),
            520 - t * 470 + c.dice.gauss(0, 44),
            c.dice.uniform(0.4, 1.1),
            "#dfe4ff",
            c.dice.uniform(0.1, 0.5),
        )
    c.glow(200, 640, 460, "#e89a80", 0.5, flat=0.4)
    c.band([(0, "#8d8aa5"), (0.2, "#3c4f7c"), (1, "#111c3c")], 636, 900)
    c.ripples(642, 900, "#c9c6dc", count=150, alpha=0.3)
    c.hill(
        [(560, 940), (700, 800), (820, 730), (960, 668), (1080, 640), (1290, 632), (1420, 660), (1620, 690)],
        "#141a34",
        lip="#4a4c70",
        thick=22,
    )
    lamp_y = _tower(c, 1180, 640, 440, wall="#dfd9d6", band="#a8483f", dark="#161a30")
    c.box(1240, 584, 120, 54, "#c6c2c8")
    c.shape([(1232, 586), (1300, 546), (1368, 586)], "#2a2c48")
    c.box(1266, 600, 18, 20, "#ffcf7a")
    c.glow(1275, 610, 60, "#ffb052", 0.5)
    _beams(c, 1180, lamp_y, "#fff0c0")
    grass(c, 760, 1600, 880, 120, ("#0c1128", "#161d3a", "#222a4c"), count=260)
    return c


def lighthouse_storm() -> Canvas:
    c = Canvas(1600, 900, "#1b2434", seed=89)
    _storm(c, horizon=560, light=1340)
    c.band([(0, "#5f7377"), (1, "#1c3644")], 556, 700)
    _wave(c, 650, 70, "#3c5a64", "#9dbcb8", count=5, shift=0.9, foam=0.6)
    c.hill(
        [(-20, 560), (150, 540), (330, 548), (480, 590), (590, 660), (680, 780), (740, 940)],
        "#10161f",
        lip="#56606a",
        thick=22,
    )
    lamp_y = _tower(c, 300, 552, 450, wall="#e6e0d6", band="#b04a38", dark="#11151f")
    _beams(c, 300, lamp_y, "#fff0c0")
    _wave(c, 800, 150, "#27495a", "#86b0b0", count=2.6, shift=3.6, foam=1.0)
    for _ in range(700):
        spread = abs(c.dice.gauss(0, 1))
        c.disc(
            640 + c.dice.gauss(40, 80),
            740 - spread * 130,
            c.dice.uniform(1, 9) * (1.2 - spread * 0.3),
            "#f2f6f0",
            c.dice.uniform(0.2, 0.7),
        )
    _wave(c, 980, 210, "#122d3d", "#5a8890", count=1.5, shift=1.2, foam=1.4)
    for _ in range(300):
        x, y = c.dice.uniform(0, 1700), c.dice.uniform(0, 900)
        c.line([(x, y), (x - 30, y + 13)], "#dfe8ec", 1, c.dice.uniform(0.06, 0.25))
    return c


def _wave(
    c: Canvas, y: float, height: float, colour: str, crest: str, *, count: float, shift: float, foam: float
) -> None:
    """A row of pointed waves across the picture with lit crests and blown foam."""
    line: list[Point] = []
    for step in range(-20, 1640, 10):
        x = float(step)
        turn = x / 1600 * count * math.tau + shift
        swell = (1 - abs(math.sin(turn / 2))) ** 1.5 + 0.22 * math.sin(turn * 0.7 + shift)
        line.append((x, y - height * swell))
    c.shape([*line, (1640, 900), (-20, 900)], colour)
    c.shape([*line, *[(x + 8, top + 10 + (y - top) * 0.16) for x, top in reversed(line)]], crest, 0.55)
    for x, top in line:
        strength = max((y - top) / height, 0)
        for _ in range(int(strength**3 * 7 * foam)):
            c.disc(
                x + c.dice.gauss(-6, 20),
                top + c.dice.gauss(6, 10),
                c.dice.uniform(1.2, 7) * foam,
                "#f2f6f0",
                c.dice.uniform(0.3, 0.85),
                flat=0.6,
            )
        for _ in range(int(strength**4 * 3 * foam)):
            c.disc(x - c.dice.uniform(10, 90), top - c.dice.uniform(0, 46), c.dice.uniform(0.8, 2.6), "#f2f6f0", 0.5)


def _storm(c: Canvas, *, horizon: float, light: float) -> None:
    c.band([(0, "#151d2e"), (0.55, "#34465a"), (0.85, "#7d8f8e"), (1, "#d8c79c")], 0, horizon + 6)
    c.clouds(20, 200, "#0f1624", count=12, alpha=0.8, soft=14)
    c.clouds(180, 340, "#47566a", count=9, alpha=0.6, soft=12)
    c.glow(light, horizon, 520, "#ffe2a0", 0.6, flat=0.35)


def _lifeboat_hull(c: Canvas, x: float, y: float, lean: float) -> None:
    turn, rise = math.cos(lean), math.sin(lean)

    def put(points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        c.shape([(x + px * turn + py * rise, y - px * rise + py * turn) for px, py in points], colour, alpha)

    put([(-270, -40), (-240, 70), (190, 78), (300, -76), (150, -48)], "#1c2f52")
    put([(-274, -62), (-268, -34), (150, -40), (300, -72), (312, -104), (150, -74)], "#e4582c")
    put([(-272, -40), (-269, -30), (150, -34), (296, -66), (300, -74), (150, -44)], "#f8efe0")
    put([(-190, -66), (-170, -160), (40, -166), (96, -78)], "#f0682f")
    put([(-150, -160), (-138, -206), (0, -210), (26, -166)], "#f8efe0")
    put([(-122, -170), (-114, -198), (-68, -200), (-68, -172)], "#2b4256")
    put([(-56, -172), (-56, -200), (-8, -202), (8, -172)], "#2b4256")
    put([(-150, -96), (-142, -134), (-80, -136), (-80, -98)], "#2b4256")
    put([(-64, -98), (-64, -136), (20, -138), (44, -98)], "#2b4256")
    put([(-84, -206), (-80, -290), (-74, -290), (-70, -206)], "#dfe6e6")
    put([(-110, -266), (-108, -274), (-46, -276), (-46, -268)], "#dfe6e6")
    put([(-220, -70), (-218, -104), (-214, -104), (-212, -70)], "#f8efe0")
    for px in (110, 150, 190):
        put([(px - 10, -72), (px - 8, -112), (px + 8, -114), (px + 12, -74)], "#f2c23a")
        put([(px - 7, -114), (px - 6, -130), (px + 7, -131), (px + 8, -115)], "#f8efe0")


def _tower(c: Canvas, x: float, base: float, height: float, *, wall: str, band: str, dark: str) -> float:
    """A lighthouse; answers the height of its lamp."""
    w = height * 0.115
    top = base - height * 0.78
    c.shape([(x - w, base), (x - w * 0.62, top), (x + w * 0.62, top), (x + w, base)], wall)
    for low, high in ((0.2, 0.42), (0.62, 0.84)):
        a, b = w - (w * 0.38) * low, w - (w * 0.38) * high
        c.shape(
            [
                (x - a, base - height * 0.78 * low),
                (x - b, base - height * 0.78 * high),
                (x + b, base - height * 0.78 * high),
                (x + a, base - height * 0.78 * low),
            ],
            band,
        )
    c.shape([(x + w * 0.15, top), (x + w * 0.62, top), (x + w, base), (x + w * 0.25, base)], "#0a1226", 0.34)
    c.box(x - w * 0.95, top - height * 0.02, w * 1.9, height * 0.025, dark)
    c.box(x - w * 0.46, top - height * 0.14, w * 0.92, height * 0.12, "#fff1c0")
    for dx in (-0.46, -0.16, 0.14, 0.42):
        c.box(x + w * dx, top - height * 0.14, w * 0.06, height * 0.12, dark)
    c.shape([(x - w * 0.6, top - height * 0.14), (x, top - height * 0.22), (x + w * 0.6, top - height * 0.14)], dark)
    for share in (0.25, 0.52, 0.74):
        c.round_box(x - w * 0.12, base - height * 0.78 * share - 9, w * 0.24, 20, 4, dark)
    return top - height * 0.08


def _beams(c: Canvas, x: float, y: float, colour: str) -> None:
    for reach, alpha in ((30, 0.10), (62, 0.07), (104, 0.05)):
        c.shape([(x, y - 4), (-60, y - 130 - reach), (-60, y - 130 + reach), (x, y + 4)], colour, alpha)
        c.shape([(x, y - 4), (1660, y + 60 - reach), (1660, y + 60 + reach), (x, y + 4)], colour, alpha)
    c.glow(x, y, 260, "#ffe2a0", 0.9)
    c.disc(x, y, 15, "#fffbe6")
