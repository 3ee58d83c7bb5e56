"""The third door, whole: from an advertiser who signs up to the first paid click, and its line in a statement."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from newsstand.advertisers import events
from newsstand.advertisers.models import Decision, Purse
from newsstand.algorithms.amounts import MICROS, amount
from newsstand.commands.statement import verify_files
from newsstand.ledger.models import Account
from newsstand.lib.clock import now
from newsstand.revenue.close import close
from newsstand.revenue.models import AdLine, Statement
from newsstand.revenue.months import following
from newsstand.worker.ads import Ads
from newsstand.worker.money import Money
from tests import people
from tests.advertisers.running import running
from tests.advertisers.town import cashier
from tests.browser.conftest import PATIENCE_MS
from tests.browser.town import Town
from tests.browser.walks import sign_up
from tests.feed_server import FeedServer
from tests.ledger.books import add_up

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]
# Chromium without a window says so in its name, and is taken for the robot that it is.
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HEADLINE = "Fresh bread from the mill by the river"
PAID_IN = 50 * MICROS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[None]:
    """ADS_ROOT of this test: what other tests' readers saw is not booked here."""
    settings.ADS_ROOT = tmp_path / "ads"
    yield
    for one in events._logs.values():
        one.close()
    events._logs.clear()


@pytest.fixture
def read(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a path as a reader who has never been here: `read("/", blocked=True, script=False)`."""
    contexts: list[BrowserContext] = []

    def one(path: str, *, width: int = 1280, blocked: bool = False, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site,
            user_agent=FIREFOX,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if blocked:
            context.route("**/slots/**", lambda route: route.abort("blockedbyclient"))
        page = context.new_page()
        page.goto(path)
        return page

    yield one
    for context in contexts:
        context.close()


def works(step: Callable[[], Awaitable[bool]]) -> bool:
    """Do a step of the worker, in a thread of its own: Playwright's loop runs in this one."""

    async def once() -> bool:
        return await step()

    with ThreadPoolExecutor(1) as own:
        return own.submit(lambda: asyncio.run(once())).result()


def test_from_signing_up_to_the_first_paid_click_and_its_line_in_a_statement(
    open_page: Open, read: Callable[..., Page], town: Town, feed_server: FeedServer, tmp_path: Path
) -> None:
    desk = open_page("/advertisers", refused=(204,))
    # Browsers know each name under localhost as this machine; rules refuse an address that is a number.
    bakery = feed_server.url("/bread").replace("127.0.0.1", "bakery.localhost")
    feed_server.answers["/bread"] = (200, {"Content-Type": "text/html"}, b"<title>Bread</title><h1>Fresh bread</h1>")
    begins(desk, bakery)
    expect(desk.get_by_role("main")).to_contain_text("Waits for review")
    is_paid_in(desk, open_page("/counter", user=cashier()))
    is_approved(open_page("/moderation", user=people.mo()))

    reader = read(town.article)
    is_seen_and_clicked(reader, bakery)
    assert works(Ads(clock=now).step)
    row = Decision.objects.get()
    assert (row.view_mark, row.click_mark, row.owner) == ("", "", f"publisher:{town.publisher.pk}")
    assert row.charged == row.price > 0

    desk.goto("/advertisers/river-bakery")
    sums = desk.get_by_role("region", name=re.compile("^1 |to "))
    for said, what in (("Views", "1"), ("Clicks", "1"), ("Spent", amount(row.charged))):
        expect(figure(sums, said)).to_contain_text(what)
    expect(figure(desk.get_by_role("region", name="Wallet"), "Left to spend")).to_contain_text(
        amount(PAID_IN - row.charged)
    )
    is_stated(open_page, town, row, tmp_path)


def begins(page: Page, landing: str) -> None:
    """Flo signs up, joins, makes a campaign that pays for clicks, and sends in an ad of words."""
    page.get_by_role("link", name="Begin").first.click()
    sign_up(page, "Flo")
    page.get_by_label("Name", exact=True).fill("River Bakery")
    page.get_by_role("button", name="Go on to the first campaign").click()
    page.get_by_label("Name", exact=True).fill("Bread in autumn")
    expect(page.get_by_role("radio", name="each click")).to_be_checked()
    page.get_by_label("At most").fill("0.25")
    page.get_by_label("In all").fill("20")
    # The estimate comes beside it as soon as something is written; nothing was recorded here yet.
    expect(page.get_by_role("complementary", name="What a day would bring")).to_contain_text("Not enough was recorded")
    page.get_by_role("button", name="Save and write the ad").click()
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Landing page").fill(landing)
    page.get_by_label("What it is for").select_option("food")
    # What it looks like comes while it is written.
    expect(page.get_by_label("As readers see it")).to_contain_text(HEADLINE)
    page.get_by_role("button", name="Send in for review").click()


def is_paid_in(desk: Page, counter: Page) -> None:
    """Flo asks for an invoice; Cat has the money, and says so."""
    desk.get_by_role("link", name="Money").click()
    desk.get_by_label("Sum, in EUR").fill("50")
    desk.get_by_label("Invoice").check()
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Invoice")
    counter.reload()
    counter.get_by_text("The money is here").click()
    counter.get_by_label("Where you saw it").fill("Bank statement 14, line 3")
    counter.get_by_role("button", name="Mark as paid").click()
    expect(counter.get_by_role("status")).to_contain_text("50.00 EUR are in the wallet of River Bakery.")
    assert Purse.objects.get().funded == PAID_IN


def is_approved(page: Page) -> None:
    """Mo finds the ad in the queue."""
    page.locator(".desk-row").filter(has_text=HEADLINE).get_by_role("heading").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("As readers see it")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits")


def is_seen_and_clicked(page: Page, landing: str) -> None:
    """The ad stands on the page with its label, is in sight for a second, and leads where it says."""
    ad = page.locator("[data-token]")
    ad.wait_for(state="attached")
    expect(ad).to_have_count(1)
    expect(ad.locator(".slot-label b")).to_have_text("Ad")
    expect(ad).to_contain_text("Paid for by River Bakery")
    with page.expect_response("**/slots/view") as heard:
        ad.scroll_into_view_if_needed()
    assert heard.value.status == 204
    # Nobody clicks as soon as an ad was seen; who does is not believed.
    page.wait_for_timeout(400)
    ad.get_by_role("link", name=HEADLINE).click()
    page.wait_for_url(landing)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fresh bread")


def is_stated(open_page: Open, town: Town, row: Decision, tmp_path: Path) -> None:
    """The day is settled, the month closed; Cy's statement has the line, and its file adds up to the micro."""
    assert row.charged_at is not None
    month = row.charged_at.date().replace(day=1)
    later = datetime.combine(following(month), row.charged_at.timetz()) + timedelta(days=9)
    works(Money(clock=lambda: later).step)
    close(month=month, by=people.ed(), now=later)
    statement = Statement.objects.get(publisher=town.publisher)
    line = AdLine.objects.get()
    assert (line.article, line.views, line.clicks, line.gross) == (town.main.pk, 0, 1, row.charged)
    assert statement.ads == line.micros > 0
    platform = Account.objects.get(kind="platform").balance
    assert row.charged == statement.ads + platform
    lies = Account.objects.filter(kind__in=("clearing", "held")).aggregate(all=Sum("balance"))["all"]
    assert lies == 0
    add_up()

    page = open_page("/publishers/ferry-post/statements", user=people.cy())
    page.get_by_role("link", name=f"{month:%B %Y}").click()
    earned = page.get_by_role("row").filter(has_text=town.main.headline)
    expect(earned).to_contain_text(amount(statement.ads))
    expect(earned).to_contain_text(amount(row.charged))
    with page.expect_download() as held:
        page.get_by_role("link", name="The statement as a file").click()
    held.value.save_as(tmp_path / "statement.jsonl")
    assert verify_files([str(tmp_path / "statement.jsonl")]) == 0


def figure(region: Locator, said: str) -> Locator:
    """The number under a word."""
    return region.locator("dl.outlet-sums > div").filter(has=region.page.get_by_text(said, exact=True)).locator("dd")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("how", [{"blocked": True}, {"script": False}], ids=["blocked", "without script"])
def test_a_page_whose_ads_never_come_is_whole(
    read: Callable[..., Page], axe: Axe, town: Town, width: int, how: dict[str, bool]
) -> None:
    running()
    page = read(town.article, width=width, **how)
    if how.get("script", True):
        page.locator(".slot-empty").first.wait_for(state="attached")
    boxes = [box for slot in page.locator("main .slot:visible").all() if (box := slot.bounding_box())]
    # A quiet line, and no room for what does not come, but where somebody would see it go.
    assert [box for box in boxes if box["height"] < 80]
    assert all(box["height"] < 80 or box["y"] < 900 for box in boxes)
    assert page.locator("main .slot:visible .slot-line:visible").count() == len(boxes)
    assert page.locator("[data-token]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if how.get("script", True):
        assert axe(page) == []
