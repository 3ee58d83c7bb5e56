"""What the editors' desk is made of: one entry for each kind of thing that waits for an editor.

Another noun joins the desk by one entry in SECTIONS and one function in a file of rows; the page, the number in the
masthead and the keys follow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery

from newsstand.accounts.models import User
from newsstand.pages import desk_rows
from newsstand.pages.desk_rows import Row

MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing on the desk.

    `key` is the letter that leads to it (none of those that desk.js gives other work to), `address` a page of its own
    where there is one, and `all` what its link says. `waiting(now)` are the rows that are counted;
    `rows(by, now, most)` are the oldest of them as the page shows them, in a constant number of queries.
    """

    slug: str
    key: str
    name: str
    address: str
    all: str
    waiting: Callable[[datetime], "QuerySet[Any]"]
    rows: Callable[[User, datetime, int], Sequence[Row]]


SECTIONS: tuple[Section, ...] = (
    Section(
        slug="drafts",
        key="d",
        name="Texts to review",
        address="",
        all="",
        waiting=desk_rows.drafts_waiting,
        rows=desk_rows.drafts,
    ),
    Section(
        slug="labels",
        key="l",
        name="Labels asked for",
        address="",
        all="",
        waiting=desk_rows.labels_waiting,
        rows=desk_rows.labels,
    ),
    Section(
        slug="statements",
        key="s",
        name="Contested statements",
        address="/corrections",
        all="What was put right",
        waiting=desk_rows.contests_waiting,
        rows=desk_rows.contests,
    ),
    Section(
        slug="applications",
        key="p",
        name="Publishers that apply",
        address="/publishers/applications",
        all="All applications",
        waiting=desk_rows.applications_waiting,
        rows=desk_rows.applications,
    ),
    Section(
        slug="stories",
        key="h",
        name="Stories that need a hand",
        address="",
        all="",
        waiting=desk_rows.stories_waiting,
        rows=desk_rows.stories,
    ),
    Section(
        slug="topics",
        key="t",
        name="Proposed topics",
        address="/topics/proposals",
        all="All proposals",
        waiting=desk_rows.proposals_waiting,
        rows=desk_rows.proposals,
    ),
    Section(
        slug="feeds",
        key="e",
        name="Feeds that fail",
        address="",
        all="",
        waiting=desk_rows.feeds_waiting,
        rows=desk_rows.feeds,
    ),
    Section(
        slug="funds",
        key="f",
        name="Funds to divide",
        address="/desk/funds",
        all="All funds",
        waiting=desk_rows.funds_waiting,
        rows=desk_rows.funds,
    ),
    Section(
        slug="moderation",
        key="m",
        name="Moderation",
        address="/moderation",
        all="The moderators’ queue",
        waiting=desk_rows.cases_waiting,
        rows=desk_rows.cases,
    ),
)


def counts(by: User, now: datetime) -> dict[str, int]:
    """How many wait in each section, by its slug. One query, whatever there are."""
    # A user's row only carries the numbers; none of its own columns may have their names.
    numbers = {f"waiting_{section.slug}": number_of(section.waiting(now)) for section in SECTIONS}
    found: Any = User.objects.filter(pk=by.pk).values(**numbers).get()
    return {name.removeprefix("waiting_"): number for name, number in found.items()}


def number_of(rows: "QuerySet[Any]") -> Subquery:
    """How many rows there are, for use inside another query."""
    counted = rows.order_by().annotate(number_of_them=Func(F("pk"), function="COUNT")).values("number_of_them")
    return Subquery(counted, output_field=IntegerField())
