"""A picture that one of our users made: checked and re-encoded as any other, under an address that nobody can guess."""

import secrets
from datetime import datetime

from newsstand.algorithms.pictures import Refused
from newsstand.images.fetch import DECODERS
from newsstand.images.models import WIDTHS, Image, State, image_id
from newsstand.images.reencode import master_of
from newsstand.images.store import keep

UPLOADED = "upload:"
WAIT_SECONDS = 20.0


def upload(*, body: bytes, now: datetime) -> Image:
    """Store a picture that was sent to us. Raises pictures.Refused with the reason, as for a picture that is fetched.

    Where it came from is 128 random bits, so that its address tells nothing and is guessed by nobody; nothing of the
    file but its pixels is kept, so that no phone's metadata says where it was taken.
    1. Load: wait for a free decoder.
    2. Decide: what the file is (algorithms/pictures.py), by its bytes alone.
    3. Save the file, then its row.
    """
    if not DECODERS.acquire(timeout=WAIT_SECONDS):
        raise Refused("Many pictures are being read at this moment. Try again in a minute.")
    try:
        master = master_of(body, widest=WIDTHS[-1])
    finally:
        DECODERS.release()
    source = UPLOADED + secrets.token_hex(16)
    return Image.objects.create(
        id=image_id(source),
        source_url=source,
        state=State.READY,
        content=keep(master),
        width=master.width,
        height=master.height,
        fetched_at=now,
    )
