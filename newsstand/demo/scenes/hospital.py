"""The hospital at night."""

from newsstand.demo.canvas import Canvas, mix
from newsstand.demo.scenes.props import grass, lamp, person, tree, windows


def hospital() -> Canvas:
    c = Canvas(1600, 900, "#1f3158", seed=181)
    c.band([(0, "#16244c"), (0.6, "#3f6088"), (1, "#b0a8b0")], 0, 640)
    c.stars(260, 110)
    c.clouds(200, 420, "#5b7a9c", count=7, alpha=0.45)
    c.ridge(640, 110, "#2c4564", waves=3)
    for x in (40, 170, 290, 1330, 1450, 1560):
        tree(c, x, 680, c.dice.uniform(240, 370), c.dice.choice(("#24425a", "#1f3a52", "#2c4a5f")), trunk="#141c30")
    wall = "#b9b0b4"
    c.box(300, 470, 1000, 210, wall)
    c.shape([(270, 474), (340, 390), (1260, 390), (1330, 474)], "#39415f")
    for chimney in (430, 1140):
        c.box(chimney, 340, 44, 70, "#6d5a62")
    c.shape([(640, 474), (800, 340), (960, 474)], "#454e70")
    c.shape([(664, 474), (800, 362), (936, 474)], wall)
    c.box(664, 470, 272, 210, mix(wall, "#ffffff", 0.12))
    c.disc(800, 432, 27, "#f7f2e8")
    c.box(784, 418, 8, 28, "#2f5a8a")
    c.box(808, 418, 8, 28, "#2f5a8a")
    c.box(784, 428, 32, 8, "#2f5a8a")
    windows(c, 316, 500, 330, 150, 5, 1, lit=0.8, glass="#2a3a5c")
    windows(c, 954, 500, 330, 150, 5, 1, lit=0.7, glass="#2a3a5c")
    c.box(716, 540, 168, 140, "#2a3350")
    c.box(728, 552, 144, 128, "#ffe0a0")
    c.box(796, 552, 8, 128, "#2a3350")
    c.shape([(680, 540), (920, 540), (950, 566), (650, 566)], "#c8392f")
    c.glow(800, 610, 300, "#ffc266", 0.75)
    c.hill([(-20, 684), (800, 676), (1620, 684)], "#33506a")
    c.shape([(716, 680), (884, 680), (1180, 900), (420, 900)], "#8f8a94")
    c.glow(800, 730, 420, "#ffc266", 0.6, flat=0.3)
    for x, y in ((520, 790), (1090, 790)):
        lamp(c, x, y, 230)
    _ambulance(c, 1180, 800, 300)
    person(c, 770, 720, 104, "#2f6d7e")
    person(c, 840, 726, 100, "#f4ead7", legs="#f4ead7")
    grass(c, -10, 400, 905, 60, ("#1d3246", "#29455c"), count=160)
    return c


def _ambulance(c: Canvas, x: float, base: float, size: float) -> None:
    s = size / 100
    c.disc(x, base, 56 * s, "#0f1628", 0.5, flat=0.1)
    c.round_box(x - 50 * s, base - 50 * s, 66 * s, 46 * s, 4 * s, "#f4f0e4")
    c.shape(
        [
            (x + 14 * s, base - 44 * s),
            (x + 32 * s, base - 42 * s),
            (x + 42 * s, base - 24 * s),
            (x + 50 * s, base - 21 * s),
            (x + 50 * s, base - 4 * s),
            (x + 14 * s, base - 4 * s),
        ],
        "#f4f0e4",
    )
    c.shape(
        [
            (x + 20 * s, base - 39 * s),
            (x + 30 * s, base - 38 * s),
            (x + 38 * s, base - 24 * s),
            (x + 20 * s, base - 24 * s),
        ],
        "#37546e",
    )
    for index in range(14):
        c.box(x - 50 * s + index * 7.1 * s, base - 21 * s, 7.1 * s, 6 * s, "#3f8a5c" if index % 2 else "#f2d23a")
    c.disc(x - 18 * s, base - 36 * s, 6 * s, "#2f6fa8")
    c.box(x - 19.4 * s, base - 41 * s, 2.8 * s, 10 * s, "#f4f0e4")
    c.box(x - 23 * s, base - 37.4 * s, 10 * s, 2.8 * s, "#f4f0e4")
    for wheel in (-30, 30):
        c.disc(x + wheel * s, base - 3 * s, 8 * s, "#15181f")
        c.disc(x + wheel * s, base - 3 * s, 3.6 * s, "#a9a6a0")
    c.round_box(x - 4 * s, base - 54 * s, 14 * s, 5 * s, 2 * s, "#4f9ae0")
    c.glow(x + 3 * s, base - 52 * s, 46 * s, "#5fa8ff", 0.6)
