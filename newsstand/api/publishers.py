"""The publishers' feeds as a list for other programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsstand.algorithms.opml import MEDIA_TYPE, write_list
from newsstand.lib.clock import now
from newsstand.lib.pagecache import public_page
from newsstand.publishers.listed import listed_feeds


@require_safe
@public_page(lambda: ["publishers"])
def publishers(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/publishers.opml`: the feeds that are read here, without those of the demonstration town. One query."""
    title = f"Publishers on {settings.NEWSSTAND_NAME}"
    return HttpResponse(write_list(listed_feeds(fictional=False), title=title, now=now()), content_type=MEDIA_TYPE)
