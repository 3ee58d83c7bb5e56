"""Real picture files, made when a test asks, and files that only look like pictures."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

LATITUDE = b"GPS-SECRET-52.5200"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>'
PAYLOAD = b"<script>alert(document.cookie)</script>"


def photo(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, with a gradient so that it is no flat area."""
    picture = Image.new("RGB", (width, height), (200, 20, 20))
    picture.paste((20, 20, 200), (width // 2, 0, width, height))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 400, height: int = 300, **options: Any) -> bytes:
    return encoded(photo(width, height), "JPEG", **options)


def png(width: int = 400, height: int = 300, **options: Any) -> bytes:
    return encoded(photo(width, height), "PNG", **options)


def jpeg_with_secrets(orientation: int = 1) -> bytes:
    """A JPEG with EXIF (a GPS position, an orientation), an XMP packet and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = LATITUDE.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (52.0, 31.0, 12.0)
    gps[29] = LATITUDE.decode()
    return jpeg(exif=exif, xmp=b"<x:xmpmeta>" + LATITUDE + b"</x:xmpmeta>", comment=LATITUDE)


def png_with_secrets() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", LATITUDE.decode())
    notes.add_itxt("XML:com.adobe.xmp", LATITUDE.decode(), zip=True)
    return png(pnginfo=notes)


def animated(kind: str) -> bytes:
    """Two frames: the first is red, the second green."""
    first, second = Image.new("RGB", (60, 40), (220, 0, 0)), Image.new("RGB", (60, 40), (0, 220, 0))
    return encoded(first, kind, save_all=True, append_images=[second], duration=50, loop=0)


def png_that_says(width: int, height: int, *, rows: int = 0) -> bytes:
    """A PNG whose header claims this size, with zeros for its first rows: a bomb, or a lie."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * (rows * (1 + 3 * width)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def icon_around(inner: bytes) -> bytes:
    """An ICO file that says it holds 32 x 32 pixels and holds `inner`."""
    entry = struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 32, len(inner), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + inner


def webp_that_says(width: int, height: int) -> bytes:
    """A small WebP file whose canvas claims this size."""
    body = bytearray(encoded(Image.new("RGBA", (16, 16), (1, 2, 3, 4)), "WEBP"))
    at = body.index(b"VP8X") + 12
    body[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(body)


def gif_that_says(width: int, height: int) -> bytes:
    body = bytearray(encoded(photo(16, 16), "GIF"))
    body[6:10] = struct.pack("<HH", width, height)
    return bytes(body)


def jpeg_of_many_passes() -> bytes:
    """A progressive JPEG whose last pass stands there a thousand times: few bytes each, a walk over all pixels each."""
    body = jpeg(progressive=True)
    last = body.rindex(b"\xff\xda")
    return body[:last] + body[last:-2] * 1000 + b"\xff\xd9"


def profile_that_swaps_red_and_green() -> bytes:
    """sRGB with the first two colours changed for each other: what it calls red is green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
