"""Writing the statements of a month that is being closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.algorithms.earnings import Earned
from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor
from newsstand.lib.rows import select
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.models import Publisher, Role
from newsstand.revenue.export import file_of
from newsstand.revenue.models import Closing, Line, Statement


def write_statements(*, closing: Closing, earned: Sequence[Earned], opening: Mapping[str, int], now: datetime) -> None:
    """Write a statement with its lines for everybody who earned, seal it with its digest, and tell whom it is for.

    `opening`: what the ledger owed each of them before, in micros. Called in close.py's transaction.
    """
    numbers = {kind: numbered(earned, kind) for kind in ("publisher", "contributor")}
    publishers = Publisher.objects.in_bulk(numbers["publisher"])
    contributors = Contributor.objects.select_related("user").in_bulk(numbers["contributor"])
    before = latest_digests([one.owner for one in earned])
    here = still_here({line.article for one in earned for line in one.lines})
    for place, one in enumerate(earned):
        kind, _, number = one.owner.partition(":")
        statement = Statement(
            closing=closing, owner=one.owner, place=place, finished=one.finished, gross=one.gross, share=one.share,
            micros=one.micros, opening=opening[one.owner], balance=opening[one.owner] + one.micros,
            publisher=publishers.get(int(number)) if kind == "publisher" else None,
            contributor=contributors.get(int(number)) if kind == "contributor" else None,
            previous=before.get(one.owner, ""),
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


def numbered(earned: Sequence[Earned], kind: str) -> list[int]:
    return [int(one.owner.partition(":")[2]) for one in earned if one.owner.startswith(f"{kind}:")]


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
    people: list[User] = []
    address = f"/write/statements/{month}"
    if statement.contributor is not None and statement.contributor.user is not None:
        people = [statement.contributor.user]
    if statement.publisher is not None:
        owners = statement.publisher.memberships.filter(role=Role.OWNER).select_related("user")
        people = [membership.user for membership in owners]
        address = f"/publishers/{statement.publisher.slug}/statements/{month}"
    title = f"Your statement for {statement.closing.month:%B %Y} is there"
    key = f"statement:{statement.owner}:{month}"
    for user in people:
        tell(kind=Notice.Kind.WORK, user=user, key=key, title=title, address=address, now=now)
