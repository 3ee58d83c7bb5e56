"""The article page for a signed-in reader: queries by the thread's length, and milliseconds from the real server."""

import http.client
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.home import CannotMeasureError, prepare
from bench.processes import OTHER_CORE, pin
from bench.progress import steps
from bench.servers import newsstand_web

if TYPE_CHECKING:
    from newsstand.accounts.models import User
    from newsstand.articles.models import Article

LENGTHS = (1, 50, 500)
REQUESTS = 150
WARM_UP = 10


def run() -> dict[str, object]:
    """Queries a page, and median and p99 milliseconds, under an article with 1, 50 and 500 comments."""
    prepare()
    from bench.towns import article, reader, session_of

    pages = {length: article(length) for length in LENGTHS}
    somebody = reader("Reader 1")
    queries = {length: queries_of(page, somebody) for length, page in pages.items()}
    figures: dict[str, object] = {f"queries_with_{length}_comments": count for length, count in queries.items()}
    figures["most_queries"] = max(queries.values())
    with newsstand_web() as (site, _):
        pin(OTHER_CORE)
        cookie = f"sessionid={session_of(somebody)}"
        for length, page in pages.items():
            spent = milliseconds(site, page.get_absolute_url(), cookie)
            figures[f"ms_with_{length}_comments"] = round(median(spent), 1)
            figures[f"p99_ms_with_{length}_comments"] = round(quantiles(spent, n=100)[98], 1)
    return figures


def queries_of(page: "Article", user: "User") -> int:
    """How many queries Django makes for the page, the session's and the visitor's among them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    # The first time, templates are read.
    browser.get(page.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(page.get_absolute_url())
    if answer.status_code != 200 or user.name not in answer.content.decode():
        raise CannotMeasureError(f"{page.get_absolute_url()} answered {answer.status_code} to a signed-in reader.")
    return len(captured)


def milliseconds(site: str, path: str, cookie: str) -> list[float]:
    """One request after the other over one connection: what each took."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    spent = []
    for number in steps(f"signed_in {path}", WARM_UP + REQUESTS):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200 or "private" not in (answer.getheader("Cache-Control") or ""):
            raise CannotMeasureError(f"{path} answered {answer.status} and not as to a signed-in reader.")
        if number >= WARM_UP:
            spent.append(1000 * (time.perf_counter() - start))
    connection.close()
    return spent
