"""The town's pictures."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat

from newsstand.demo import pictures
from newsstand.demo.canvas import Canvas, mix


@pytest.mark.parametrize("name", pictures.SCENES)
def test_a_scene_is_a_jpeg_of_its_size_with_something_to_see(name: str) -> None:
    data = pictures.picture(name)
    with Image.open(BytesIO(data)) as image:
        assert image.format == "JPEG"
        assert image.size == ((1200, 1500) if name == "heron" else (1600, 900))
        # Not a plain sheet: light, dark and colour.
        assert max(ImageStat.Stat(image).stddev) > 18
    assert 40_000 < len(data) < 500_000


def test_the_same_scene_is_the_same_bytes_every_time() -> None:
    assert pictures.jpeg(pictures.draw("seals")) == pictures.picture("seals")


def test_no_two_scenes_are_alike() -> None:
    small = {name: Image.open(BytesIO(pictures.picture(name))).resize((8, 8)).tobytes() for name in pictures.SCENES}
    assert len(set(small.values())) == len(pictures.SCENES)


@pytest.mark.parametrize("publisher", pictures.ICONS)
def test_an_icon_is_a_square_png(publisher: str) -> None:
    with Image.open(BytesIO(pictures.icon(publisher))) as image:
        assert (image.format, image.size) == ("PNG", (256, 256))


def test_a_picture_that_nobody_drew_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        pictures.picture("moon-base")


def test_a_shape_outside_the_canvas_changes_nothing() -> None:
    canvas = Canvas(40, 30, "#808080", seed=1)
    canvas.disc(400, 400, 5, "#ffffff")
    canvas.glow(-500, -500, 10, "#ffffff")
    canvas.hole(canvas.image.copy(), [(90, 90), (99, 90), (99, 99)])
    assert canvas.image.getextrema() == ((128, 128), (128, 128), (128, 128))


def test_colours_mix_from_one_end_to_the_other() -> None:
    assert (mix("#000000", "#ffffff", 0), mix("#000000", "#ffffff", 1)) == ("#000000", "#ffffff")
    assert mix("#000000", "#204060", 0.5) == "#102030"
