"""Say how an article's thread is held from now on."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Thread, ThreadChange
from newsstand.comments.write import refuse
from newsstand.lib.stamps import touch
from newsstand.moderation.may import why_not_moderate

MOST_FIRST = 50


@transaction.atomic
def hold_thread(
    *,
    article: Article,
    by: User,
    mode: str,
    now: datetime,
    first_held: int = 1,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    closes_at: datetime | None = None,
) -> Thread:
    """How the thread is held from now on; what was said before stays as it is. Where nothing changes nothing is noted.

    `first_held` counts for Mode.FIRST_HELD; quiet hours are times of day of the site. Raises RefusedError for somebody
    who does not moderate, and for numbers and times that make no sense.
    1. Load the article, locked, and its thread.
    2. Decide who may, and whether it makes sense.
    3. Save the thread, who changed what, and that the article's page changed.
    """
    refuse(why_not_moderate(by, now))
    chosen = Thread.Mode(mode)
    if not 1 <= first_held <= MOST_FIRST:
        raise RefusedError(f"From 1 to {MOST_FIRST} first comments can be held.")
    if (quiet_from is None) != (quiet_until is None):
        raise RefusedError("Quiet hours need both times: from when and until when.")
    Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
    row = Thread.objects.filter(article=article).first() or Thread(article=article, mode=Thread.Mode.USUAL)
    before = said(row)
    was_closed, row.mode = row.mode == Thread.Mode.CLOSED, chosen
    row.first_held, row.quiet_from, row.quiet_until, row.closes_at = first_held, quiet_from, quiet_until, closes_at
    after = said(row)
    if row.pk and before == after:
        return row
    # "Closed since": what else changes about a closed thread does not close it again.
    if not (was_closed and chosen == Thread.Mode.CLOSED):
        row.changed_at = now
    row.changed_by = by
    row.save()
    ThreadChange.objects.create(article=article, by=by, said=after[:300], changed_at=now)
    touch([f"article:{article.pk}"])
    return row


def said(row: Thread) -> str:
    """How a thread is held, in words."""
    words = str(row.get_mode_display())
    if row.mode == Thread.Mode.FIRST_HELD:
        words += f" ({row.first_held} of each)"
    if row.quiet_from and row.quiet_until:
        words += f"; quiet from {row.quiet_from:%H:%M} until {row.quiet_until:%H:%M}"
    if row.closes_at:
        words += f"; closes {date_format(timezone.localtime(row.closes_at), 'j F Y, H:i')}"
    return words
