"""A publisher and two contributors, and how often they were read in October."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author, Byline
from newsstand.contributors.models import Contributor
from newsstand.publishers.models import Contract, Membership, Publisher, Role
from newsstand.reads.add import add
from newsstand.reads.count import Owned
from newsstand.revenue.book import book
from newsstand.revenue.models import Booking
from tests import people

OCTOBER = date(2026, 10, 1)
MIDDLE = datetime(2026, 10, 15, 12, tzinfo=UTC)
AFTER = datetime(2026, 11, 2, 12, tzinfo=UTC)
EURO = 1_000_000


@dataclass(frozen=True, slots=True)
class Town:
    bay: Publisher
    ben: Contributor
    eve: Contributor
    harbour: Article  # Bay's
    bridge: Article  # Ben's
    market: Article  # Ben's
    garden: Article  # Eve's


def contributor(user: User) -> Contributor:
    author = Author.objects.create(name=user.name, slug=f"{user.name.lower()}-{user.pk}", user=user)
    return Contributor.objects.create(user=user, author=author, agreed_at=MIDDLE)


def article(headline: str, *, by: Contributor | None = None, publisher: Publisher | None = None) -> Article:
    made = Article.objects.create(
        publisher=publisher, headline=headline, slug=headline.lower().replace(" ", "-"), published_at=MIDDLE,
        received_at=MIDDLE, revised_at=MIDDLE, body=f"<p>{headline}.</p>", text=headline,
    )  # fmt: skip
    if by is not None and by.author is not None:
        Byline.objects.create(article=made, author=by.author)
    return made


def read(one: Article, day: int, finished: int, *, month: int = 10) -> None:
    counts = Counter({"reads": 2 * finished, "finished": finished})
    whose = Owned(None, None, None, one.publisher_id)
    add(defaultdict(Counter, {(one.pk, date(2026, month, day)): counts}), {}, {one.pk: whose})


def make_town(*, reads: bool = True) -> Town:
    bay = Publisher.objects.create(name="The Bay Courier", slug="bay-courier", joined_at=MIDDLE)
    Contract.objects.create(publisher=bay, share=8_000)
    Membership.objects.create(publisher=bay, user=people.cy(), role=Role.OWNER, since=MIDDLE)
    ben, eve = contributor(people.ben()), contributor(people.eve())
    town = Town(
        bay, ben, eve, article("The harbour opens", publisher=bay), article("A bridge", by=ben),
        article("The market", by=ben), article("A garden", by=eve),
    )  # fmt: skip
    if reads:
        for one, day, finished in (
            (town.harbour, 1, 50), (town.harbour, 2, 10), (town.bridge, 1, 20),
            (town.bridge, 31, 7), (town.market, 15, 3), (town.garden, 15, 10),
        ):  # fmt: skip
            read(one, day, finished)
    return town


def give(
    micros: int = 100 * EURO, *, month: date = OCTOBER, key: str = "", note: str = "Town council, autumn"
) -> Booking:
    key = key or f"{month}:{micros}:{note}"
    return book(month=month, kind="grant", micros=micros, note=note, key=key, by=people.ed(), now=MIDDLE)
