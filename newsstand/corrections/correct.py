"""An article is corrected: its readers are told so in a note, everywhere it stands."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_text
from newsstand.articles.copies import shows
from newsstand.articles.models import Article, Copy, Revision
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.models import Contest, Correction
from newsstand.corrections.texts import still_says
from newsstand.lib.stamps import touch

LIST = "corrections"
MOST_NOTE = 1000
NO_NOTE = "Write the note to readers: what was wrong, and what is right."


@transaction.atomic
def correct(
    *,
    article: Article,
    kind: str,
    note: str,
    by: User | None,
    now: datetime,
    contest: Contest | None = None,
    revision: Revision | None = None,
) -> Correction:
    """Note that an article was corrected or clarified (`kind` is one of Correction.Kind): the only writer of the table.

    `revision` is what the article said before, where its text changed: one revision has one correction, so that a
    second call for it gives the note its latest words instead of a second note. `by` is None where the publisher's
    feed said so. Whether somebody may do so is asked before (answer.py, contributors/). Readers who read the earlier
    text and asked are told later by the worker (readers/corrected.py).
    Raises RefusedError for a kind that there is not, for a note that is empty or too long, and for a contest or a
    revision of another article.
    1. Load the correction that this revision has already, locked with its article.
    2. Decide whether the note can stand.
    3. Save; every page, list and feed that shows the article hears of it.
    """
    note = checked(article, kind, note, contest, revision)
    Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
    known = Correction.objects.filter(article=article, revision=revision).first() if revision else None
    if known is None:
        known = Correction(article=article, revision=revision, at=now, by=by)
    known.kind, known.note = kind, note
    known.contest, known.by = contest or known.contest, known.by or by
    known.save()
    touch_all(article)
    return known


def attach(*, article: Article, revision: Revision, since: datetime) -> bool:
    """Give the correction that people noted since `since` what the article said before; whether there is such a one.

    1. Load the latest such correction. 2. Decide: as long as the article says what was contested, it was not that.
    3. Save its revision; the pages that show it are made anew.
    """
    rows = Correction.objects.filter(article=article, revision=None, at__gte=since).exclude(by=None)
    found = rows.select_related("contest").order_by("-at", "-pk").first()
    if found is None or (found.contest is not None and still_says(found.contest.statement, article)):
        return False
    found.revision = revision
    found.save(update_fields=["revision"])
    touch_all(article)
    return True


def checked(article: Article, kind: str, note: str, contest: Contest | None, revision: Revision | None) -> str:
    """The note as it is kept. Raises RefusedError."""
    note = plain_text(note)
    if kind not in Correction.Kind.values:
        raise RefusedError("It is a correction, or a clarification.")
    if not note:
        raise RefusedError(NO_NOTE)
    if len(note) > MOST_NOTE:
        raise RefusedError(f"The note has {len(note):,} characters; {MOST_NOTE:,} is the most.")
    if contest is not None and contest.article_id != article.pk:
        raise RefusedError("The contested statement stands in another article.")
    if revision is not None and revision.article_id != article.pk:
        raise RefusedError("This revision is another article's.")
    return note


def touch_all(article: Article) -> None:
    """Every page that shows the article's corrections is out of date: its own, its copies', lists and feeds."""
    copies = Copy.objects.filter(original=article).values_list("article", flat=True)
    # Topics and stories stand above, and list it too.
    touch([LIST, "site", *shows([article.pk, *copies])])
