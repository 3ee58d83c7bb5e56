"""The river: the ferry and the bridge."""

import math

from newsstand.demo.canvas import Canvas, mix
from newsstand.demo.scenes.props import DAY_ROOFS, DAY_WALLS, SKINS, boat, grass, gulls, lamp, spire, terrace


def ferry() -> Canvas:
    c = Canvas(1600, 900, "#bcd6d8", seed=43)
    c.band([(0, "#5fa3b4"), (0.6, "#b9d8d0"), (1, "#f4e6c3")], 0, 470)
    c.clouds(60, 280, "#fdf6e6", count=9, alpha=0.75)
    c.ridge(470, 150, "#7fae9f", waves=2)
    c.ridge(470, 80, "#5f9484", waves=4)
    spire(c, 300, 470, 180, "#6f7f86")
    terrace(c, -20, 640, 470, 70, DAY_WALLS, DAY_ROOFS, lit=0)
    terrace(c, 1180, 1640, 470, 60, DAY_WALLS, DAY_ROOFS, lit=0)
    c.box(0, 462, 680, 14, "#8c8070")
    c.box(1150, 462, 450, 14, "#8c8070")
    c.mirror(476, 720, "#4f97a2", depth=0.5, ripple=6)
    c.band([(0, "#4f97a2"), (1, "#1f5d6f")], 700, 900)
    c.mist(705, 60, "#4f97a2", 0.9)
    c.ripples(480, 900, "#eaf6ec", count=230, alpha=0.5)
    c.ripples(600, 900, "#15485a", count=120, alpha=0.4)
    _ferry_hull(c)
    gulls(c, [(560, 190, 34), (650, 250, 22), (1090, 170, 26), (1240, 240, 17), (420, 300, 15)], "#ffffff")
    return c


def _ferry_hull(c: Canvas) -> None:
    c.shape([(340, 722), (1330, 716), (1240, 776), (470, 780)], "#123f50", 0.55)
    c.shape([(360, 610), (410, 728), (1190, 728), (1330, 586), (1150, 622)], "#f5ecd8")
    c.shape([(384, 668), (410, 728), (1190, 728), (1252, 664)], "#b8432f")
    c.shape([(360, 610), (1150, 622), (1330, 586), (1326, 596), (1150, 636), (364, 624)], "#23415a")
    c.round_box(470, 505, 560, 116, 12, "#fdf6e6")
    c.round_box(452, 488, 600, 26, 10, "#23415a")
    for index in range(7):
        c.round_box(496 + index * 74, 532, 52, 48, 8, "#4a7f92")
        c.shape(
            [(500 + index * 74, 578), (522 + index * 74, 534), (538 + index * 74, 534), (512 + index * 74, 578)],
            "#cfe6e6",
            0.5,
        )
    c.round_box(820, 408, 150, 84, 10, "#fdf6e6")
    c.box(836, 426, 118, 32, "#34566b")
    c.round_box(630, 418, 66, 74, 6, "#e0a33e")
    c.box(630, 434, 66, 12, "#23415a")
    c.line([(895, 408), (895, 320)], "#23415a", 5)
    c.shape([(895, 322), (955, 336), (895, 352)], "#d9583b")
    for index in range(19):
        x = 1050 + index % 6 * 17 if index < 6 else 400 + (index - 6) * 5.4
        coat = c.dice.choice(("#d9583b", "#2f6d7e", "#e0a33e", "#5b4f74", "#6d8a5a", "#23415a"))
        y = 606 if index < 6 else 602
        c.round_box(x, y - 38, 15, 46, 6, coat)
        c.disc(x + 7, y - 45, 7, c.dice.choice(SKINS))
    for index in range(60):
        c.disc(
            330 - index * 4 + c.dice.gauss(0, 8),
            716 + c.dice.gauss(0, 8) + index * 0.3,
            c.dice.uniform(3, 13),
            "#f4fbf4",
            0.5,
            flat=0.4,
        )
        c.disc(1200 + c.dice.gauss(20, 30), 726 + c.dice.gauss(0, 6), c.dice.uniform(3, 11), "#f4fbf4", 0.5, flat=0.5)


def river_bridge() -> Canvas:
    c = Canvas(1600, 900, "#f2c98f", seed=53)
    c.band([(0, "#6d8fae"), (0.5, "#e2b79a"), (1, "#fbdc9e")], 0, 620)
    c.clouds(60, 240, "#f7d8b4", count=8, alpha=0.7)
    c.glow(1240, 470, 560, "#ffd27d", 0.75)
    c.ridge(600, 190, "#b59f9a", waves=2)
    spire(c, 220, 560, 260, "#8b7c86")
    terrace(c, 20, 520, 590, 80, ("#b4948c", "#c4a493", "#a48a8c"), ("#7d6270", "#8d6a6c"), lit=0.1)
    c.ridge(612, 70, "#8f8a72", waves=6)
    terrace(c, 600, 1700, 636, 66, ("#a98a84", "#b89686", "#94808a"), ("#74606c", "#80646a"), lit=0.12)
    _arches(c, 400, 640, "#a3765a")
    for x in (330, 800, 1270):
        lamp(c, x, 374 + abs(x - 800) * 0.05, 74, post="#3d3038", reach=0.8)
    c.mirror(640, 900, "#5d7484", depth=0.34, ripple=7)
    c.ripples(650, 900, "#ffe6b0", count=150, alpha=0.5, around=1180)
    c.ripples(650, 900, "#3f5566", count=110, alpha=0.35)
    c.shape([(0, 900), (0, 800), (180, 822), (420, 900)], "#3d4736")
    grass(c, -10, 380, 880, 90, ("#3d4736", "#566042", "#7d7a48"), count=150)
    gulls(c, [(900, 180, 22), (975, 214, 15), (640, 250, 13)], "#fff3dc")
    return c


def bridge_low_water() -> Canvas:
    c = Canvas(1600, 900, "#c8d3d6", seed=59)
    c.band([(0, "#6f93a8"), (0.6, "#bfcdcb"), (1, "#eed9bd")], 0, 600)
    c.clouds(80, 260, "#dfe3dc", count=8, alpha=0.6)
    c.glow(420, 430, 480, "#ffe0ae", 0.5)
    c.ridge(600, 160, "#93a9ab", waves=2)
    terrace(c, -20, 1640, 640, 70, ("#93a3a6", "#a5aaa6", "#879a9f"), ("#74838a", "#7e8488"), lit=0.05)
    c.mist(610, 90, "#e6e4d8", 0.75)
    _arches(c, 340, 650, "#71757e")
    _scaffold(c, 978, 330, 668)
    c.mirror(668, 790, "#6d8791", depth=0.4, ripple=5)
    c.shape([(0, 760), (260, 742), (620, 776), (1000, 764), (1330, 786), (1600, 760), (1600, 900), (0, 900)], "#6b6258")
    c.shape(
        [
            (0, 760),
            (260, 742),
            (620, 776),
            (1000, 764),
            (1330, 786),
            (1600, 760),
            (1600, 774),
            (1000, 778),
            (620, 790),
            (0, 776),
        ],
        "#8f8472",
    )
    for _ in range(240):
        x, y = c.dice.uniform(0, 1600), c.dice.uniform(785, 900)
        c.disc(x, y, c.dice.uniform(3, 15), c.dice.choice(("#5a524b", "#7f7566", "#9db0b3", "#4e4a46")), 0.6, flat=0.35)
    c.mist(680, 40, "#ece7d8", 0.55)
    boat(c, 330, 800, 260, "#2f5f6e", "#e9dcc0", mast=False)
    gulls(c, [(1220, 210, 20), (1290, 250, 14)], "#ffffff")
    return c


def _arches(c: Canvas, deck: float, water: float, stone: str, *, left: float = -120, span: float = 366) -> None:
    """Five arches across the picture, from the road at `deck` to the `water`."""
    behind = c.image.copy()
    c.shape([(0, deck + 40), (800, deck), (1600, deck + 40), (1600, water), (0, water)], stone)
    for row in range(9):
        for _ in range(18):
            x, y = c.dice.uniform(0, 1600), deck + 46 + row * (water - deck - 60) / 9
            c.box(x, y, c.dice.uniform(14, 30), 7, mix(stone, c.dice.choice(("#ffffff", "#1a1f33")), 0.18), 0.3)
    for index in range(5):
        middle = left + span * (index + 0.5)
        rise = (water - deck) * (0.78 - 0.05 * abs(index - 2))
        half = span * 0.4
        opening = [
            (middle + half * math.cos(math.pi * t / 40), water - rise * math.sin(math.pi * t / 40)) for t in range(41)
        ]
        ring = [
            (middle + (half + 15) * math.cos(math.pi * t / 40), water - (rise + 15) * math.sin(math.pi * t / 40))
            for t in range(41)
        ]
        c.shape(ring, mix(stone, "#ffe9c4", 0.25))
        c.hole(behind, opening)
        shade = [(x, y) for x, y in opening if x >= middle - half * 0.1]
        c.shape([*shade, *[(x - 34, y + 10) for x, y in reversed(shade)]], mix(stone, "#10182c", 0.6), 0.55)
    for index in range(1, 5):
        pier = left + span * index
        c.shape(
            [
                (pier - 30, water + 10),
                (pier - 26, water - 110),
                (pier, water - 150),
                (pier + 26, water - 110),
                (pier + 30, water + 10),
            ],
            mix(stone, "#ffe9c4", 0.15),
        )
        c.shape(
            [(pier, water + 10), (pier, water - 150), (pier + 26, water - 110), (pier + 30, water + 10)],
            mix(stone, "#10182c", 0.3),
        )
    c.shape(
        [(0, deck + 12), (800, deck - 28), (1600, deck + 12), (1600, deck + 40), (800, deck), (0, deck + 40)],
        mix(stone, "#ffe9c4", 0.2),
    )
    c.line([(0, deck + 40), (800, deck), (1600, deck + 40)], mix(stone, "#10182c", 0.5), 5)


def _scaffold(c: Canvas, middle: float, top: float, base: float) -> None:
    for x in (-96.0, -48, 0, 48, 96):
        c.line([(middle + x, top), (middle + x, base)], "#d88a3a", 5)
    for level in range(6):
        y = top + 16 + level * (base - top) / 6
        c.box(middle - 108, y, 216, 6, "#e9c48a")
        c.line([(middle - 96, y + 54), (middle - 48, y)], "#c9782e", 2.5)
        c.line([(middle + 96, y + 54), (middle + 48, y)], "#c9782e", 2.5)
    c.box(middle - 100, top + 70, 96, 104, "#2f6d7e", 0.75)
    for x, y in ((middle - 60, top + 16), (middle + 40, top + 124), (middle + 70, top + 16)):
        c.round_box(x - 8, y - 38, 16, 38, 5, "#e8622f")
        c.disc(x, y - 45, 8, "#f6d23c")
