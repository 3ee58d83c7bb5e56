"""What ads earned the town's publisher: a month that is closed, and a day since then that is held."""

from datetime import UTC, datetime, time, timedelta

from newsstand.articles.models import Article
from newsstand.lib.clock import now
from newsstand.revenue.close import close
from newsstand.revenue.hold import hold
from newsstand.revenue.models import Hold, Statement
from newsstand.revenue.months import month_of
from tests import people
from tests.browser.town import Town
from tests.revenue.ads import EURO, campaign, seen

REASONS = [
    {"rule": "rate", "said": "Far more of its views were clicked than on other days.", "figure": 0.31, "usual": 0.02},
    {"rule": "volume", "said": "Four times as many clicks as usual.", "figure": 400.0, "usual": 96.0},
]


def closed(town: Town) -> str:
    """The address of the publisher's statement of the month before the last, in which there were ads."""
    last = month_of(now()) - timedelta(days=1)
    month = (last.replace(day=1) - timedelta(days=1)).replace(day=1)
    if not Statement.objects.filter(publisher=town.publisher).exists():
        owner = f"publisher:{town.publisher.pk}"
        for place, article in enumerate(Article.objects.filter(publisher=town.publisher).order_by("pk")[:3]):
            at = datetime.combine(month, time(12), UTC) + timedelta(days=3 * place)
            seen(owner, at, article=article.pk, times=2 + place, price=333_333, of=campaign("Shipyard"))
        close(month=month, by=people.ed(), now=now())
    return f"/publishers/ferry-post/statements/{month:%Y-%m}"


def held(town: Town) -> Hold:
    """Yesterday's clicks, which nobody believes; the publisher has not said anything yet. Held once."""
    owner = f"publisher:{town.publisher.pk}"
    found = Hold.objects.filter(owner=owner).first()
    if found is not None:
        return found
    yesterday = (now() - timedelta(days=1)).date()
    at = datetime.combine(yesterday, time(12), UTC)
    seen(owner, at, article=town.main.pk, times=4, price=EURO // 4, of=campaign("Shipyard"))
    made = hold(owner=owner, day=yesterday, reasons=REASONS, by=None, now=now())
    assert made is not None
    return made
