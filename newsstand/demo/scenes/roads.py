"""Buses and trains."""

from newsstand.demo.canvas import Canvas, mix
from newsstand.demo.scenes.props import grass, gulls, tree, windows


def bus() -> Canvas:
    c = Canvas(1600, 900, "#f0b98a", seed=109)
    c.band([(0, "#4d6b94"), (0.5, "#d79a8e"), (1, "#fbd093")], 0, 480)
    c.clouds(70, 280, "#f1bfa0", count=8, alpha=0.65)
    c.glow(360, 440, 520, "#ffd27e", 0.8)
    c.disc(360, 436, 40, "#fff4cf")
    c.band([(0, "#d99a7c"), (0.3, "#6f7f9a"), (1, "#45608a")], 470, 640)
    c.ripples(476, 620, "#ffe3ad", count=120, alpha=0.5, around=360)
    c.hill([(820, 560), (1000, 470), (1220, 400), (1420, 350), (1620, 330)], "#7d6f86")
    c.hill([(560, 640), (860, 560), (1100, 500), (1340, 470), (1620, 400)], "#6a6a6e")
    c.hill(
        [(-20, 690), (240, 660), (560, 640), (900, 600), (1250, 570), (1620, 500)], "#6d7a4e", lip="#d6b878", thick=10
    )
    for x in (1060, 1150, 1400, 1500):
        tree(c, x, 580 - (x - 1060) * 0.13, 90, "#51663f")
    c.hill([(-20, 770), (400, 742), (800, 730), (1200, 690), (1620, 620)], "#4a4650", lip="#8d7f86", thick=8)
    for dash in range(12):
        x = 60 + dash * 140
        y = 806 - dash * 7.5 - max(dash - 5, 0) * 5
        c.shape([(x, y), (x + 74, y - 5), (x + 76, y + 1), (x, y + 6)], "#f1dcae", 0.85)
    _bus(c, 820, 762, 480, "#b8382f", night=False)
    c.glow(1070, 720, 150, "#ffe6a8", 0.5)
    c.hill([(-20, 850), (500, 850), (1000, 830), (1620, 770)], "#46553a")
    grass(c, -10, 1610, 890, 90, ("#39482f", "#55663c", "#8d7d48"), count=520)
    gulls(c, [(620, 210, 26), (700, 250, 17), (1180, 190, 20)], "#fff4e2", 0.85)
    return c


def bus_night() -> Canvas:
    c = Canvas(1600, 900, "#111a38", seed=113)
    c.band([(0, "#0a1029"), (0.6, "#1d2f5c"), (1, "#52618c")], 0, 560)
    c.stars(500, 380)
    c.glow(1290, 170, 200, "#dfe6ff", 0.5)
    c.disc(1290, 170, 40, "#f6f2e2")
    c.band([(0, "#5a6a94"), (0.3, "#263a66"), (1, "#14234a")], 548, 720)
    c.ripples(554, 700, "#e6e8f6", count=110, alpha=0.5, around=1290)
    c.hill([(-20, 470), (160, 440), (380, 470), (560, 560), (720, 660)], "#0e1631", lip="#2c3a66", thick=8)
    for x, y in ((120, 470), (180, 486), (246, 478), (310, 500), (90, 500)):
        c.box(x, y, 6, 6, "#ffcf7a")
        c.glow(x + 3, y + 3, 28, "#ffb052", 0.7)
    c.hill([(-20, 700), (500, 690), (1000, 668), (1620, 690)], "#131b36", lip="#34406a", thick=7)
    c.hill([(-20, 760), (600, 750), (1100, 742), (1620, 760)], "#1d2440")
    c.shape([(-10, 800), (1610, 792), (1610, 806), (-10, 816)], "#e8d9a8", 0.25)
    _bus(c, 700, 792, 560, "#8f2f34", night=True)
    for reach, alpha in ((36, 0.14), (70, 0.10), (112, 0.07)):
        c.shape([(968, 738), (1620, 770 - reach), (1620, 800 + reach * 0.5), (968, 748)], "#ffeeb8", alpha)
    c.glow(968, 742, 130, "#fff0c0", 0.9)
    c.glow(680, 680, 420, "#ffb860", 0.35, flat=0.5)
    c.glow(680, 822, 360, "#ffb860", 0.35, flat=0.16)
    c.hill([(-20, 870), (700, 860), (1620, 856)], "#0b1126")
    grass(c, -10, 1610, 900, 70, ("#0b1126", "#141c3a", "#1d2748"), count=340)
    return c


def branch_line() -> Canvas:
    c = Canvas(1600, 900, "#f3cfae", seed=127)
    c.band([(0, "#7a9bb6"), (0.5, "#e9bfa4"), (1, "#fde0a6")], 0, 480)
    c.clouds(60, 300, "#fbdcc0", count=9, alpha=0.7)
    c.glow(1180, 470, 560, "#ffe09a", 0.85)
    c.disc(1180, 452, 46, "#fff8de")
    c.ridge(486, 60, "#c59c92", waves=3)
    c.mist(484, 60, "#fbe3c2", 0.8)
    c.box(0, 500, 1600, 26, "#6d5f5f")
    for x in range(10, 1600, 90):
        c.box(x, 524, 16, 34, "#5a4d50")
    for index in range(3):
        left = 250 + index * 252
        c.round_box(left, 404, 246, 92, 16 if index in (0, 2) else 6, "#2c6a66")
        c.box(left + 4, 458, 238, 12, "#f2d9a0")
        windows(c, left + 14, 412, 218, 50, 7, 1, lit=0.8, glass="#9fc0bc")
        for wheel in (40, 76, 170, 206):
            c.disc(left + wheel, 496, 11, "#2a2630")
    c.glow(1004, 470, 120, "#fff2c4", 0.8)
    c.mirror(556, 820, "#b08f86", depth=0.25, ripple=5)
    c.ripples(560, 820, "#fff2cf", count=140, alpha=0.5, around=1180)
    for y, left, right in ((600, -40, 330), (640, 1280, 1660), (740, -60, 520), (790, 980, 1680)):
        c.blob([(left, y), ((left + right) / 2, y - 16), (right, y), ((left + right) / 2, y + 20)], "#7c7048")
        grass(c, left + 20, right - 20, y + 4, 70, ("#6a6240", "#8d7d48", "#b08f52"), count=120, lean=0.1)
    c.hill([(-20, 870), (500, 850), (1100, 866), (1620, 840)], "#5d5638")
    grass(c, -10, 1610, 900, 150, ("#4d4a30", "#6f6640", "#96814a", "#b89a58"), count=420, lean=0.12)
    gulls(c, [(330, 210, 22), (410, 180, 16), (480, 220, 19), (560, 196, 14), (640, 236, 17)], "#5d5560", 0.8)
    return c


def _bus(c: Canvas, x: float, base: float, size: float, body: str, *, night: bool) -> None:
    """A single-decker facing right, `size` long, wheels at `base`."""
    s = size / 100
    glass = "#ffd98c" if night else "#5c8796"
    c.disc(x, base + 1 * s, 58 * s, "#101420", 0.35, flat=0.08)
    c.round_box(x - 50 * s, base - 40 * s, 100 * s, 36 * s, 5 * s, body)
    c.box(x - 50 * s, base - 16 * s, 100 * s, 5 * s, mix(body, "#fff4dc", 0.8))
    c.round_box(x - 47 * s, base - 42 * s, 92 * s, 5 * s, 2 * s, mix(body, "#101420", 0.25))
    for index in range(6):
        left = x - 46 * s + index * 14 * s
        c.round_box(left, base - 35 * s, 12.4 * s, 15 * s, 1.6 * s, glass)
        if index % 2 == 0 or night:
            c.disc(left + 5 * s, base - 24 * s, 2.2 * s, "#3a2f33", 0.85)
            c.round_box(left + 2 * s, base - 22.4 * s, 6 * s, 3.4 * s, 1 * s, "#3a2f33", 0.85)
    c.round_box(x + 38.4 * s, base - 36 * s, 10.4 * s, 24 * s, 1.6 * s, glass)
    c.box(x + 33 * s, base - 40 * s, 15 * s, 3.6 * s, "#141a26")
    for dot in range(4):
        c.box(x + 35 * s + dot * 3 * s, base - 39 * s, 1.8 * s, 1.8 * s, "#ffb84a")
    for wheel in (-30, 28):
        c.disc(x + wheel * s, base - 3 * s, 7.6 * s, "#15181f")
        c.disc(x + wheel * s, base - 3 * s, 3.6 * s, "#b9b4a8")
    c.disc(x + 48 * s, base - 9 * s, 2 * s, "#fff3c4")
    c.box(x - 50 * s, base - 12 * s, 2 * s, 4 * s, "#e8432f")
