"""`/image/ID/WIDTH`: the only address from which a reader's browser gets a picture."""

import asyncio
import threading
import time
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from newsstand.algorithms.pictures import MOST_BYTES, takes_avif
from newsstand.images.fetch import fetch_due
from newsstand.images.models import WIDTHS, Image, State
from newsstand.images.store import MASTER, folder, has_master
from newsstand.images.variants import Busy, variant
from newsstand.lib import clock
from newsstand.lib.door import open_door
from newsstand.lib.http import Limits

POLICY = "default-src 'none'; sandbox"
FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"
FETCH_SECONDS = 8.0
POLL_SECONDS = 0.1
# Two of the four web threads may wait for other people's servers; the others go on answering.
FETCHERS = threading.BoundedSemaphore(2)


@require_safe
def serve(request: HttpRequest, image_id: str, width: int) -> HttpResponseBase:
    """The picture at one of WIDTHS, as AVIF where the browser takes it and as WebP elsewhere.

    A picture that no worker got to yet is fetched now, once. 404 where there is no such picture or width and where it
    cannot be had; 410 where what showed it was taken down; 503 while too many others are being fetched.
    """
    if width not in WIDTHS:
        return said(404, f"Pictures are served in these widths: {', '.join(map(str, WIDTHS))}.")
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return said(404, "There is no such picture.")
    if image.withheld:
        return said(410, "This picture is no longer shown here.")
    if image.state == State.READY and not has_master(image.content):
        image = due_again(image, clock.now())
    if image.state == State.DUE:
        try:
            image = fetched_now(image)
        except Busy:
            return come_back()
    if image.state == State.READY:
        return picture(request, image, width)
    return said(404, "This picture cannot be had from its publisher.")


def picture(request: HttpRequest, image: Image, width: int) -> HttpResponseBase:
    """The answer for a picture that is there; only its headers where the browser has it already."""
    try:
        path, caching = variant(image, width, avif=takes_avif(request.headers.get("Accept", ""))), FOR_EVER
    except Busy:
        # Larger than need be, but at once.
        path, caching = folder(image.content) / MASTER, BRIEFLY
    tag = f'"{image.content[:24]}-{path.name}"'
    response = HttpResponse(content_type=f"image/{path.suffix[1:]}")
    response["ETag"], response["Cache-Control"], response["Vary"] = tag, caching, "Accept"
    answer = get_conditional_response(request, etag=tag, response=response)
    if answer is response:
        response.content = path.read_bytes()
        response.headers["Content-Length"] = str(len(response.content))
    return guard(answer or response)


def fetched_now(image: Image) -> Image:
    """The row after one attempt to fetch it, unless its next attempt is not due. Raises Busy when it is not settled."""
    now = clock.now()
    if image.due_at is None or image.due_at > now:
        return image
    if not FETCHERS.acquire(blocking=False):
        raise Busy
    try:
        ends = time.monotonic() + FETCH_SECONDS
        asyncio.run(fetch_one(image.pk))
        image.refresh_from_db()
        while image.state == State.DUE and is_held(image, clock.now()):
            # Somebody else is fetching it at this moment.
            if time.monotonic() > ends:
                raise Busy
            time.sleep(POLL_SECONDS)
            image.refresh_from_db()
        return image
    finally:
        FETCHERS.release()


async def fetch_one(image_id: str) -> None:
    async with open_door(Limits(seconds=FETCH_SECONDS, body_bytes=MOST_BYTES)) as door:
        await fetch_due(door=door, now=clock.now, most=1, ids=[image_id], seconds=FETCH_SECONDS)


def is_held(image: Image, now: datetime) -> bool:
    return image.leased_until is not None and image.leased_until > now


def due_again(image: Image, now: datetime) -> Image:
    """A picture whose file is lost, as after a restored backup, to be fetched as if it were new."""
    lost = Image.objects.filter(pk=image.pk, state=State.READY, content=image.content)
    lost.update(state=State.DUE, due_at=now, attempts=0, content="", leased_until=None)
    image.refresh_from_db()
    return image


def said(status: int, text: str) -> HttpResponseBase:
    response = HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = BRIEFLY
    return guard(response)


def come_back() -> HttpResponseBase:
    response = said(503, "This picture is being fetched. Ask again in a moment.")
    response["Retry-After"], response["Cache-Control"] = "2", "no-store"
    return response


def guard(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever a browser makes of the bytes, it shows them as what we say they are and runs nothing."""
    response["Content-Security-Policy"], response["X-Content-Type-Options"] = POLICY, "nosniff"
    return response
