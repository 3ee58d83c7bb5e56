"""Rooms: the library and the boatshed."""

import math

from newsstand.demo.canvas import Canvas, mix, smooth
from newsstand.demo.scenes.props import person


def library() -> Canvas:
    c = Canvas(1600, 900, "#6d4a35", seed=167)
    c.band([(0, "#4a3328"), (1, "#8a6244")], 0, 720)
    for x in range(0, 1601, 80):
        c.line([(x, 0), (x, 720)], "#33231c", 2, 0.4)
    _arched_window(c)
    for left in (-10, 280, 1030, 1320):
        _shelves(c, left, 110, 270, 610)
    for x in (0, 1):
        c.shape([(0 if x == 0 else 1600, -10), (360 if x == 0 else 1240, -10), (0 if x == 0 else 1600, 150)], "#2c1e19")
    c.box(0, 0, 1600, 34, "#2c1e19")
    c.band([(0, "#7a5238"), (1, "#4d3325")], 716, 900)
    for row in range(7):
        c.line([(0, 722 + row**1.6 * 8), (1600, 722 + row**1.6 * 8)], "#33231c", 2, 0.5)
    c.shape([(600, 720), (1000, 720), (1250, 900), (350, 900)], "#ffe0a0", 0.16)
    c.box(430, 742, 740, 24, "#a5744a")
    c.box(430, 742, 740, 6, "#d9a468")
    for x in (470, 1110):
        c.box(x, 766, 24, 134, "#6b4530")
    for x in (560, 1040):
        c.box(x - 4, 676, 8, 66, "#c9a04e")
        c.shape([(x - 62, 682), (x - 40, 640), (x + 40, 640), (x + 62, 682)], "#3f7a5c")
        c.glow(x, 700, 240, "#ffc266", 0.75)
    c.shape([(690, 738), (790, 724), (800, 742), (690, 748)], "#fbf2de")
    c.shape([(910, 738), (812, 724), (802, 742), (910, 748)], "#efe2c4")
    c.blob([(712, 742), (716, 640), (752, 596), (800, 584), (848, 596), (884, 640), (890, 742)], "#2f5a6b")
    c.disc(800, 548, 46, "#c99a78")
    c.blob([(752, 556), (752, 508), (800, 488), (848, 508), (850, 560), (832, 524), (772, 522)], "#3a2a22")
    for x, tall in ((620, 40), (644, 30), (960, 36)):
        c.box(x - 40, 742 - tall, 60, tall, c.dice.choice(("#a8432f", "#2f5a6b", "#c9933c")))
        c.box(x - 36, 742 - tall + 8, 52, 4, "#fbf2de", 0.6)
    c.glow(800, 360, 600, "#ffe6b0", 0.35)
    return c


def _arched_window(c: Canvas) -> None:
    arch = [(800 + 190 * math.cos(math.pi * t / 30), 280 - 190 * math.sin(math.pi * t / 30)) for t in range(31)]
    c.shape([*[(800 + (x - 800) * 1.1, 280 + (y - 280) * 1.1) for x, y in arch], (591, 640), (1009, 640)], "#d9b98a")
    before = c.image.copy()
    c.band([(0, "#7fb4c4"), (0.6, "#cfe3d6"), (1, "#fbe6b8")], 80, 620)
    c.clouds(140, 320, "#ffffff", count=5, alpha=0.7)
    c.ridge(560, 60, "#8fae9a", waves=4)
    c.band([(0, "#6fa3ac"), (1, "#4f8a98")], 556, 640)
    for x in (700, 860, 920):
        c.line([(x, 574), (x, 480)], "#3a4a55", 3)
        c.shape([(x - 34, 570), (x + 34, 570), (x + 24, 586), (x - 26, 586)], "#b8432f" if x == 860 else "#2f5a6b")
    view = c.image.copy()
    c.image = before
    c.hole(view, [*arch, (610, 625), (990, 625)])
    for x in (705, 800, 895):
        c.line([(x, 100 if x == 800 else 124), (x, 625)], "#e6cfa4", 8)
    for y in (280, 400, 515):
        c.line([(610, y), (990, y)], "#e6cfa4", 8)


def _shelves(c: Canvas, left: float, top: float, width: float, height: float) -> None:
    c.box(left, top, width, height, "#3a261d")
    spines = ("#a8432f", "#c9933c", "#2f5a6b", "#5f7a4a", "#8a5a6e", "#d9c39a", "#3f4f74", "#7a4a35")
    for row in range(6):
        base = top + (row + 1) * height / 6
        x = left + 12
        while x < left + width - 20:
            wide, tall = c.dice.uniform(9, 22), height / 6 * c.dice.uniform(0.58, 0.82)
            if c.dice.random() < 0.06:
                x += wide * 1.5
                continue
            tone = mix(c.dice.choice(spines), "#2a1a14", c.dice.uniform(0, 0.3))
            c.box(x, base - 10 - tall, wide, tall, tone)
            c.box(x, base - 10 - tall * 0.82, wide, 3, "#f2dca8", 0.55)
            c.box(x + wide - 2, base - 10 - tall, 2, tall, "#000000", 0.25)
            x += wide + 1
        c.box(left, base - 10, width, 10, "#8a5f40")
    c.box(left, top - 12, width, 14, "#8a5f40")


def boatyard() -> Canvas:
    c = Canvas(1600, 900, "#5b4636", seed=191)
    c.band([(0, "#3a2c26"), (1, "#7a5c44")], 0, 720)
    for plank in range(0, 1601, 64):
        c.line([(plank, 0), (plank, 720)], "#2a1f1a", 3, 0.55)
    for index in range(6):
        left = 110 + index * 250
        c.box(left, 150, 150, 230, "#dfe8d8")
        c.box(left, 270, 150, 110, "#b9d3cc")
        c.box(left + 71, 150, 8, 230, "#3a2c26")
        c.box(left, 258, 150, 8, "#3a2c26")
        c.glow(left + 75, 250, 240, "#fff0c4", 0.4)
    for x in (60.0, 430, 800, 1170, 1540):
        c.box(x - 18, 0, 36, 720, "#4a3529")
        c.shape([(x - 18, 150), (x - 150, 0), (x - 110, 0), (x - 18, 105)], "#4a3529")
        c.shape([(x + 18, 150), (x + 150, 0), (x + 110, 0), (x + 18, 105)], "#4a3529")
    c.box(0, 0, 1600, 40, "#33251f")
    for index in range(6):
        left = 110 + index * 250
        c.shape([(left, 380), (left + 150, 380), (left + 420, 900), (left + 180, 900)], "#ffe6b0", 0.09)
    c.band([(0, "#8f6e4e"), (1, "#5d4532")], 716, 900)
    for _ in range(260):
        x, y = c.dice.uniform(0, 1600), c.dice.uniform(740, 900)
        c.line(
            [(x, y), (x + c.dice.uniform(-22, 22), y + c.dice.uniform(-5, 5))],
            c.dice.choice(("#e6c48a", "#c99a5e", "#f2dca8")),
            2.4,
            0.7,
        )
    _hull_ribs(c)
    person(c, 330, 830, 250, "#2f6d7e", stride=0.08)
    c.line([(352, 650), (420, 610)], "#2f6d7e", 18)
    c.line([(420, 610), (452, 566)], "#7a4a2f", 9)
    c.box(430, 552, 52, 24, "#4a4f58")
    person(c, 1290, 820, 230, "#c8492f", skin="#8a5f45", stride=0.06)
    c.line([(1270, 650), (1196, 640)], "#c8492f", 16)
    return c


def _hull_ribs(c: Canvas) -> None:
    keel = smooth([(300, 560), (380, 690), (560, 748), (820, 760), (1080, 744), (1240, 660), (1300, 500)], closed=False)
    sheer = smooth(
        [(300, 470), (440, 500), (640, 522), (860, 526), (1080, 500), (1220, 450), (1304, 392)], closed=False
    )
    for index in range(3, 46, 3):
        bottom, top = keel[round(index * (len(keel) - 1) / 48)], sheer[round(index * (len(sheer) - 1) / 48)]
        bulge = 46 * math.sin(index / 48 * math.pi)
        rib = smooth(
            [
                top,
                ((top[0] + bottom[0]) / 2 + bulge * 0.2, (top[1] + bottom[1]) / 2 + bulge * 0.8),
                (bottom[0], bottom[1]),
            ],
            closed=False,
        )
        c.line([(x + 7, y) for x, y in rib], "#5b3a22", 15)
        c.line(rib, "#d9a462", 12)
    for plank in range(5):
        share = 0.52 + plank * 0.1
        strake = [
            (
                k[0] * share + s[0] * (1 - share),
                k[1] * share + s[1] * (1 - share) + 30 * math.sin(n / len(keel) * math.pi),
            )
            for n, (k, s) in enumerate(zip(keel, sheer, strict=True))
        ]
        c.line([(x, y + 7) for x, y in strake], "#5b3a22", 5)
        c.line(strake, mix("#c98a48", "#f2c888", plank % 2 * 0.4), 21)
    c.line(keel, "#7a4f2e", 26)
    c.line(sheer, "#f0c888", 15)
    c.line([keel[0], sheer[0]], "#8a5a34", 24)
    c.line([keel[-1], sheer[-1]], "#8a5a34", 24)
    for x in (470, 820, 1140):
        c.shape([(x - 56, 862), (x - 22, 764), (x + 22, 764), (x + 56, 862)], "#4a3529")
        c.box(x - 80, 856, 160, 18, "#3a2920")
