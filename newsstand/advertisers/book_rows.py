"""The rows that a batch of views and clicks reads and writes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from newsstand.advertisers.book_sql import add_up, change, found, insert, is_postgres, moment, plain
from newsstand.advertisers.charge import NOTHING, Charged
from newsstand.algorithms.ad_judge import Counted, Judged, Row
from newsstand.algorithms.ad_log import Asked, Heard
from newsstand.algorithms.ad_tokens import EPOCH, micros_of

# context, slot, hour as seconds since 1970
Hour = tuple[int, str, int]

DECISION = (
    "id", "ad_id", "campaign_id", "context_id", "slot", "owner", "article", "pricing", "price", "rate", "runner_up",
    "floor", "decided_at", "day", "lease", "viewed_at", "clicked_at", "view_mark", "click_mark", "charged",
    "charged_at", "uncharged", "refunded", "transaction_id",
)  # fmt: skip
CHANGED = (
    ("id", "bigint"), ("viewed_at", "timestamptz"), ("clicked_at", "timestamptz"), ("view_mark", "text"),
    ("click_mark", "text"), ("charged", "bigint"), ("charged_at", "timestamptz"), ("uncharged", "text"),
    ("transaction_id", "bigint"),
)  # fmt: skip
SETS = (
    "viewed_at = v.viewed_at, clicked_at = v.clicked_at, view_mark = v.view_mark, click_mark = v.click_mark, "
    "charged = held.charged + v.charged, charged_at = coalesce(v.charged_at, held.charged_at), "
    "uncharged = held.uncharged || v.uncharged, transaction_id = coalesce(v.transaction_id, held.transaction_id)"
)


def that_stand(heard: Sequence[Heard]) -> Sequence[Heard]:
    """Those of ads and contexts that are still there: nobody draws up a bill for what was deleted meanwhile."""
    ads = dict(found("advertisers_ad", "id, campaign_id", "id", {one.offer.ad for one in heard}))
    contexts = contexts_of({one.offer.context for one in heard})
    return [one for one in heard if ads.get(one.offer.ad) == one.offer.campaign and one.offer.context in contexts]


def asked_that_stand(asked: Sequence[Asked]) -> Sequence[Asked]:
    contexts = contexts_of({one.context for one in asked})
    return [one for one in asked if one.context in contexts]


def contexts_of(numbers: Collection[int]) -> set[int]:
    return {number for (number,) in found("advertisers_context", "id", "id", numbers)}


def decisions(events: Iterable[Heard]) -> dict[int, Row]:
    """The decisions of these events that stand already."""
    offers = {one.offer.decision: one.offer for one in events}
    columns = "id, viewed_at, view_mark, clicked_at, click_mark"
    return {
        pk: Row(offers[pk], micros(viewed_at), view_mark, micros(clicked_at), click_mark, is_new=False)
        for pk, viewed_at, view_mark, clicked_at, click_mark in found("advertisers_decision", columns, "id", offers)
    }


def micros(at: datetime | str | None) -> int | None:
    """A moment as the database gives it, in microseconds since 1970: SQLite's has no type and no zone."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    if at is None:
        return None
    return micros_of(at if at.tzinfo else at.replace(tzinfo=UTC))


def often(keys: Collection[str]) -> dict[str, int]:
    """How often each of these limits' keys was counted so far."""
    return dict(found("advertisers_frequency", "key, number", "key", keys, type_="text"))


def save_decisions(judged: Judged, charged: Mapping[int, Charged], now: datetime) -> None:
    """New decisions whole; of those that stand what was heard, and what it costs."""
    at = moment(micros_of(now))
    new, changed = [], []
    for number, row in sorted(judged.rows.items()):
        cost = charged.get(number, NOTHING)
        paid_at = at if cost.micros else None
        if row.is_new:
            new.append(whole(row, cost, paid_at))
        elif row.is_changed or cost is not NOTHING:
            heard = (moment(row.viewed_at), moment(row.clicked_at), row.view_mark, row.click_mark)
            changed.append((number, *heard, cost.micros, paid_at, cost.uncharged, cost.transaction))
    insert("advertisers_decision", DECISION, new)
    change("advertisers_decision", CHANGED, SETS, changed, where="held.id = v.id")


def whole(row: Row, cost: Charged, paid_at: str | None) -> tuple[object, ...]:
    """All columns of a decision, in the order of DECISION."""
    offer = row.offer
    return (
        offer.decision, offer.ad, offer.campaign, offer.context, plain(offer.slot), plain(offer.owner), offer.article,
        offer.pricing, offer.price, offer.rate, offer.runner_up, offer.floor, moment(micros_of(offer.decided_at)),
        offer.day.isoformat(), offer.lease, moment(row.viewed_at), moment(row.clicked_at), row.view_mark,
        row.click_mark, cost.micros, paid_at, cost.uncharged, 0, cost.transaction,
    )  # fmt: skip


def save_days(judged: Judged, costs: Counter[Counted]) -> None:
    """What is added to the days of ads."""
    keys = (("ad_id", "bigint"), ("day", "date"), ("slot", "text"), ("context_id", "bigint"))
    sums = ("views", "clicks", "marked_views", "marked_clicks", "charged", "refunded")
    rows = [
        (ad, day.isoformat(), plain(slot), context, *numbers, costs[ad, day, slot, context], 0)
        for (ad, day, slot, context), numbers in judged.counts.items()
    ]
    add_up("advertisers_adday", keys, sums, rows)


def save_hours(seen: Mapping[Hour, int], asked: Mapping[Hour, Sequence[int]]) -> None:
    """What is added to the hours of contexts."""
    keys = (("context_id", "bigint"), ("slot", "text"), ("hour", "timestamptz"))
    rows = [
        (context, plain(slot), moment(hour * 1_000_000), *asked.get((context, slot, hour), (0, 0)), seen.get(at, 0))
        for at in {*seen, *asked}
        for context, slot, hour in [at]
    ]
    add_up("advertisers_contexthour", keys, ("asked", "filled", "viewed"), rows)


def save_shown(shown: Mapping[int, tuple[int, int]]) -> None:
    """The first and last day (UTC) on which ads were shown, where they are new."""
    least, most = ("LEAST", "GREATEST") if is_postgres() else ("MIN", "MAX")
    change(
        "advertisers_ad",
        (("id", "bigint"), ("begins", "date"), ("ends", "date")),
        f"first_shown_on = {least}(coalesce(held.first_shown_on, v.begins), v.begins), "
        f"last_shown_on = {most}(coalesce(held.last_shown_on, v.ends), v.ends)",
        [(ad, day(first), day(last)) for ad, (first, last) in sorted(shown.items())],
        where="held.id = v.id AND (held.last_shown_on IS NULL OR held.last_shown_on < v.ends "
        "OR held.first_shown_on > v.begins)",
    )


def day(micros_since: int) -> str:
    """The day (UTC) of a moment."""
    return (EPOCH + timedelta(microseconds=micros_since)).date().isoformat()


def save_often(counts: Mapping[str, Sequence[int]], before: Mapping[str, int]) -> None:
    """What is added to the counts of limits; those that were read `before`, by whoever books alone, stand already."""
    keys = (("key", "text"), ("ends_at", "timestamptz"))
    rows = [(key, moment(ends * 1_000_000), number) for key, (number, ends) in counts.items()]
    insert("advertisers_frequency", ("key", "ends_at", "number"), [row for row in rows if row[0] not in before])
    add_up("advertisers_frequency", keys, ("number",), [row for row in rows if row[0] in before], rest="ends_at")


def erase_old(*, now: datetime) -> int:
    """Counts of limits whose time is over by an hour: events of its end may have been booked late."""
    with connection.cursor() as cursor:
        over = moment(micros_of(now - timedelta(hours=1)))
        cursor.execute("DELETE FROM advertisers_frequency WHERE ends_at < %s", [over])
        return int(cursor.rowcount)
