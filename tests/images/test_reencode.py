"""From hostile and odd files to files of ours."""

import io

import pytest
from PIL import Image, ImageCms, ImageDraw

from newsstand.algorithms.pictures import Refused
from newsstand.images.reencode import Master, master_of, resized
from tests.images import files


def ours(body: bytes, widest: int = 1280) -> tuple[Master, Image.Image]:
    master = master_of(body, widest=widest)
    shown = Image.open(io.BytesIO(master.data))
    assert shown.format == "WEBP"
    assert shown.size == (master.width, master.height)
    return master, shown.copy()


def channels(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = picture.convert("RGBA").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


def is_red(picture: Image.Image, x: int, y: int) -> bool:
    red, green, blue, _ = channels(picture, x, y)
    return red > 150 and green < 80 and blue < 80


def is_blue(picture: Image.Image, x: int, y: int) -> bool:
    red, green, blue, _ = channels(picture, x, y)
    return blue > 150 and green < 80 and red < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_every_format_that_is_taken_becomes_webp(kind: str) -> None:
    _, picture = ours(files.encoded(files.photo(), kind))
    assert picture.size == (400, 300)
    assert is_red(picture, 50, 150)
    assert is_blue(picture, 350, 150)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "PA", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    body = (
        files.encoded(files.photo(mode="L" if mode == "I;16" else mode).convert(mode), "PNG")
        if mode != "PA"
        else (files.encoded(files.photo(mode="RGBA").quantize(8), "PNG"))
    )
    assert ours(body)[1].size == (400, 300)


def test_sixteen_bits_keep_their_brightness() -> None:
    body = files.encoded(Image.new("I;16", (300, 300), 0x8000), "PNG")
    assert abs(channels(ours(body)[1], 10, 10)[0] - 128) < 4


def test_cmyk_becomes_rgb() -> None:
    _, picture = ours(files.encoded(files.photo(mode="CMYK"), "JPEG"))
    assert picture.mode == "RGB"
    assert is_red(picture, 50, 150)


def test_transparency_is_kept() -> None:
    picture = Image.new("RGBA", (300, 300), (0, 200, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 150, 300), fill=(200, 0, 0, 255))
    _, shown = ours(files.encoded(picture, "PNG"))
    assert channels(shown, 20, 20)[3] == 255
    assert channels(shown, 280, 20)[3] == 0


def test_a_transparent_colour_of_a_palette_is_kept() -> None:
    picture = Image.new("P", (40, 40), 0)
    picture.putpalette([255, 255, 255, 200, 0, 0])
    picture.paste(1, (0, 0, 20, 40))
    _, shown = ours(files.encoded(picture, "PNG", transparency=0))
    assert channels(shown, 30, 5)[3] == 0
    assert is_red(shown, 5, 5)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_kept(kind: str) -> None:
    master, picture = ours(files.animated(kind))
    assert is_red(picture, 30, 20)
    assert getattr(Image.open(io.BytesIO(master.data)), "n_frames", 1) == 1


def test_a_large_picture_is_made_as_small_as_is_ever_shown() -> None:
    master, _ = ours(files.jpeg(4000, 3000))
    assert (master.width, master.height) == (1280, 960)


def test_the_same_picture_has_the_same_name() -> None:
    assert master_of(files.jpeg(), widest=1280).content == master_of(files.jpeg(), widest=1280).content
    assert len(master_of(files.jpeg(), widest=1280).content) == 64


@pytest.mark.parametrize("body", [files.jpeg_with_secrets(), files.png_with_secrets()], ids=["jpeg", "png"])
def test_nothing_of_the_metadata_is_left(body: bytes) -> None:
    if body.startswith(b"\xff\xd8"):
        assert files.LATITUDE in body
    master = master_of(body, widest=1280)
    outputs = [master.data, *(resized(master.data, (160, 120), avif=avif) for avif in (False, True))]
    for data in outputs:
        shown = Image.open(io.BytesIO(data))
        assert not shown.getexif()
        assert not shown.getexif().get_ifd(0x8825)
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(shown.info)
        for trace in (files.LATITUDE, b"xmp", b"EXIF", b"Exif", b"ICCP"):
            assert trace not in data


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_a_photo_taken_sideways_stands_upright(orientation: int, red_at: str) -> None:
    _, picture = ours(files.jpeg_with_secrets(orientation))
    assert picture.size == ((300, 400) if orientation > 4 else (400, 300))
    middle_x, middle_y = picture.width // 2, picture.height // 2
    at = {
        "left": (20, middle_y),
        "right": (picture.width - 20, middle_y),
        "top": (middle_x, 20),
        "bottom": (middle_x, picture.height - 20),
    }
    assert is_red(picture, *at[red_at])


def test_a_large_photo_taken_sideways_is_as_wide_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    master, picture = ours(files.jpeg(3000, 2000, exif=exif))
    assert (master.width, master.height) == (1280, 1920)
    assert is_red(picture, 600, 100)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_does_not_cost_the_picture() -> None:
    assert ours(files.jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\x7f garbage"))[1].size == (400, 300)


def test_colours_are_brought_to_srgb() -> None:
    _, picture = ours(files.jpeg(icc_profile=files.profile_that_swaps_red_and_green()))
    red, green, blue, _ = channels(picture, 50, 150)
    assert green > 150
    assert max(red, blue) < 80


def test_a_profile_that_does_not_fit_is_left_out() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"no profile at all"):
        assert is_red(ours(files.jpeg(icc_profile=profile))[1], 50, 150)


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a bomb of 400 megapixels": (files.png_that_says(20_000, 20_000, rows=10), "40,000,000"),
    "the largest PNG": (files.png_that_says(2**31 - 1, 2**31 - 1), "pixels"),
    "no width": (files.png_that_says(0, 300), "damaged|no size"),
    "a WebP bomb": (files.webp_that_says(16_000, 16_000), "pixels"),
    "a GIF bomb": (files.gif_that_says(65_000, 65_000), "pixels"),
    "a bomb inside an icon": (files.icon_around(files.png_that_says(9000, 9000, rows=1)), "pixels"),
    "many passes": (files.jpeg_of_many_passes(), "passes"),
    "tracking JPEG": (files.jpeg(1, 1), "tracking pixel"),
    "tracking GIF": (files.encoded(files.photo(1, 1), "GIF"), "tracking pixel"),
    "tracking PNG": (files.png(2, 2), "tracking pixel"),
    "SVG": (files.SVG, "SVG"),
    "hidden SVG": (b"\xef\xbb\xbf  <!-- x -->" + files.SVG, "SVG"),
    "a page": (b"<html>" + files.PAYLOAD, "a web page"),
    "cut JPEG": (files.jpeg()[:3000], "damaged"),
    "cut PNG": (files.png()[:300], "damaged"),
    "cut GIF": (files.encoded(files.photo(), "GIF")[:200], "damaged"),
    "cut WebP": (files.encoded(files.photo(), "WEBP")[:200], "damaged"),
    "cut AVIF": (files.encoded(files.photo(), "AVIF")[:200], "damaged"),
    "GIF and script": (b"GIF89a/*" + files.PAYLOAD, "pixels|damaged"),
    "JPEG and script": (b"\xff\xd8\xff" + files.PAYLOAD, "damaged"),
    "PNG and script": (b"\x89PNG\r\n\x1a\n" + files.PAYLOAD, "damaged"),
    "SVG inside an icon": (files.icon_around(files.SVG), "damaged"),
    "TIFF": (files.encoded(files.photo(), "TIFF"), "TIFF"),
}


@pytest.mark.parametrize(("body", "says"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_with_a_reason(body: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        master_of(body, widest=1280)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    # Of its 30,000 rows a thousand are there: whoever unpacked it would call it damaged.
    bomb = files.png_that_says(30_000, 30_000, rows=1000)
    with pytest.raises(Refused) as refused:
        master_of(bomb, widest=1280)
    assert "damaged" not in refused.value.reason
    assert "pixels" in refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_of_a_polyglot_only_the_picture_is_left(kind: str) -> None:
    body = files.encoded(files.photo(), kind) + files.PAYLOAD + files.SVG + b"PK\x03\x04"
    master, picture = ours(body)
    assert is_red(picture, 50, 150)
    for trace in (b"script", b"svg", b"PK\x03\x04"):
        assert trace not in master.data


def test_a_script_inside_metadata_and_comments_is_dropped() -> None:
    body = files.jpeg(comment=files.PAYLOAD, xmp=files.PAYLOAD)
    assert files.PAYLOAD in body
    assert b"script" not in master_of(body, widest=1280).data


def test_an_icon_keeps_every_pixel() -> None:
    picture = Image.new("RGBA", (32, 32), (255, 0, 0, 255))
    picture.putpixel((3, 3), (0, 255, 0, 255))
    _, shown = ours(files.encoded(picture, "ICO", sizes=[(32, 32)]))
    assert channels(shown, 3, 3) == (0, 255, 0, 255)
    assert channels(shown, 4, 3) == (255, 0, 0, 255)


@pytest.mark.parametrize(("avif", "kind"), [(True, "AVIF"), (False, "WEBP")])
def test_a_master_is_resized(avif: bool, kind: str) -> None:
    master = master_of(files.jpeg(1000, 500), widest=1280)
    shown = Image.open(io.BytesIO(resized(master.data, (320, 160), avif=avif)))
    assert (shown.format, shown.size) == (kind, (320, 160))
    assert is_red(shown, 20, 80)


@pytest.mark.parametrize("avif", [True, False])
def test_an_encoder_is_handed_nothing_but_pixels(avif: bool) -> None:
    exif = Image.Exif()
    exif[0x010E] = files.LATITUDE.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    master = files.encoded(files.photo(), "WEBP", exif=exif, icc_profile=profile, xmp=files.LATITUDE)
    assert files.LATITUDE in master
    out = resized(master, (160, 120), avif=avif)
    assert files.LATITUDE not in out
    assert "icc_profile" not in Image.open(io.BytesIO(out)).info
