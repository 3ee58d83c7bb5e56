"""The known attacks in a real Chromium: no dialog, no script, no request, and nothing tried that the CSP must refuse.

Without the CSP too: it is the second wall, and the first must hold alone.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, Dialog, Page

from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.comments.status import recount
from newsstand.ingest.models import Item
from newsstand.publishers.models import Publisher
from tests.comments.talk import long_ago, make_article, pages_of, signed_in
from tests.feed_server import FeedServer
from tests.ingest.conftest import NOON, Reader
from tests.people import ann
from tests.security.attacks import Attack, load
from tests.security.hostile_feed import feeds_of

pytestmark = [pytest.mark.browser, pytest.mark.data]

ALARMS = """
    window.alarms = [];
    for (const name of ["alert", "confirm", "prompt", "print", "open", "xss"])
        window[name] = (...words) => { window.alarms.push(`${name}(${words})`); };
    addEventListener("error", event => { if (event.message) window.alarms.push(`error: ${event.message}`); });
    addEventListener("securitypolicyviolation", event =>
        window.alarms.push(`the CSP refused ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
# Each page in a frame of its own, parsed and run like any other; loading 295 pages in turn would take a minute.
IN_FRAMES = """async paths => {
    const raised = [];
    async function look(path) {
        const html = await (await fetch(path)).text();
        const frame = document.createElement("iframe");
        const loaded = new Promise(done => frame.onload = done);
        frame.srcdoc = html;
        document.body.append(frame);
        await loaded;
        const inside = frame.contentWindow;
        const moved = inside.location.href === "about:srcdoc" ? [] : [`it went to ${inside.location.href}`];
        const empty = inside.document.querySelector("h1") ? [] : ["it is no page of ours"];
        for (const alarm of [...inside.alarms, ...moved, ...empty]) raised.push([path, alarm]);
        frame.remove();
    }
    for (let at = 0; at < paths.length; at += 10) await Promise.all(paths.slice(at, at + 10).map(look));
    return raised;
}"""


class Watched:
    """A page that is told every alarm: what ran, what tried to, what it asked of other hosts."""

    def __init__(self, browser: Browser, site: str, *, csp: bool, session: str = "") -> None:
        self.site = site
        self.alarms: list[str] = []
        self.context = browser.new_context(base_url=site, bypass_csp=not csp)
        self.context.add_init_script(ALARMS)
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        self.page = self.context.new_page()
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.alarms.append(f"script: {error}"))
        self.page.on("popup", lambda popup: self.alarms.append(f"a window at {popup.url}"))
        self.page.on(
            "request", lambda asked: None if asked.url.startswith(site + "/") else self.alarms.append(asked.url)
        )

    def dismiss(self, dialog: Dialog) -> None:
        self.alarms.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def visit(self, path: str, name: str) -> list[str]:
        """Open a page; what was raised on it, with the name of the case."""
        self.alarms.clear()
        self.page.goto(path, wait_until="domcontentloaded")
        raised = [*self.alarms, *self.page.evaluate("window.alarms")]
        if self.page.evaluate("location.pathname + location.search") != path:
            raised.append(f"it went to {self.page.url}")
        return [f"{name} at {path}: {one}" for one in raised]


Watch = Callable[..., Watched]


@pytest.fixture
def watch(chromium: Browser, site: str) -> Iterator[Watch]:
    opened: list[Watched] = []

    def begin(*, csp: bool, session: str = "") -> Watched:
        opened.append(Watched(chromium, site, csp=csp, session=session))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()


@pytest.fixture(scope="session")
def known_attacks(data: Path) -> list[Attack]:
    return load(data)


def test_an_alarm_is_raised_when_something_runs(watch: Watch) -> None:
    for csp in (True, False):
        watched = watch(csp=csp)
        watched.page.goto("/about")
        watched.page.evaluate("document.body.innerHTML = '<img src=/nothing onerror=alert(1)>'")
        watched.page.wait_for_function("window.alarms.length > 0")
        [alarm] = watched.page.evaluate("window.alarms")
        assert alarm.startswith("the CSP refused script-src") if csp else alarm == "alert(1)"


def test_an_alarm_is_raised_in_a_frame(watch: Watch) -> None:
    page = watch(csp=False).page
    page.goto("/about")
    page.route("**/hostile", lambda route: route.fulfill(body="<h1><img src=x onerror=alert(1)>"))
    assert page.evaluate(IN_FRAMES, ["/hostile"]) == [["/hostile", "alert(1)"]]


def test_no_article_of_a_hostile_publisher_runs_anything(
    watch: Watch, feed_server: FeedServer, door_to_loopback: None, known_attacks: list[Attack]
) -> None:
    with ThreadPoolExecutor(1) as worker:
        worker.submit(take_in, list(feeds_of(known_attacks, feed_server))).result()
    assert Article.objects.count() == len(known_attacks)
    guids = dict(Item.objects.values_list("article_id", "guid"))
    bare, walled = watch(csp=False), watch(csp=True)
    names = {
        article.get_absolute_url(): known_attacks[int(guids[article.pk].removeprefix("case "))].name
        for article in Article.objects.only("pk", "slug")
    }
    lists = [publisher.get_absolute_url() for publisher in Publisher.objects.all()]
    names |= dict.fromkeys(("/", "/publishers", *lists), "one of its articles")
    # What the CSP would stop runs here.
    found = bare.visit("/about", "before")
    found += [f"{names[path]} at {path}: {alarm}" for path, alarm in bare.page.evaluate(IN_FRAMES, list(names))]
    found += [f"among the articles: {alarm}" for alarm in bare.alarms]
    # And the CSP has nothing to refuse.
    for path in list(names)[::20]:
        found += walled.visit(path, names[path])
    assert found == []


def take_in(addresses: list[str]) -> None:
    try:
        for address in addresses:
            Reader().add(address)
    finally:
        connections.close_all()


def test_no_comment_runs_anything(watch: Watch, known_attacks: list[Attack]) -> None:
    article = make_article(NOON)
    browser = signed_in(ann())
    for attack in known_attacks:
        cache.clear()
        long_ago()
        browser.post(f"/comments/post/{article.pk}", {"text": attack.text})
    assert Comment.objects.count() > 280
    # Rules hold some of them; everybody is to meet all.
    Comment.objects.update(status=Comment.Status.SHOWN)
    recount(article)
    session = browser.cookies["sessionid"].value
    found: list[str] = []
    for csp in (True, False):
        for signed in ("", session):
            watched = watch(csp=csp, session=signed)
            for at, address in enumerate(pages_of(article)):
                found += watched.visit(address, f"comments {at * 20} to {at * 20 + 19}")
    assert found == []


def test_an_attack_that_is_posted_in_place_runs_nothing(watch: Watch, known_attacks: list[Attack]) -> None:
    article = make_article(NOON)
    watched = watch(csp=False, session=str(signed_in(ann()).cookies["sessionid"].value))
    page: Page = watched.page
    found: list[str] = watched.visit(article.get_absolute_url(), "before")
    for attack in [attack for attack in known_attacks if attack.text.strip()][::12]:
        cache.clear()
        long_ago()
        page.get_by_label("Your comment", exact=True).fill(attack.text)
        with page.expect_response("**/comments/post/*"):
            page.get_by_role("button", name="Post comment").click()
        page.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling')")
        found += [f"{attack.name}: {alarm}" for alarm in (*watched.alarms, *page.evaluate("window.alarms.splice(0)"))]
    assert found == []
    assert Comment.objects.count() > 20
