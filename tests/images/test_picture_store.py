"""Files are there whole or not at all."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest

from newsstand.images import variants
from newsstand.images.models import Image, State
from newsstand.images.reencode import master_of
from newsstand.images.store import MASTER, folder, has_master, keep, sweep, write
from newsstand.images.variants import Busy, variant
from tests.images import files

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def kept(width: int = 1000, height: int = 500) -> Image:
    """A ready picture, without a row."""
    master = master_of(files.jpeg(width, height), widest=1280)
    return Image(id="a" * 20, state=State.READY, content=keep(master), width=master.width, height=master.height)


def test_a_picture_lies_under_the_digest_of_its_bytes(root: Path) -> None:
    image = kept()
    assert folder(image.content) == root / image.content[:2] / image.content
    assert has_master(image.content)
    assert not has_master("0" * 64)
    assert not has_master("")


def test_the_same_picture_from_two_addresses_is_kept_once(root: Path) -> None:
    assert kept().content == kept().content
    assert len([path for path in root.rglob("*") if path.is_file()]) == 1


def test_writing_leaves_nothing_beside_the_file(root: Path) -> None:
    write(root / "ab" / "one.webp", b"whole")
    assert (root / "ab" / "one.webp").read_bytes() == b"whole"
    assert list((root / "unfinished").iterdir()) == []


def test_a_killed_writer_leaves_no_half_file_and_its_rest_is_swept(root: Path) -> None:
    program = (
        "import os; from pathlib import Path; from django.conf import settings\n"
        "settings.configure(IMAGES_ROOT=Path(os.environ['ROOT']))\n"
        "import newsstand.images.store as store\n"
        "store.os.fsync = lambda number: os.kill(os.getpid(), 9)\n"
        "store.write(Path(os.environ['ROOT']) / 'ab' / 'one.webp', b'x' * 100_000)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], env={**os.environ, "ROOT": str(root)}, check=False)
    assert ended.returncode == -9
    assert not (root / "ab" / "one.webp").exists()
    assert len(list((root / "unfinished").iterdir())) == 1
    now = datetime.now(tz=UTC)
    assert sweep(now) == 0
    assert sweep(now + timedelta(hours=2)) == 1
    assert list((root / "unfinished").iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "size"), [(160, (160, 80)), (640, (640, 320)), (960, (960, 480)), (1280, (1000, 500))]
)
@pytest.mark.parametrize("avif", [True, False])
def test_a_variant_has_the_width_that_was_asked_for_and_is_never_larger(
    root: Path, asked: int, size: tuple[int, int], avif: bool
) -> None:
    from PIL import Image as Pillow

    path = variant(kept(), asked, avif=avif)
    with Pillow.open(path) as picture:
        assert (picture.size, picture.format) == (size, "AVIF" if avif else "WEBP")


def test_a_variant_is_made_once(root: Path) -> None:
    image = kept()
    made = variant(image, 320, avif=True)
    before = made.stat().st_mtime_ns
    (folder(image.content) / MASTER).unlink()
    assert variant(image, 320, avif=True) == made
    assert made.stat().st_mtime_ns == before


def test_widths_over_the_original_share_one_file(root: Path) -> None:
    image = kept(500, 300)
    assert variant(image, 640, avif=False) == variant(image, 1280, avif=False)


def test_a_small_picture_is_its_own_variant(root: Path) -> None:
    image = kept(32, 32)
    assert variant(image, 160, avif=True) == folder(image.content) / MASTER


def test_a_width_that_is_not_ours_is_not_made(root: Path) -> None:
    with pytest.raises(ValueError, match="161 is not a width"):
        variant(kept(), 161, avif=False)


def test_a_lost_master_is_said(root: Path) -> None:
    image = kept()
    (folder(image.content) / MASTER).unlink()
    with pytest.raises(FileNotFoundError):
        variant(image, 320, avif=False)


def test_a_third_encoder_does_not_wait_for_the_other_two(root: Path) -> None:
    image = kept()
    # Both places are taken for as long as this block lasts: whoever waited for one would wait for ever.
    with variants.ENCODERS, variants.ENCODERS, pytest.raises(Busy):
        variant(image, 320, avif=False)
    assert variant(image, 320, avif=False).exists()


def test_many_who_ask_for_the_same_get_the_same_whole_file(root: Path) -> None:
    image = kept()
    found: list[bytes] = []

    def ask() -> None:
        with mock.patch.object(variants, "WAIT_SECONDS", 30):
            found.append(variant(image, 640, avif=False).read_bytes())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
