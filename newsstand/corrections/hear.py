"""A publisher's feed brings another text: where it says in so many words that it was corrected, so do we."""

from datetime import datetime, timedelta

from newsstand.algorithms.article_html import stored_blocks
from newsstand.algorithms.corrections import correction
from newsstand.algorithms.history import paragraphs
from newsstand.articles.models import Article, Revision
from newsstand.corrections.correct import attach, correct

# A publisher notes the correction here first, and its feed brings the text a little later.
SAME_CORRECTION = timedelta(days=7)


def hear(article: Article, before: Revision, now: datetime) -> None:
    """An article was revised, inside the caller's transaction: a correction that it announces only now is noted.

    A correction that its publisher noted here before (answer.py) gets the text that was corrected. What contributors
    write is left alone: contributors/ notes their corrections.
    1. Load: what it announces, and announced before. 2. Decide whether that is new. 3. Save with correct.py.
    """
    if article.publisher_id is None:
        return
    announced = correction(article.headline, article.text)
    if announced is not None:
        former = correction(before.headline, "\n".join(paragraphs(stored_blocks(before.body))))
        if former is not None and former.evidence == announced.evidence:
            announced = None
    if attach(article=article, revision=before, since=now - SAME_CORRECTION) or announced is None:
        return
    correct(article=article, kind=announced.kind, note=announced.evidence, by=None, now=now, revision=before)
