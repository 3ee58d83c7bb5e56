"""Where picture files lie: IMAGES_ROOT/ab/abcdef.../, named by what is in them; written whole or not at all."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from newsstand.images.reencode import Master

MASTER = "master.webp"
UNFINISHED = "unfinished"
UNFINISHED_SECONDS = 3600


def folder(content: str) -> Path:
    """The folder of the picture with this digest (64 hexadecimal digits), which need not exist."""
    return Path(settings.IMAGES_ROOT) / content[:2] / content


def has_master(content: str) -> bool:
    """Whether the file of a picture is there: a database can come back from a backup without its pictures."""
    return bool(content) and (folder(content) / MASTER).exists()


def keep(master: Master) -> str:
    """Store a master under its digest, which is returned. Storing it again changes nothing."""
    content = master.content
    path = folder(content) / MASTER
    if not path.exists():
        write(path, master.data)
    return content


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is seen whole or not at all, also after a kill or a power cut."""
    unfinished = Path(settings.IMAGES_ROOT) / UNFINISHED
    unfinished.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = unfinished / secrets.token_hex(12)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(now: datetime) -> int:
    """Remove what killed processes left unfinished an hour ago or earlier; how many files that were."""
    removed = 0
    for left in (Path(settings.IMAGES_ROOT) / UNFINISHED).glob("*"):
        try:
            if left.stat().st_mtime < now.timestamp() - UNFINISHED_SECONDS:
                left.unlink()
                removed += 1
        except FileNotFoundError:
            # Somebody else swept it, or it was finished just now.
            continue
    return removed
