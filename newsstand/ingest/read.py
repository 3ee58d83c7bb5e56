"""What a feed answered becomes items and articles."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction

from newsstand.algorithms import html, provenance
from newsstand.algorithms.changes import Decision, Known, Verdict, candidate_keys, decide, digest, raw_hash
from newsstand.algorithms.evidence import evidence
from newsstand.algorithms.feeds import Entry
from newsstand.algorithms.feeds import Feed as ParsedFeed
from newsstand.algorithms.fulltext import page_needed
from newsstand.algorithms.named import Named
from newsstand.algorithms.page_candidates import Candidate
from newsstand.articles.models import Article
from newsstand.articles.revise import rename, revise
from newsstand.articles.text import Text, storable
from newsstand.ingest import withdrawn
from newsstand.ingest.admit import SAME_ADDRESS, SAME_TEXT, admit, note_copies
from newsstand.ingest.models import Item
from newsstand.lib.rows import insert, select
from newsstand.publishers.models import Feed
from newsstand.topics.mention import mention
from newsstand.topics.said import note_said

MOST_SUMMARY = 400
KNOWN = ("key", "url", "content_hash", "article", "outcome", "rule")


@dataclass(slots=True)
class Counts:
    """What became of the entries of one reading."""

    accepted: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    rejected: int = 0


def take_in(*, feed: Feed, parsed: ParsedFeed, now: datetime) -> Counts:
    """Store what a reading of `feed` brought.

    1. Load: what the ledger holds of these entries, and the publisher's articles at the same addresses.
    2. Decide: `algorithms.changes.decide`, an entry at a time; an entry that cannot be taken stops no other.
    3. Save: articles, revisions, topics and the ledger, in one transaction.
    """
    entries = parsed.entries
    known = known_items(feed, entries)
    plain = {at: html.plain(entry.content or entry.summary) for at, entry in enumerate(entries) if not entry.title}
    decisions = decide(entries, known, plain=plain, now=now)
    counts = Counts(same=sum(decision.verdict == Verdict.SAME for decision in decisions))
    with transaction.atomic(savepoint=False):
        fresh = [decision for decision in decisions if decision.verdict == Verdict.NEW]
        texts = [text_of(decision, parsed, feed) for decision in fresh]
        fates = admit(feed=feed, texts=texts, now=now)
        counts.accepted = sum(fate.outcome == Item.Outcome.ACCEPTED for fate in fates)
        counts.duplicate = sum(fate.outcome == Item.Outcome.DUPLICATE for fate in fates)
        counts.rejected = len(fates) - counts.accepted - counts.duplicate
        rows = [
            item(feed, decision, fate.outcome, now, fate.article_id, rule=fate.rule, reason=fate.reason)
            for decision, fate in zip(fresh, fates, strict=True)
        ]
        changed = change(feed, parsed, decisions, known, now, counts)
        rows += changed
        articles_by_key = {row.key: row.article_id for row in rows}
        rows += refuse(feed, decisions, known, articles_by_key, now, counts)
        record(rows)
        note_names({fate.article_id: one.entry.named for one, fate in zip(fresh, fates, strict=True)})
        if changed:
            note_copies([row.article_id for row in changed if row.article_id])
    return counts


def note_names(names: Mapping[int, Sequence[Named]]) -> None:
    """Join articles (their ids) with the people, bodies and places that the feed named as such."""
    named = [pk for pk, said in names.items() if said]
    for article in Article.objects.filter(pk__in=named).select_related("publisher") if named else ():
        note_said(article, names[article.pk])


def known_items(feed: Feed, entries: Sequence[Entry]) -> dict[str, Known]:
    """What the ledger holds of these entries, by key."""
    candidates = [candidate_keys(entry) for entry in entries]
    often = Counter(chain.from_iterable(candidates))
    keys = set(often)
    # Only entries that share a key with another can stand in the ledger as its repetition.
    keys |= {
        digest("repeated", key, raw_hash(entry))
        for entry, own in zip(entries, candidates, strict=True)
        for key in own
        if often[key] > 1
    }
    rows = select(Item, KNOWN, feed=feed.pk, among=("key", keys))
    # A duplicate that was forgotten or says other words now has no article of its own: it is decided on again.
    return {
        key: Known(key, url, raw, None if rule == SAME_TEXT or forgotten(raw, outcome) else article_id, outcome)
        for key, url, raw, article_id, outcome, rule in rows
    }


def forgotten(raw: str, outcome: str) -> bool:
    """Whether somebody asked that a duplicate be looked at again."""
    return not raw and outcome == Item.Outcome.DUPLICATE


def text_of(decision: Decision, parsed: ParsedFeed, feed: Feed) -> Text:
    """The article that an entry describes, its HTML sanitised."""
    entry = decision.entry
    base = entry.url or parsed.site_url or feed.address
    dirty = entry.content or entry.summary
    body = html.clean(dirty, base_url=base, headline=decision.headline, lead_picture=entry.image)
    summary = html.plain(entry.summary) if entry.content else body.text
    lead, alt, caption = described(entry.image, entry.image_alt, entry.image_credit, body.pictures)
    language = provenance.language(languages_of(entry, parsed, feed), text=body.text)
    return Text(
        headline=decision.headline,
        published_at=decision.published,
        summary=shorten(summary or body.text),
        body=body.html,
        plain=body.text,
        language=language.value,
        authors=entry.authors,
        categories=entry.categories,
        original_url=entry.url,
        lead_picture=lead,
        lead_alt=alt,
        lead_caption=caption,
        pictures=tuple(picture.url for picture in body.pictures),
        section=entry.categories[0] if len(entry.categories) == 1 else "",
        sources=(
            ("published", decision.date_source),
            ("byline", provenance.FEED if entry.authors else ""),
            ("language", language.source),
            ("lead picture", (provenance.FEED if entry.image else provenance.OF_TEXT) if lead else ""),
            ("section", provenance.CATEGORY if len(entry.categories) == 1 else ""),
            ("text", provenance.FEED),
        ),
        page_needed=page_needed(has_content=bool(entry.content), words=body.words, text=body.text, address=entry.url),
    )


def languages_of(entry: Entry, parsed: ParsedFeed, feed: Feed) -> list[Candidate[str]]:
    """What is said of an entry's language, and where."""
    return [
        Candidate(entry.language, provenance.OF_ENTRY),
        Candidate(parsed.language, provenance.FEED),
        Candidate(feed.publisher.language, provenance.OF_PUBLISHER),
    ]


def described(lead: str, alt: str, caption: str, pictures: Sequence[html.Picture]) -> tuple[str, str, str]:
    """The lead picture with its alt text and caption: the text often shows it too, and says of it what is missing.

    Where no lead picture is named, the first one of the text is it.
    """
    own = next((picture for picture in pictures if lead in {"", picture.url}), None)
    return (own.url, alt or own.alt, caption or own.caption) if own else (lead, alt, caption)


def shorten(text: str) -> str:
    """The beginning of a text, to the end of a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_SUMMARY else flat[:MOST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def change(
    feed: Feed,
    parsed: ParsedFeed,
    decisions: Sequence[Decision],
    known: Mapping[str, Known],
    now: datetime,
    counts: Counts,
) -> list[Item]:
    """Articles whose entries changed are revised; the ledger's rows. What no reader could notice keeps its outcome."""
    changed = {d.article_id: d for d in decisions if d.verdict == Verdict.CHANGED and d.article_id}
    rows: list[Item] = []
    if not changed:
        return rows
    for article in Article.objects.filter(pk__in=changed).select_related("publisher"):
        decision = changed[article.pk]
        if article.page in {Article.Page.READ, Article.Page.AGAIN} and provenance.is_the_pages(article.sources, "text"):
            # The text came from the page: look there again, and let that decide what changed.
            ask_again(article, Article.Page.AGAIN, now)
            noticed = rename(article=article, headline=decision.headline, now=now)
        else:
            text = text_of(decision, parsed, feed)
            noticed = revise(article=article, text=text, now=now)
            if article.page in {Article.Page.FAILED, Article.Page.READ} and text.page_needed:
                ask_again(article, Article.Page.DUE, now)
            if noticed:
                mention([article])
        counts.changed += noticed
        counts.same += not noticed
        outcome, rule, reason = fate_again(article, known[decision.key].outcome, noticed=noticed)
        rows.append(item(feed, decision, outcome, now, article.pk, rule=rule, reason=reason))
    return rows


def fate_again(article: Article, before: str, *, noticed: bool) -> tuple[Item.Outcome, str, str]:
    """Outcome, rule and reason for an entry that changed; `before` is the ledger's outcome until then."""
    if article.withdrawn_at is not None:
        return Item.Outcome.REJECTED, withdrawn.RULE, withdrawn.REASON
    if noticed:
        return Item.Outcome.CHANGED, "", ""
    if before == Item.Outcome.DUPLICATE:
        return Item.Outcome.DUPLICATE, "same-address", SAME_ADDRESS
    # An entry that came empty for a while is as it was.
    return Item.Outcome.ACCEPTED if before == Item.Outcome.REJECTED else Item.Outcome(before), "", ""


def ask_again(article: Article, page: Article.Page, now: datetime) -> None:
    """The article's page is to be read again, now."""
    Article.objects.filter(pk=article.pk).update(page=page, page_due_at=now, page_attempts=0)


def refuse(
    feed: Feed,
    decisions: Sequence[Decision],
    known: Mapping[str, Known],
    articles: Mapping[str, int | None],
    now: datetime,
    counts: Counts,
) -> list[Item]:
    """The ledger's rows of what was refused or repeated; `articles` are those that this reading led to, by key."""
    outcomes = {Verdict.REJECTED: Item.Outcome.REJECTED, Verdict.DUPLICATE: Item.Outcome.DUPLICATE}
    held = {key: one.article_id for key, one in known.items()} | dict(articles)
    refused = [d for d in decisions if d.verdict in outcomes]
    rows = [item(feed, d, outcomes[d.verdict], now, d.article_id or held.get(d.repeats)) for d in refused]
    counts.rejected += sum(row.outcome == Item.Outcome.REJECTED for row in rows)
    counts.duplicate += sum(row.outcome == Item.Outcome.DUPLICATE for row in rows)
    return rows


def item(
    feed: Feed,
    decision: Decision,
    outcome: Item.Outcome,
    now: datetime,
    article_id: int | None = None,
    *,
    rule: str = "",
    reason: str = "",
) -> Item:
    """An unsaved row of the ledger."""
    return Item(
        feed=feed,
        key=decision.key,
        guid=storable(decision.entry.guid, 1000),
        url=storable(decision.entry.url, 2000),
        title=storable(decision.headline, 500),
        outcome=outcome,
        rule=rule or decision.rule,
        reason=storable(reason or decision.reason, 500),
        article_id=article_id,
        evidence=evidence(decision.entry) if rule or decision.rule else {},
        content_hash=decision.raw_hash,
        first_seen_at=now,
        decided_at=now,
    )


def record(rows: Sequence[Item]) -> None:
    """Write rows of the ledger; a known item keeps the moment when it was first seen."""
    insert(
        rows,
        unique=["feed", "key"],
        update=[
            "guid",
            "url",
            "title",
            "outcome",
            "rule",
            "reason",
            "article",
            "evidence",
            "content_hash",
            "decided_at",
        ],
    )
