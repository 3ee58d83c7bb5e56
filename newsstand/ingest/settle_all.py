"""What several feeds answered is stored together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from newsstand.ingest.refresh import Answer, Outcome, after_success, note, settle
from newsstand.lib import rows
from newsstand.lib.http import Reply
from newsstand.publishers.models import Feed, FeedEvent

NOT_MODIFIED = 304
Answered = tuple[Feed, Answer, datetime]


def has_nothing_new(answered: Answered) -> bool:
    """Whether it takes a moment only to store what came: the server says that nothing is new."""
    answer = answered[1]
    return isinstance(answer, Reply) and answer.status == NOT_MODIFIED


def settle_all(answers: Sequence[Answered]) -> list[Outcome | Exception]:
    """Store what these feeds answered; what became of each, in their order, or what kept it from being stored.

    1. Decide: which brought nothing new.
    2. Save: those in one transaction, and each other one in its own. One that fails stops no other.
    """
    quick = [at for at, answered in enumerate(answers) if has_nothing_new(answered)]
    fates: dict[int, Outcome | Exception] = {}
    try:
        fates.update(zip(quick, settle_unchanged([answers[at] for at in quick]), strict=True))
    except Exception as error:  # noqa: BLE001 (whoever waits for it is told)
        fates.update(dict.fromkeys(quick, error))
    for at, (feed, answer, now) in enumerate(answers):
        if at in fates:
            continue
        try:
            fates[at] = settle(feed, answer, now)
        except Exception as error:  # noqa: BLE001
            fates[at] = error
    return [fates[at] for at in range(len(answers))]


def settle_unchanged(answers: Sequence[Answered]) -> list[Outcome]:
    """Feeds of which their servers say that nothing is new: when to ask again, and the lease is given back.

    All else in their rows stands as it is. In one transaction, whose rows are locked in the order of their ids.
    """
    outcomes: dict[int, Outcome] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for feed, answer, now in sorted(answers, key=lambda answered: answered[0].pk):
            assert isinstance(answer, Reply)  # noqa: S101 (for mypy: has_nothing_new has said so)
            next_check_at = after_success(feed, answer.headers, now)
            cursor.execute(_statement(), [rows.moment(next_check_at), rows.moment(now), feed.pk, held(feed)])
            if cursor.rowcount:
                if feed.error:
                    note(feed, FeedEvent.Kind.RECOVERED, now)
                feed.next_check_at, feed.checked_at, feed.leased_until = next_check_at, now, None
                feed.error, feed.error_count = "", 0
            outcomes[feed.pk] = Outcome(feed, "unchanged" if cursor.rowcount else "lost")
    return [outcomes[feed.pk] for feed, _, _ in answers]


def _statement() -> str:
    table = connection.ops.quote_name(Feed._meta.db_table)
    return (
        f"UPDATE {table} SET next_check_at = %s, checked_at = %s, leased_until = NULL, error = '', error_count = 0 "  # noqa: S608
        "WHERE id = %s AND leased_until = %s AND retired_at IS NULL"
    )


def held(feed: Feed) -> Any:
    """The end of the lease under which it was read; nobody holds a feed without one."""
    return None if feed.leased_until is None else rows.moment(feed.leased_until)
