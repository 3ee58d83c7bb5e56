"""Robots run no script: they are counted by the articles' pages they ask for, in front of the page cache."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from newsstand.algorithms.read_log import Deed, Event
from newsstand.algorithms.robot_agents import is_robot
from newsstand.lib import clock
from newsstand.lib.client import says_in_advance
from newsstand.lib.pagecache import StartResponse, WsgiApp
from newsstand.reads.hear import hear

BEGINNING = "/a/"
PAGE = re.compile(r"/a/(\d{1,18})/[^/]+")
COUNTED = ("200", "304")

known_robot = lru_cache(maxsize=4096)(is_robot)


class CountRequests:
    """WSGI in front of WSGI: hears a robot's request of an article's page, and a page that is fetched in advance."""

    def __init__(self, app: WsgiApp, *, now: Callable[[], datetime] = clock.now) -> None:
        self.app = app
        self.now = now

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(BEGINNING) or environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, start_response)
        found = PAGE.fullmatch(environ["PATH_INFO"])
        deed = deed_of(environ)
        if found is None or deed is None:
            return self.app(environ, start_response)
        article = int(found[1])

        def started(status: str, headers: Any, *rest: Any) -> Any:
            if status.startswith(COUNTED):
                hear(Event(self.now(), article, deed))
            return start_response(status, headers, *rest)

        return self.app(environ, started)


def deed_of(environ: dict[str, Any]) -> Deed | None:
    """What kind of request it is that no reader made; None for any other."""
    if known_robot(environ.get("HTTP_USER_AGENT", "")[:500]):
        return Deed.ROBOT
    purpose = environ.get("HTTP_SEC_PURPOSE", "") + environ.get("HTTP_PURPOSE", "")
    return Deed.PREFETCH if purpose and says_in_advance(purpose) else None
