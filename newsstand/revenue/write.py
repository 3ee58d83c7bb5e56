"""Writing the statements of a month that is being closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from newsstand.algorithms.earnings import Earned
from newsstand.articles.models import Article
from newsstand.lib.rows import select
from newsstand.revenue.earners import earners
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.export import file_of
from newsstand.revenue.models import Closing, Line, Statement
from newsstand.revenue.month_sums import MonthSums
from newsstand.revenue.months import last_day
from newsstand.revenue.shares import shares_on
from newsstand.revenue.told import tell_earner


def write_statements(
    *, closing: Closing, earned: Sequence[Earned], sums: Mapping[str, MonthSums], now: datetime
) -> None:
    """Write a statement with its lines for everybody who earned or was paid, seal it, and tell whom it is for.

    `sums`: what the ledger and the settlements say of each of them. Called in close.py's transaction.
    Raises RefusedError where the books of somebody do not add up.
    """
    by_owner = {one.owner: (place, one) for place, one in enumerate(earned)}
    owners = sorted({*by_owner, *sums})
    known = earners(owners)
    shares = shares_on(owners, last_day(closing.month))
    before = latest_digests(owners)
    here = still_here({line.article for one in earned for line in one.lines})
    for owner in owners:
        place, one = by_owner.get(owner, (None, Earned(owner, 0, 0, shares[owner], 0, ())))
        moved = sums[owner]
        if moved.opening + one.micros + moved.ads - moved.paid != moved.balance:
            raise RefusedError(f"What {owner} is owed is not what was earned and paid: look at the ledger first.")
        statement = Statement(
            closing=closing, owner=owner, place=place, finished=one.finished, gross=one.gross, share=one.share,
            micros=one.micros, ads_gross=moved.gross, ads=moved.ads, paid=moved.paid, opening=moved.opening,
            balance=moved.balance, publisher=known[owner].publisher, contributor=known[owner].contributor,
            previous=before.get(owner, ""),
        )  # fmt: skip
        lines = [
            Line(
                article_id=line.article if line.article in here else None, number=line.article,
                finished=line.finished, micros=line.micros,
                days=[[f"{day}", finished, micros] for day, finished, micros in line.days],
            )
            for line in one.lines
        ]  # fmt: skip
        statement.digest = file_of(statement, lines).digest
        statement.save(force_insert=True)
        for line in lines:
            line.statement = statement
        Line.objects.bulk_create(lines)
        tell_them(statement, now)


def still_here(articles: set[int]) -> set[int]:
    """Those of the articles that were not deleted since they were counted; asked for in pieces, as there are many."""
    return {number for (number,) in select(Article, ["id"], among=("id", articles))}


def latest_digests(owners: Sequence[str]) -> dict[str, str]:
    """The digest of each earner's statement before this one."""
    rows = Statement.objects.filter(owner__in=owners).order_by("closing__month")
    return dict(rows.values_list("owner", "digest"))


def tell_them(statement: Statement, now: datetime) -> None:
    """The contributor, or the publisher's owners, hear of it."""
    month = f"{statement.closing.month:%Y-%m}"
    title = f"Your statement for {statement.closing.month:%B %Y} is there"
    tell_earner(
        statement.owner, key=f"statement:{statement.owner}:{month}", title=title, text="",
        page=f"statements/{month}", now=now,
    )  # fmt: skip
