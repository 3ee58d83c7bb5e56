"""The same text twice from one publisher, at two addresses or under two headlines: what is new of it is nothing."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from newsstand.algorithms.fingerprints import Fingerprint, fingerprint, worth_comparing
from newsstand.articles.copies import holders_of
from newsstand.articles.models import Article
from newsstand.articles.text import Text
from newsstand.publishers.models import Publisher

# A standing text that comes back after weeks was meant to come back.
WITHIN = timedelta(days=30)
# Under another headline a text has to be this long, in words: short ones are repeated for other reasons.
LONG = 100


def said_before(publisher: Publisher, texts: Sequence[Text]) -> dict[int, int]:
    """Which of these new texts the publisher has here already: position -> id of the article. At most some queries.

    A text that is still to be read from its page is not known yet, and so never here. What an editor or the site
    withdrew is here: it does not come back from another address. What the publisher's own people withdrew is not: when
    they publish it anew elsewhere they mean to.
    """
    prints = {at: fingerprint(text.plain) for at, text in enumerate(texts) if not text.page_needed}
    holders = holders_of(key for each in prints.values() for key in each.bands)
    likely = {at: worth_comparing(pk for key in own.bands for pk in holders.get(key, ())) for at, own in prints.items()}
    ids = {pk for pks in likely.values() for pk in pks}
    if not ids:
        return {}
    rows = Article.objects.filter(pk__in=ids, publisher=publisher).exclude(
        withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_by__is_staff=False
    )
    here = {article.pk: article for article in rows.only("headline", "published_at", "text")}
    found: dict[int, int] = {}
    for at, pks in likely.items():
        for other in (here[pk] for pk in pks if pk in here):
            near_in_time = abs(texts[at].published_at - other.published_at) <= WITHIN
            if near_in_time and same(prints[at], texts[at].headline, fingerprint(other.text), other.headline):
                found.setdefault(at, other.pk)
    return found


def said_twice(texts: Sequence[Text]) -> dict[int, int]:
    """Which of these texts repeat one before them: position -> position of the first."""
    first: dict[str, list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for at, text in enumerate(texts):
        if text.page_needed:
            continue
        own = fingerprint(text.plain)
        before = (other for other in first[own.digest] if same(own, text.headline, own, texts[other].headline))
        if (other := next(before, None)) is not None:
            found[at] = other
        else:
            first[own.digest].append(at)
    return found


def same(one: Fingerprint, headline: str, other: Fingerprint, other_headline: str) -> bool:
    """Whether two texts with their headlines are one article. Too short ones never are, whatever their headlines."""
    if one.digest != other.digest or not one.bands:
        return False
    return one.length >= LONG or fingerprint(headline).digest == fingerprint(other_headline).digest
