"""What stands in several scenes: houses, boats, trees, people, gulls, lamps."""

from collections.abc import Sequence

from newsstand.demo.canvas import Canvas, mix

LAMP = "#ffcf7a"
DAY_WALLS = ("#e9d9bd", "#c9d4d2", "#dba98a", "#b9c6a9", "#e6c27f", "#a9bccb")
DAY_ROOFS = ("#7c4a40", "#54606e", "#6b5a58", "#8a5a48")
COATS = ("#c8492f", "#2f6d7e", "#e0a33e", "#5b4f74", "#6d8a5a", "#23415a", "#b5798a", "#efe0c2")
SKINS = ("#c99a78", "#8a5f45", "#e3bd9c")


def house(
    c: Canvas,
    x: float,
    base: float,
    width: float,
    height: float,
    wall: str,
    roof: str,
    *,
    lit: float = 0.3,
    glass: str = "#26324a",
) -> None:
    """A gabled house seen from the front; `lit` is the share of its windows with a light."""
    pitch = width * 0.42
    top = base - height
    c.box(x, top, width, height, wall)
    c.shape([(x, top), (x + width, top), (x + width, base), (x + width * 0.72, base)], "#000000", 0.06)
    c.shape([(x - width * 0.04, top + 2), (x + width / 2, top - pitch), (x + width * 1.04, top + 2)], roof)
    c.shape([(x + width / 2, top - pitch), (x + width * 1.04, top + 2), (x + width * 0.62, top + 2)], "#000000", 0.12)
    c.box(x + width * 0.68, top - pitch * 0.85, width * 0.1, pitch * 0.7, mix(roof, "#000000", 0.15))
    windows(
        c,
        x + width * 0.14,
        top + height * 0.12,
        width * 0.72,
        height * 0.72,
        2,
        max(int(height / (width * 0.62)), 1),
        lit=lit,
        glass=glass,
    )


def windows(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    columns: int,
    rows: int,
    *,
    lit: float,
    glass: str = "#26324a",
) -> None:
    """A grid of windows, each lit with the likelihood `lit`."""
    across, down = width / columns, height / rows
    for row in range(rows):
        for column in range(columns):
            on = c.dice.random() < lit
            colour = mix(LAMP, "#ff9d4d", c.dice.random() * 0.5) if on else glass
            left, top = x + column * across + across * 0.24, y + row * down + down * 0.2
            c.box(left, top, across * 0.52, down * 0.56, colour)
            c.box(left + across * 0.24, top, max(across * 0.04, 0.8), down * 0.56, "#000000", 0.25)
            if on:
                c.glow(left + across * 0.26, top + down * 0.28, across * 0.9, "#ff9a3c", 0.35)


def terrace(
    c: Canvas,
    left: float,
    right: float,
    base: float,
    size: float,
    walls: Sequence[str],
    roofs: Sequence[str],
    *,
    lit: float = 0.3,
) -> None:
    """A row of houses from `left` to `right`, each a little different, about `size` wide."""
    x = left
    while x < right:
        width = size * c.dice.uniform(0.8, 1.2)
        height = size * c.dice.uniform(1.05, 1.75)
        house(c, x, base, width, height, c.dice.choice(walls), c.dice.choice(roofs), lit=lit)
        x += width * 0.98


def boat(
    c: Canvas, x: float, y: float, size: float, hull: str, cabin: str, *, trim: str = "#f4ead7", mast: bool = True
) -> None:
    """A small fishing boat afloat at `y`, `size` long, bow to the right."""
    s = size / 100
    c.shape(
        [
            (x - 50 * s, y - 15 * s),
            (x - 46 * s, y + 3 * s),
            (x + 36 * s, y + 3 * s),
            (x + 54 * s, y - 24 * s),
            (x + 22 * s, y - 16 * s),
        ],
        hull,
    )
    c.shape(
        [
            (x - 50 * s, y - 15 * s),
            (x + 22 * s, y - 16 * s),
            (x + 54 * s, y - 24 * s),
            (x + 52 * s, y - 20 * s),
            (x + 22 * s, y - 12.5 * s),
            (x - 49 * s, y - 11.5 * s),
        ],
        trim,
    )
    c.box(x - 28 * s, y - 36 * s, 26 * s, 22 * s, cabin)
    c.shape(
        [(x - 31 * s, y - 36 * s), (x + 1 * s, y - 36 * s), (x - 2 * s, y - 40 * s), (x - 29 * s, y - 40 * s)],
        mix(cabin, "#000000", 0.35),
    )
    c.box(x - 24 * s, y - 32 * s, 7 * s, 7 * s, "#20304a", 0.85)
    c.box(x - 13 * s, y - 32 * s, 7 * s, 7 * s, "#20304a", 0.85)
    if mast:
        c.line([(x + 8 * s, y - 15 * s), (x + 8 * s, y - 84 * s)], "#2c2a33", 1.6 * s)
        c.line([(x + 8 * s, y - 50 * s), (x - 34 * s, y - 62 * s)], "#2c2a33", 1.2 * s)
        c.line([(x + 8 * s, y - 84 * s), (x + 52 * s, y - 24 * s)], "#2c2a33", 0.6 * s, 0.8)
        c.line([(x + 8 * s, y - 84 * s), (x - 48 * s, y - 15 * s)], "#2c2a33", 0.6 * s, 0.8)


def gulls(c: Canvas, spots: Sequence[tuple[float, float, float]], colour: str, alpha: float = 0.9) -> None:
    """Gulls on the wing: (x, y, span) each."""
    for x, y, span in spots:
        for side in (-1, 1):
            tip = x + side * span
            c.shape(
                [
                    (x, y),
                    (x + side * span * 0.45, y - span * 0.34),
                    (tip, y - span * 0.1),
                    (x + side * span * 0.45, y - span * 0.22),
                    (x, y + span * 0.12),
                ],
                colour,
                alpha,
            )


def person(
    c: Canvas,
    x: float,
    base: float,
    height: float,
    coat: str,
    *,
    skin: str = "#c99a78",
    legs: str = "#232838",
    stride: float = 0.1,
) -> None:
    """Somebody standing or walking with feet at `base`."""
    h = height
    c.shape(
        [
            (x - h * 0.07, base - h * 0.48),
            (x + h * 0.07, base - h * 0.48),
            (x + h * stride, base),
            (x + h * (stride - 0.06), base),
            (x, base - h * 0.36),
            (x - h * (stride - 0.06), base),
            (x - h * stride, base),
        ],
        legs,
    )
    c.round_box(x - h * 0.12, base - h * 0.84, h * 0.24, h * 0.46, h * 0.09, coat)
    c.shape(
        [
            (x - h * 0.1, base - h * 0.5),
            (x + h * 0.1, base - h * 0.5),
            (x + h * 0.14, base - h * 0.34),
            (x - h * 0.14, base - h * 0.34),
        ],
        coat,
    )
    c.disc(x, base - h * 0.92, h * 0.075, skin)


def tree(c: Canvas, x: float, base: float, height: float, leaf: str, *, trunk: str = "#3b2f2f") -> None:
    """A round broad-leaved tree, lighter towards its upper left."""
    c.shape(
        [
            (x - height * 0.035, base),
            (x - height * 0.015, base - height * 0.6),
            (x + height * 0.015, base - height * 0.6),
            (x + height * 0.035, base),
        ],
        trunk,
    )
    for share in (0.0, 0.14, 0.3):
        tone = mix(leaf, "#fff1c4", share)
        for _ in range(11):
            dx = c.dice.gauss(-height * share * 0.3, height * 0.15 * (1 - share))
            dy = c.dice.gauss(-height * share * 0.25, height * 0.12 * (1 - share))
            c.disc(x + dx, base - height * 0.66 + dy, height * c.dice.uniform(0.08, 0.17) * (1 - share * 1.2), tone)


def lamp(c: Canvas, x: float, base: float, height: float, *, post: str = "#1d2233", reach: float = 1.0) -> None:
    """A street lamp that is lit."""
    c.line([(x, base), (x, base - height)], post, max(height * 0.02, 1.5))
    c.glow(x, base - height, height * 1.1 * reach, "#ffb052", 0.75)
    c.disc(x, base - height, height * 0.035, "#fff0c9")


def grass(
    c: Canvas,
    left: float,
    right: float,
    base: float,
    height: float,
    colours: Sequence[str],
    *,
    count: int,
    lean: float = 0.25,
) -> None:
    """Blades of grass with their roots near `base`."""
    for _ in range(count):
        x, y = c.dice.uniform(left, right), base + c.dice.uniform(-height * 0.2, height * 0.25)
        tall = height * c.dice.uniform(0.5, 1.1)
        tip = x + tall * c.dice.gauss(lean, 0.2)
        c.shape(
            [
                (x - 1.6, y),
                ((x + tip) / 2 - 0.6, y - tall * 0.6),
                (tip, y - tall),
                ((x + tip) / 2 + 1.6, y - tall * 0.55),
                (x + 2, y),
            ],
            c.dice.choice(colours),
        )


def spire(c: Canvas, x: float, base: float, height: float, colour: str) -> None:
    """A church tower with its spire."""
    c.box(x - height * 0.09, base - height * 0.6, height * 0.18, height * 0.6, colour)
    c.shape(
        [(x - height * 0.11, base - height * 0.58), (x, base - height), (x + height * 0.11, base - height * 0.58)],
        colour,
    )
