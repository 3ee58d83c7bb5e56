"""New entries of a feed become articles, unless the publisher's article is here already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsstand.articles.copies import copies_among
from newsstand.articles.dates import newest_dates
from newsstand.articles.models import Article, Copy
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.articles.twins import said_before, said_twice
from newsstand.ingest import withdrawn
from newsstand.ingest.models import Item
from newsstand.ingest.withdrawn import withdrawn_there
from newsstand.lib.rows import select
from newsstand.publishers.models import Feed
from newsstand.topics.mention import mention

SAME_TEXT = "same-text"
COPY = "copy"
SAME_ADDRESS = "The same headline at the same address is here from another feed of this publisher."
SAID_BEFORE = (
    "The publisher's article with the same text is here already, from another address or under another headline."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a new entry, and of which article it is or was made."""

    outcome: Item.Outcome
    article_id: int
    rule: str = ""
    reason: str = ""


def admit(*, feed: Feed, texts: Sequence[Text], now: datetime) -> list[Fate]:
    """Publish the texts of new entries that are not here yet. Returns the fate of each, in their order.

    1. Load: the publisher's articles at the same addresses and with the same words.
    2. Decide: what is here is a duplicate of that; of texts that repeat each other the first is published.
    3. Save: articles, copies, topics.
    """
    if not texts:
        return []
    fates = here_already(feed, texts) if newest_dates(feed.publisher_id, 1) else {}
    repeats = {at: first for at, first in said_twice(texts).items() if at not in fates}
    new = [at for at in range(len(texts)) if at not in fates and at not in repeats]
    articles = publish(publisher=feed.publisher, texts=[texts[at] for at in new], now=now)
    mention(articles, new=True)
    notes = who_was_first([article.pk for article in articles])
    for at, article in zip(new, articles, strict=True):
        rule, reason = notes.get(article.pk, ("", ""))
        fates[at] = Fate(Item.Outcome.ACCEPTED, article.pk, rule, reason)
    for at, first in repeats.items():
        fates[at] = Fate(Item.Outcome.DUPLICATE, fates[first].article_id, SAME_TEXT, SAID_BEFORE)
    return [fates[at] for at in range(len(texts))]


def here_already(feed: Feed, texts: Sequence[Text]) -> dict[int, Fate]:
    """The fates of texts that the publisher has here already, or had until they were withdrawn; by position."""
    fates = {at: Fate(Item.Outcome.DUPLICATE, pk, "same-address", SAME_ADDRESS) for at, pk in at_home(feed, texts)}
    for at, pk in withdrawn_there(feed, texts).items():
        fates.setdefault(at, Fate(Item.Outcome.REJECTED, pk, withdrawn.RULE, withdrawn.REASON))
    said = said_before(feed.publisher, texts)
    gone = {pk for pk, when in select(Article, ("id", "withdrawn_at"), among=("id", said.values())) if when is not None}
    for at, pk in said.items():
        if pk in gone:
            fates.setdefault(at, Fate(Item.Outcome.REJECTED, pk, withdrawn.RULE, withdrawn.SAME_TEXT))
        else:
            fates.setdefault(at, Fate(Item.Outcome.DUPLICATE, pk, SAME_TEXT, SAID_BEFORE))
    return fates


def at_home(feed: Feed, texts: Sequence[Text]) -> list[tuple[int, int]]:
    """(position, id of the article) of texts that stand under the same headline at the same address already.

    An article's address is the one in its feed, and the one that its page gives itself.
    """
    keys = {text.original_key for text in texts if text.original_key}
    here: dict[tuple[str, str], int] = {}
    for field in ("canonical_key", "original_key"):
        rows = select(Article, (field, "headline", "id"), publisher=feed.publisher_id, among=(field, keys))
        here |= {(key, headline): pk for key, headline, pk in sorted(rows)}
    places = ((at, here.get((text.original_key, text.headline))) for at, text in enumerate(texts))
    return [(at, pk) for at, pk in places if pk is not None]


def who_was_first(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """For those of these articles that are copies: id -> the rule, and in words whose text it was first."""
    copies = copies_among(ids)
    if not copies:
        return {}
    links = Copy.objects.filter(article__in=copies).select_related("original__publisher")
    return {link.article_id: (COPY, first_published(link)) for link in links}


def note_copies(ids: Sequence[int]) -> None:
    """Say in the ledger of articles (their ids) accepted before that they are copies, now that their text is whole."""
    for pk, (rule, reason) in who_was_first(ids).items():
        own = Item.objects.filter(article=pk, rule="").exclude(outcome=Item.Outcome.DUPLICATE)
        own.update(rule=rule, reason=reason[:500])


def first_published(link: Copy) -> str:
    """ "97 % of it was first published by The Beacon on 20 November 2026, at 12:00 UTC." """
    publisher = link.original.publisher
    when = link.original.published_at
    who = publisher.name if publisher is not None else "a contributor"
    part = "The same text" if link.kind == Copy.Kind.EXACT else f"{link.share:.0%} of it"
    return f"{part} was first published by {who} on {when.day} {when:%B %Y, at %H:%M} UTC: “{link.original.headline}”."
