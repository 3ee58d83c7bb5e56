"""What the town's pictures are painted with: skies, ridges, water, light, mist and grain, on an enlarged canvas."""

import math
import random
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]

SCALE = 2  # drawn at twice the size and reduced, so that every edge is smooth


@cache
def grain(width: int, height: int) -> Image.Image:
    """A grey sheet with the tooth of paper: fine noise over slow mottling, around the middle grey."""
    dice = random.Random(1786)  # noqa: S311 - the same grain every time, nothing secret
    fine = Image.frombytes("L", (width, height), dice.randbytes(width * height))
    size = (max(width // 64, 2), max(height // 64, 2))
    slow = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    mixed = Image.blend(fine, slow, 0.45)
    return mixed.point([round(128 + (value - 128) * 0.12) for value in range(256)])


class Canvas:
    """A picture of `width` by `height` units; every method takes these units and a colour such as "#aabbcc"."""

    def __init__(self, width: int, height: int, ground: str, *, seed: int) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.dice = random.Random(seed)  # noqa: S311 - pictures are the same every time

    @property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")

    def band(self, stops: Stops, top: float, bottom: float) -> None:
        """A vertical gradient from `top` to `bottom`; `stops` are (share 0 to 1, colour) in order."""
        start, rows = round(top * SCALE), max(round((bottom - top) * SCALE), 1)
        column = Image.new("RGB", (1, rows))
        column.putdata([mix_stops(stops, row / max(rows - 1, 1)) for row in range(rows)])
        self.image.paste(column.resize((self.image.width, rows)), (0, start))

    def shape(self, points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=rgba(colour, alpha))

    def blob(self, points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        """A filled shape without corners, through `points`."""
        self.shape(smooth(points, closed=True), colour, alpha)

    def hill(self, points: Sequence[Point], colour: str, *, lip: str = "", thick: float = 14) -> None:
        """Ground below a smooth line through `points`, down to the foot; `lip` is the colour of its lit edge."""
        line = smooth(points, closed=False)
        self.shape([*line, (line[-1][0], self.height), (line[0][0], self.height)], colour)
        if lip:
            below = [(x, y + thick * (0.4 + 0.6 * abs(math.sin(x * 0.006)))) for x, y in line]
            self.shape([*line, *reversed(below)], lip, 0.8)

    def box(self, x: float, y: float, width: float, height: float, colour: str, alpha: float = 1.0) -> None:
        """A filled rectangle."""
        self._pen.rectangle(
            (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1), fill=rgba(colour, alpha)
        )

    def round_box(
        self, x: float, y: float, width: float, height: float, radius: float, colour: str, alpha: float = 1.0
    ) -> None:
        """A filled rectangle with round corners."""
        corners = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
        self._pen.rounded_rectangle(corners, radius * SCALE, fill=rgba(colour, alpha))

    def disc(self, x: float, y: float, radius: float, colour: str, alpha: float = 1.0, *, flat: float = 1.0) -> None:
        """A filled circle, or an ellipse whose height is `flat` of its width."""
        across, down = max(radius, 0) * SCALE, max(radius, 0) * flat * SCALE
        self._pen.ellipse(
            (x * SCALE - across, y * SCALE - down, x * SCALE + across, y * SCALE + down), fill=rgba(colour, alpha)
        )

    def hole(self, behind: Image.Image, points: Sequence[Point]) -> None:
        """The polygon filled with what `behind`, an earlier copy of this picture, shows there."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        left, top = (max(round(min(part)), 0) for part in zip(*scaled, strict=True))
        right = min(round(max(x for x, _ in scaled)) + 1, self.image.width)
        bottom = min(round(max(y for _, y in scaled)) + 1, self.image.height)
        if left >= right or top >= bottom:
            return
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        self.image.paste(behind.crop((left, top, right, bottom)), (left, top), mask)

    def line(self, points: Sequence[Point], colour: str, width: float, alpha: float = 1.0) -> None:
        """An open line with round joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(scaled, fill=rgba(colour, alpha), width=max(round(width * SCALE), 1), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0, *, flat: float = 1.0) -> None:
        """Light added around a point, fading to nothing at `radius`."""
        across, down = round(radius * SCALE), round(radius * flat * SCALE)
        light = _falloff(strength).resize((across * 2, down * 2), Image.Resampling.BICUBIC)
        left, top = round(x * SCALE) - across, round(y * SCALE) - down
        box = (
            max(left, 0),
            max(top, 0),
            min(left + across * 2, self.image.width),
            min(top + down * 2, self.image.height),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        light = light.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        tint = Image.merge("RGB", [light.point([value * part // 255 for value in range(256)]) for part in rgb(colour)])
        self.image.paste(ImageChops.screen(self.image.crop(box), tint), box[:2])

    def ridge(self, base: float, height: float, colour: str, *, rough: float = 0.5, waves: int = 3) -> list[Point]:
        """A silhouette of hills whose tops lie `height` above `base`, filled to the foot; answers its line."""
        line = self.outline(base, height, rough=rough, waves=waves)
        self.shape([*line, (self.width, self.height), (0, self.height)], colour)
        return line

    def outline(self, base: float, height: float, *, rough: float = 0.5, waves: int = 3) -> list[Point]:
        """A wandering line from the left edge to the right one, between `base` and `base - height`."""
        parts = [(waves * 2**octave, rough**octave, self.dice.uniform(0, math.tau)) for octave in range(5)]
        total = sum(weight for _, weight, _ in parts)
        points: list[Point] = []
        for x in range(0, self.width + 8, 8):
            turn = x / self.width * math.pi
            wave = sum(weight * math.sin(turn * count + shift) for count, weight, shift in parts) / total
            points.append((x, base - height * (0.5 + 0.5 * wave)))
        return points

    def mirror(self, waterline: float, bottom: float, tint: str, *, depth: float = 0.45, ripple: float = 5) -> None:
        """What stands above `waterline` reflected below it as far as `bottom`, tinted by `depth` and rippled."""
        line, rows = round(waterline * SCALE), round((bottom - waterline) * SCALE)
        above = self.image.crop((0, max(line - rows, 0), self.image.width, line)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        small = above.resize((self.image.width // 6, rows // 3), Image.Resampling.BOX)
        small = small.filter(ImageFilter.BoxBlur(1)).resize((self.image.width, rows), Image.Resampling.BILINEAR)
        small = Image.blend(small, Image.new("RGB", small.size, tint), depth)
        step, y = 3, 0
        while y < rows:
            near = y / rows
            shift = math.sin(y * 0.11 / (0.35 + near)) + 0.6 * math.sin(y * 0.29 / (0.3 + near) + 1.3)
            strip = small.crop((0, y, small.width, min(y + step, rows)))
            self.image.paste(ImageChops.offset(strip, round(shift * ripple * SCALE * (0.25 + near)), 0), (0, line + y))
            y += step

    def ripples(
        self, top: float, bottom: float, colour: str, *, count: int, alpha: float = 0.25, around: float | None = None
    ) -> None:
        """Short level strokes on water, longer and further apart towards the viewer; `around` gathers them at an x."""
        for _ in range(count):
            near = self.dice.random() ** 1.6
            y = top + (bottom - top) * near
            x = self.dice.uniform(0, self.width) if around is None else self.dice.gauss(around, 40 + 150 * near)
            length = (12 + 120 * near) * self.dice.uniform(0.4, 1.2)
            thick = 0.8 + 2.4 * near
            self.shape(
                [(x - length, y), (x, y - thick), (x + length, y), (x, y + thick)],
                colour,
                alpha * self.dice.uniform(0.3, 1),
            )

    def clouds(
        self, top: float, bottom: float, colour: str, *, count: int, alpha: float = 0.5, soft: float = 10
    ) -> None:
        """Long soft banks of cloud between `top` and `bottom`."""
        share = 4
        mask = Image.new("L", (self.image.width // share, self.image.height // share), 0)
        pen = ImageDraw.Draw(mask)
        for _ in range(count):
            x, y = self.dice.uniform(-0.1, 1.1) * self.width, self.dice.uniform(top, bottom)
            length = self.dice.uniform(120, 420)
            for _ in range(14):
                dx, dy = self.dice.gauss(0, length / 2), self.dice.gauss(0, 7)
                across, down = self.dice.uniform(50, 150), self.dice.uniform(5, 17)
                ratio = SCALE / share
                pen.ellipse(
                    (
                        (x + dx - across) * ratio,
                        (y + dy - down) * ratio,
                        (x + dx + across) * ratio,
                        (y + dy + down) * ratio,
                    ),
                    fill=round(255 * alpha * self.dice.uniform(0.4, 1)),
                )
        mask = mask.filter(ImageFilter.GaussianBlur(soft * SCALE / share)).resize(
            self.image.size, Image.Resampling.BILINEAR
        )
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), mask)

    def mist(self, y: float, height: float, colour: str, alpha: float = 0.6) -> None:
        """A level bank of mist, thickest at `y`."""
        rows = round(height * 2 * SCALE)
        fade = [math.exp(-(((row - rows / 2) / (rows / 4)) ** 2)) for row in range(rows)]
        column = Image.new("L", (1, rows))
        column.putdata([round(255 * alpha * value) for value in fade])
        mask = column.resize((self.image.width, rows))
        top = round((y - height) * SCALE)
        self.image.paste(Image.new("RGB", mask.size, colour), (0, top), mask)

    def stars(self, bottom: float, count: int) -> None:
        """Stars above `bottom`, fewer towards it."""
        for _ in range(count):
            x, y = self.dice.uniform(0, self.width), bottom * self.dice.random() ** 1.5
            self.disc(x, y, self.dice.choice([0.7, 0.8, 1.0, 1.5]), "#fff6e0", self.dice.uniform(0.3, 0.95))

    def softly(self, paint: Callable[["Canvas"], None], blur: float, alpha: float = 1.0) -> None:
        """What `paint` adds to a copy of the picture, blurred by `blur` units and laid over by `alpha`."""
        share = 4
        before = self.image.copy()
        paint(self)
        size = (self.image.width // share, self.image.height // share)
        soft = self.image.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(blur * SCALE / share))
        self.image = Image.blend(before, soft.resize(before.size, Image.Resampling.BICUBIC), alpha)

    def finish(self, *, vignette: float = 0.14) -> Image.Image:
        """The picture reduced to its size, darker towards the corners and with the grain of paper."""
        flat = self.image.reduce(SCALE)
        edge = _falloff(1.0).resize((round(self.width * 1.7), round(self.height * 1.7)), Image.Resampling.BILINEAR)
        left, top = round(self.width * 0.35), round(self.height * 0.35)
        edge = edge.crop((left, top, left + self.width, top + self.height))
        shade = edge.point([round(255 * (1 - vignette) + min(value * 1.6, 255) * vignette) for value in range(256)])
        flat = ImageChops.multiply(flat, Image.merge("RGB", [shade] * 3))
        return ImageChops.overlay(flat, Image.merge("RGB", [grain(self.width, self.height)] * 3))


def smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """A Catmull-Rom curve through `points`, eight steps between each two."""
    ends = (points[-1], points[0], points[1]) if closed else (points[0], points[-1], points[-1])
    knots = [ends[0], *points, *ends[1:]]
    line: list[Point] = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        for step in range(8):
            t = step / 8
            line.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return line


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of "#aabbcc"."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def rgba(colour: str, alpha: float) -> tuple[int, int, int, int]:
    """The colour with an opacity of 0 to 1."""
    return (*rgb(colour), round(255 * alpha))


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from `first` to `second`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def mix_stops(stops: Stops, share: float) -> tuple[int, int, int]:
    """The colour at `share` of a gradient."""
    for (low, first), (high, second) in pairwise(stops):
        if share <= high:
            return rgb(mix(first, second, max((share - low) / max(high - low, 1e-6), 0)))
    return rgb(stops[-1][1])


def jpeg(image: Image.Image) -> bytes:
    """The picture as a JPEG file."""
    out = BytesIO()
    image.save(out, "JPEG", quality=86, progressive=True)
    return out.getvalue()


@cache
def _falloff(strength: float) -> Image.Image:
    side = 128
    values = []
    for y in range(side):
        for x in range(side):
            away = math.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5) / (side / 2)
            values.append(round(255 * strength * max(1 - away, 0) ** 2))
    sheet = Image.new("L", (side, side))
    sheet.putdata(values)
    return sheet
