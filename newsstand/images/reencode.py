"""From whatever a server sent to pixels, and from pixels to a file of ours: nothing else of the original is kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms

from newsstand.algorithms.pictures import MOST_PIXELS, Refused, check_size, master_size, sniff

# Pillow gives up at twice this figure, also for pictures inside other pictures, whose size nothing else declares.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
# What is wrong with a stranger's file is said in its row, not in our log.
warnings.filterwarnings("ignore", module="PIL")
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

ICON_SIDE = 256
MASTER_QUALITY = 90
WEBP_QUALITY = 78
AVIF_QUALITY = 55
AVIF_SPEED = 8
MOST_PROFILE_BYTES = 1024 * 1024
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = frozenset({5, 6, 7, 8})
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Master:
    """A picture as we keep it: a WebP file without metadata, its size in pixels, and the digest that names it."""

    data: bytes
    width: int
    height: int

    @property
    def content(self) -> str:
        """SHA-256 of the file, 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def master_of(body: bytes, *, widest: int) -> Master:
    """Check a file from another server and make ours of it, at most `widest` pixels wide.

    The first frame of an animation, turned upright, in sRGB. Takes up to seconds and some hundred megabytes: run it in
    a thread. Raises pictures.Refused with the reason for whatever is not a whole picture of a format we take.
    """
    kind = sniff(body)
    try:
        with Image.open(io.BytesIO(body), formats=[kind]) as opened:
            check_size(*opened.size)
            picture = _pixels(opened, widest)
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise Refused(f"The picture has more than {MOST_PIXELS:,} pixels.") from None
    except Exception as error:
        # Decoders raise nearly anything for a damaged file, and all of it means the same.
        raise Refused(f"The picture cannot be read as {kind}: it is damaged or cut short.") from error
    flat = kind in {"PNG", "GIF", "ICO", "BMP"} and max(picture.size) <= ICON_SIDE
    data = _written(picture, "WEBP", lossless=True) if flat else _written(picture, "WEBP", quality=MASTER_QUALITY)
    return Master(data, *picture.size)


def resized(master: bytes, size: tuple[int, int], *, avif: bool) -> bytes:
    """A master file at another size in pixels, as AVIF or as WebP."""
    with Image.open(io.BytesIO(master), formats=["WEBP"]) as picture:
        smaller = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if picture.size != size else picture
        if avif:
            return _written(smaller, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
        return _written(smaller, "WEBP", quality=WEBP_QUALITY)


def _pixels(opened: Image.Image, widest: int) -> Image.Image:
    """The first frame as it is to be looked at, RGB or RGBA, at the size of a master."""
    turn = _orientation(opened)
    profile = opened.info.get("icc_profile") or b""
    size = _shown_size(opened.size, widest, lying=turn in LYING)
    # A JPEG can be read at a half, a quarter or an eighth of its size, for as much less time and memory.
    opened.draft(None, (2 * size[0], 2 * size[1]))
    declared = opened.size
    opened.load()
    if opened.size != declared:
        # An icon file can hold another picture than it says.
        check_size(*opened.size)
        size = _shown_size(opened.size, widest, lying=turn in LYING)
    picture = _plain(opened)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = _in_srgb(picture, profile)
    return picture.transpose(TURNS[turn]) if turn in TURNS else picture


def _shown_size(size: tuple[int, int], widest: int, *, lying: bool) -> tuple[int, int]:
    """Size of a master before it is turned; `lying` when turning changes width and height for each other."""
    if not lying:
        return master_size(*size, widest)
    high, wide = master_size(size[1], size[0], widest)
    return wide, high


def _orientation(picture: Image.Image) -> int:
    try:
        value = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 (damaged metadata does not make a damaged picture)
        return 1
    return value if isinstance(value, int) else 1


def _plain(picture: Image.Image) -> Image.Image:
    """As RGB, RGBA or CMYK with 8 bits a channel, whatever it was: palette, grey, 16 bits, premultiplied."""
    if picture.mode in {"RGB", "RGBA", "CMYK"} and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # 16 bits a pixel; converting alone would cut off all that is brighter than 255.
        return picture.point(lambda value: value / 257).convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The colours as a screen without colour profiles shows them, since the profile goes with the metadata."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if 0 < len(profile) <= MOST_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode=target)
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile for another kind of picture, or none at all: the plain conversion is near enough.
            pass
    return picture if picture.mode == target else picture.convert(target)


def _written(picture: Image.Image, kind: str, **options: object) -> bytes:
    # Encoders take metadata from here when they are given none.
    picture.info = {}
    out = io.BytesIO()
    if kind == "WEBP":
        options["method"] = 4
    picture.save(out, kind, **options)
    return out.getvalue()
