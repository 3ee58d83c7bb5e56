"""A picture that a contributor sends is served as any other, and nothing of its file but the pixels is kept."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Pillow

from newsstand.algorithms.pictures import Refused
from newsstand.images.models import Image
from newsstand.images.store import MASTER, folder
from newsstand.images.upload import upload
from tests.pages.newsroom import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> None:
    settings.IMAGES_ROOT = tmp_path


def photo() -> bytes:
    data = io.BytesIO()
    picture = Pillow.new("RGB", (900, 600), (20, 90, 140))
    exif = picture.getexif()
    exif[0x010E] = "taken at home"
    picture.save(data, "JPEG", exif=exif)
    assert b"taken at home" in data.getvalue()
    return data.getvalue()


def test_an_uploaded_picture_is_served_at_an_address_of_its_own(client: Client) -> None:
    first, second = upload(body=photo(), now=NOON), upload(body=photo(), now=NOON)
    assert re.fullmatch("[a-z2-7]{20}", first.pk)
    assert first.pk != second.pk
    assert first.content == second.content
    assert b"taken at home" not in (folder(first.content) / MASTER).read_bytes()
    answer = client.get(f"/image/{first.pk}/640", headers={"accept": "image/webp"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_an_uploaded_picture_whose_file_is_lost_is_not_looked_for_elsewhere(client: Client) -> None:
    picture = upload(body=photo(), now=NOON)
    shutil.rmtree(folder(picture.content))
    assert client.get(f"/image/{picture.pk}/640").status_code == 404
    assert Image.objects.get(pk=picture.pk).state == "failed"


def test_what_is_no_picture_leaves_no_row() -> None:
    with pytest.raises(Refused, match="SVG drawing"):
        upload(body=b"<svg onload=alert(1)>", now=NOON)
    assert not Image.objects.exists()
