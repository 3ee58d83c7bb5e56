"""The harbour: its quays by dusk, in the morning, under water, and its cat."""

from newsstand.demo.canvas import Canvas, smooth
from newsstand.demo.scenes.props import DAY_ROOFS, DAY_WALLS, boat, gulls, lamp, spire, terrace, windows

DUSK_WALLS = ("#4a3d5c", "#5a4464", "#6d4c63", "#413a5a", "#7a5465")
DUSK_ROOFS = ("#2f2a47", "#3a2d48", "#472f47")


def harbour_dusk() -> Canvas:
    c = Canvas(1600, 900, "#2b3560", seed=11)
    c.band([(0, "#26305c"), (0.35, "#6a5288"), (0.68, "#d9796a"), (0.9, "#f6b36c"), (1, "#fbd28d")], 0, 560)
    c.clouds(120, 330, "#8a5a86", count=7, alpha=0.5)
    c.clouds(300, 430, "#f3a06f", count=6, alpha=0.55, soft=6)
    c.glow(1090, 520, 520, "#ffb45e", 0.8)
    c.disc(1090, 492, 46, "#fff0c0")
    c.ridge(560, 90, "#8c6284", waves=3)
    c.ridge(562, 48, "#674e77", waves=5)
    spire(c, 420, 560, 190, "#3c3355")
    terrace(c, -20, 820, 560, 74, DUSK_WALLS, DUSK_ROOFS, lit=0.34)
    terrace(c, 1280, 1620, 560, 62, DUSK_WALLS, DUSK_ROOFS, lit=0.3)
    c.box(0, 548, 880, 18, "#2a2440")
    c.box(1260, 550, 340, 16, "#2a2440")
    for x, size in ((300, 120), (520, 150), (690, 100), (1380, 130)):
        boat(c, x, 566, size, "#2a2745", "#57415f", trim="#c07a68")
    c.mirror(566, 900, "#2a2d55", depth=0.32, ripple=7)
    c.ripples(580, 900, "#ffd08a", count=130, alpha=0.5, around=1090)
    c.ripples(580, 900, "#1f2347", count=90, alpha=0.3)
    boat(c, 1180, 760, 330, "#1c2140", "#45375a", trim="#e0805f")
    c.shape([(1010, 772), (1350, 772), (1290, 812), (1090, 808)], "#171b38", 0.55)
    c.shape([(0, 840), (560, 800), (600, 815), (620, 900), (0, 900)], "#1a1b33")
    c.shape([(0, 840), (560, 800), (600, 815), (0, 858)], "#3a3052")
    for x in (120, 330, 520):
        c.round_box(x - 13, 784 - x * 0.05 + 12, 26, 40, 6, "#14152a")
    lamp(c, 560, 806, 250)
    gulls(c, [(300, 200, 22), (372, 236, 15), (770, 170, 18), (1330, 250, 13)], "#f7d9b8", 0.75)
    return c


def harbour_morning() -> Canvas:
    c = Canvas(1600, 900, "#cfe0e2", seed=23)
    c.band([(0, "#6fabc0"), (0.55, "#c4dedb"), (1, "#fbe6bd")], 0, 520)
    c.clouds(60, 250, "#fffaf0", count=6, alpha=0.75, soft=7)
    c.glow(330, 420, 560, "#ffe3a8", 0.5)
    c.ridge(520, 130, "#a9c3c2", waves=2)
    c.ridge(520, 70, "#86a9a8", waves=4)
    spire(c, 1240, 520, 170, "#7d8f95")
    terrace(c, 640, 1620, 520, 92, DAY_WALLS, DAY_ROOFS, lit=0.0)
    c.mist(500, 60, "#f3efe0", 0.6)
    c.box(560, 512, 1040, 26, "#8a8177")
    c.box(560, 512, 1040, 6, "#b7ab98")
    c.box(420, 452, 150, 86, "#b9aa90")
    c.shape([(408, 454), (495, 402), (582, 454)], "#6b5a58")
    windows(c, 440, 470, 110, 50, 3, 1, lit=0)
    hulls = (("#2f6d7e", "#f1e6cf"), ("#c2553c", "#efe0c2"), ("#e0a33e", "#fff4df"), ("#3b4f6b", "#e8d8bb"))
    for index, (x, size) in enumerate(((700, 150), (880, 190), (1110, 160), (1330, 210), (1530, 150))):
        boat(c, x, 540, size, *hulls[index % 4])
    c.mirror(538, 900, "#4f99a6", depth=0.36, ripple=5)
    c.ripples(560, 900, "#fff5dc", count=170, alpha=0.45)
    c.mist(545, 34, "#f8f2e0", 0.5)
    boat(c, 430, 740, 380, "#1f5a6b", "#f4ead7", trim="#e9b04e")
    c.shape([(236, 752), (610, 752), (540, 806), (300, 800)], "#23596a", 0.4)
    gulls(c, [(250, 190, 30), (340, 250, 20), (980, 150, 22), (1400, 240, 16), (1190, 330, 12)], "#ffffff")
    return c


def quay_flood() -> Canvas:
    c = Canvas(1600, 900, "#0f1830", seed=31)
    c.band([(0, "#0d1428"), (0.6, "#1a2a47"), (1, "#2c4258")], 0, 600)
    c.clouds(40, 300, "#2d3a55", count=9, alpha=0.7, soft=14)
    c.glow(1180, 150, 190, "#c9d6e6", 0.55)
    walls = ("#2c3550", "#36405c", "#3f3a55", "#2a3a4c", "#4a4052")
    terrace(c, -40, 1660, 610, 190, walls, ("#141b30", "#1b2036"), lit=0.62)
    c.mirror(610, 900, "#0e1830", depth=0.3, ripple=10)
    for x, height in ((240.0, 330), (700, 300), (1190, 320)):
        c.line([(x, 640), (x, 640 - height)], "#0c1122", 6)
        c.glow(x, 640 - height, 330, "#ffb052", 0.8)
        c.disc(x, 640 - height, 11, "#fff0c9")
        c.glow(x, 760, 150, "#ff9d3c", 0.45, flat=1.6)
    c.ripples(620, 900, "#ffd79a", count=110, alpha=0.4)
    c.ripples(620, 900, "#0a1226", count=120, alpha=0.45)
    boat(c, 960, 720, 250, "#101a30", "#27344f", trim="#cf6a4c", mast=False)
    for _ in range(420):
        x, y = c.dice.uniform(0, 1640), c.dice.uniform(0, 900)
        length = c.dice.uniform(14, 46)
        c.line([(x, y), (x - length * 0.45, y + length)], "#cfdcec", 0.9, c.dice.uniform(0.08, 0.3))
    return c


def harbour_cat() -> Canvas:
    c = Canvas(1600, 900, "#f0a868", seed=67)
    c.band([(0, "#46558a"), (0.4, "#b8759a"), (0.75, "#f39b72"), (1, "#fcd48f")], 0, 600)
    c.clouds(90, 330, "#f2a58e", count=7, alpha=0.6)
    c.glow(560, 560, 520, "#ffce7a", 0.9)
    c.disc(560, 548, 70, "#fff1c2")
    c.ridge(600, 60, "#8d6a90", waves=3)
    for x, size in ((160, 120), (330, 90), (820, 110)):
        boat(c, x, 606, size, "#4a3d68", "#6d5280", trim="#f0a070")
    c.mirror(606, 900, "#4a4a7c", depth=0.28, ripple=7)
    c.ripples(612, 900, "#ffe2a6", count=150, alpha=0.55, around=560)
    c.shape([(700, 900), (760, 800), (1600, 770), (1600, 900)], "#2a2340")
    c.shape([(760, 800), (1600, 770), (1600, 786), (752, 814)], "#5b4568")
    c.shape(
        [(1090, 800), (1100, 610), (1070, 588), (1074, 560), (1290, 560), (1294, 588), (1262, 610), (1272, 796)],
        "#1d1930",
    )
    c.shape([(1074, 560), (1290, 560), (1294, 588), (1070, 588)], "#3d3152")
    c.shape([(1090, 800), (1100, 610), (1128, 610), (1122, 799)], "#6a4b68", 0.7)
    _cat(c, 1182, 562)
    gulls(c, [(300, 220, 20), (368, 250, 14), (900, 180, 16)], "#fff0d8", 0.85)
    return c


def _cat(c: Canvas, x: float, base: float) -> None:
    ink = "#100e1c"
    c.blob(
        [
            (x - 70, base),
            (x - 84, base - 70),
            (x - 60, base - 160),
            (x - 34, base - 214),
            (x + 20, base - 214),
            (x + 62, base - 130),
            (x + 84, base - 40),
            (x + 78, base),
        ],
        ink,
    )
    c.disc(x + 34, base - 52, 56, ink)
    c.disc(x - 20, base - 236, 52, ink, flat=0.9)
    c.shape([(x - 68, base - 244), (x - 64, base - 306), (x - 24, base - 276)], ink)
    c.shape([(x + 26, base - 244), (x + 24, base - 306), (x - 14, base - 278)], ink)
    c.line(
        smooth([(x + 60, base - 14), (x + 116, base + 6), (x + 128, base + 90), (x + 100, base + 150)], closed=False),
        ink,
        20,
    )
    c.disc(x + 100, base + 150, 10, ink)
    rim = "#f7a66c"
    c.line(
        smooth([(x - 85, base - 60), (x - 76, base - 116), (x - 57, base - 166), (x - 40, base - 200)], closed=False),
        rim,
        4,
        0.8,
    )
    c.line([(x - 70, base - 232), (x - 65, base - 300)], rim, 3, 0.8)
