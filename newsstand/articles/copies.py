"""One text once: articles that say what another publisher's said first are known as its copies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from newsstand.algorithms.fingerprints import (
    MOST_OF_A_BAND,
    Fingerprint,
    Kind,
    Likeness,
    compare,
    fingerprint,
    still_a_copy,
    worth_comparing,
)
from newsstand.articles.models import Article, Band, Copy
from newsstand.lib.rows import insert_values
from newsstand.lib.stamps import touch

KEYS_AT_ONCE = 900
KINDS = {Kind.SAME: Copy.Kind.EXACT, Kind.NEAR: Copy.Kind.NEAR, Kind.DIFFERENT: Copy.Kind.NEAR}


@dataclass(frozen=True, slots=True)
class Print:
    """An article's fingerprint, whose it is, and what decides who was first."""

    pk: int
    publisher_id: int | None
    when: tuple[object, object, int]
    fingerprint: Fingerprint


def recognise(articles: Sequence[Article], *, new: bool = False) -> set[int]:
    """Write the fingerprints of articles just stored or changed, and link copies with who had the text first.

    Returns the ids of the articles of which pages show something else now. Call it inside the transaction of the
    change, with articles of one publisher; `new` ones have neither links nor bands that would have to be looked at.

    1. Load: the articles that hold the same bands, their originals, and the links there are. Articles whose text is
       still to be read from their pages wait for it.
    2. Decide: links that no longer hold are broken; those not linked go to whom they share most with.
    3. Save: bands and links.
    """
    complete = [article for article in articles if article.page != Article.Page.DUE]
    if not complete:
        return set()
    with transaction.atomic(savepoint=False):
        # Whoever else stores articles at this moment waits here: neither could see the other's.
        touch(["copies"])
        prints = {article.pk: print_of(article) for article in complete}
        changed = set() if new else weigh_again(prints)
        holders = holders_of(key for each in prints.values() for key in each.fingerprint.bands)
        known = originals_among(prints, holders)
        for own in prints.values():
            changed |= place(own, known.get(own.pk, {}))
        if not new:
            Band.objects.filter(article__in=prints).delete()
        write_bands(prints, holders)
    return changed


def shows(ids: Iterable[int]) -> list[str]:
    """The stamps of every page of articles/ and below that shows one of these articles."""
    found = Article.objects.filter(pk__in=set(ids))
    names = [f"article:{pk}" for pk in found.values_list("pk", flat=True)]
    names += [f"publisher:{slug}" for slug in found.values_list("publisher__slug", flat=True) if slug]
    names += [f"author:{slug}" for slug in found.values_list("authors__slug", flat=True) if slug]
    return ["front", *names] if names else []


def copies_among(ids: Iterable[int]) -> list[int]:
    """Those of these articles that are copies; nearly always none, so it costs next to nothing to learn that."""
    wanted = list(ids)
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            some = wanted[start : start + KEYS_AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT article_id FROM {Copy._meta.db_table} WHERE article_id IN ({marks})", some)  # noqa: S608
            found += [pk for (pk,) in cursor.fetchall()]
    return found


def print_of(article: Article) -> Print:
    """The fingerprint of an article as it stands."""
    when = (article.published_at, article.received_at, article.pk)
    return Print(article.pk, article.publisher_id, when, fingerprint(article.text))


def prints_of(ids: Iterable[int]) -> dict[int, Print]:
    """The fingerprints of articles that were not withdrawn, by id. An embargoed one has its text all the same."""
    found = Article.objects.filter(pk__in=set(ids), withdrawn_at=None)
    fields = ("publisher", "published_at", "received_at", "text")
    return {article.pk: print_of(article) for article in found.only(*fields)}


def holders_of(keys: Iterable[int]) -> dict[int, list[int]]:
    """Key -> the articles that hold it."""
    holders: dict[int, list[int]] = defaultdict(list)
    ordered = iter(sorted(set(keys)))
    with connection.cursor() as cursor:
        while some := list(islice(ordered, KEYS_AT_ONCE)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT key, article_id FROM {Band._meta.db_table} WHERE key IN ({marks})", some)  # noqa: S608
            for key, article_id in cursor.fetchall():
                holders[key].append(article_id)
    return holders


def originals_among(prints: dict[int, Print], holders: dict[int, list[int]]) -> dict[int, dict[int, Print]]:
    """For each article the originals that it may be a copy of, or that may be copies of it: id -> its fingerprint."""
    likely = {
        own.pk: worth_comparing(
            holder for key in own.fingerprint.bands for holder in holders.get(key, ()) if holder not in prints
        )
        for own in prints.values()
    }
    ids = {pk for pks in likely.values() for pk in pks}
    if not ids:
        return {}
    original = dict(Copy.objects.filter(article__in=ids).values_list("article_id", "original_id"))
    known = prints_of(original.get(pk, pk) for pk in ids)
    return {
        own: {root: known[root] for pk in pks if (root := original.get(pk, pk)) in known and root != own}
        for own, pks in likely.items()
    }


def place(own: Print, originals: dict[int, Print]) -> set[int]:
    """Link an article that has no link yet with the original it shares most with. Returns the ids it changed."""
    if not originals or Copy.objects.filter(article=own.pk).exists():
        return set()
    likenesses = [(other, compare(own.fingerprint, other.fingerprint)) for other in originals.values()]
    near = [pair for pair in likenesses if is_copy(own, *pair)]
    if not near:
        return set()
    best, _ = min(near, key=lambda pair: (-pair[1].share - pair[1].back, pair[0].when))
    return lead(own, best) if own.when < best.when else lead(best, own)


def is_copy(own: Print, other: Print, likeness: Likeness) -> bool:
    """Of one publisher only the same words are a copy: what it writes again itself is its own affair."""
    if own.publisher_id is not None and own.publisher_id == other.publisher_id:
        return likeness.kind == Kind.SAME and bool(own.fingerprint.bands)
    return likeness.kind != Kind.DIFFERENT and bool(own.fingerprint.bands)


def lead(first: Print, other: Print) -> set[int]:
    """Make `first` the original of `other` and of all its copies. Returns the ids of all of them."""
    Copy.objects.filter(article=first.pk).delete()
    followers = prints_of([other.pk, *Copy.objects.filter(original=other.pk).values_list("article_id", flat=True)])
    followers.pop(first.pk, None)
    followers[other.pk] = other
    rows = [link(follower, first) for follower in followers.values()]
    Copy.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=["original", "kind", "share"]
    )
    # What is withdrawn is shown nowhere, but it must not be a copy of a copy.
    Copy.objects.filter(original=other.pk).update(original=first.pk)
    return {first.pk, *followers}


def link(copy: Print, original: Print) -> Copy:
    """An unsaved link."""
    likeness = compare(copy.fingerprint, original.fingerprint)
    return Copy(article_id=copy.pk, original_id=original.pk, kind=KINDS[likeness.kind], share=round(likeness.share, 3))


def weigh_again(prints: dict[int, Print]) -> set[int]:
    """Measure the links of changed articles again, and break those that hold no longer. Returns the ids it changed."""
    links = list(Copy.objects.filter(article__in=prints)) + list(Copy.objects.filter(original__in=prints))
    if not links:
        return set()
    known = prints_of(pk for each in links for pk in (each.article_id, each.original_id)) | prints
    changed: set[int] = set()
    for each in links:
        copy, original = known.get(each.article_id), known.get(each.original_id)
        if copy is None or original is None:
            continue
        likeness = compare(copy.fingerprint, original.fingerprint)
        if likeness.kind == Kind.DIFFERENT and not still_a_copy(likeness):
            each.delete()
            changed |= {copy.pk, original.pk}
        else:
            each.kind, each.share = KINDS[likeness.kind], round(likeness.share, 3)
            each.save(update_fields=["kind", "share"])
    return changed


def write_bands(prints: dict[int, Print], holders: dict[int, list[int]]) -> None:
    """Record the bands; one that very many articles hold already says nothing of one more."""
    held = {key: len(set(ids) - set(prints)) for key, ids in holders.items()}
    rows: list[tuple[int, int]] = []
    for own in prints.values():
        for key in own.fingerprint.bands:
            held[key] = held.get(key, 0) + 1
            if held[key] <= MOST_OF_A_BAND:
                rows.append((key, own.pk))
    insert_values(Band, ("key", "article_id"), rows)


def promote(article: Article) -> set[int]:
    """The next article becomes the original of the copies of one that is withdrawn. Returns the ids it changed."""
    copies = Copy.objects.filter(original=article.pk).values_list("article_id", flat=True)
    prints = prints_of(copies)
    prints.pop(article.pk, None)
    if not prints:
        return set()
    first = min(prints.values(), key=lambda each: each.when)
    Copy.objects.filter(article=first.pk).delete()
    rows = [link(each, first) for each in prints.values() if each.pk != first.pk]
    Copy.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=["original", "kind", "share"]
    )
    Copy.objects.filter(original=article.pk).update(original=first.pk)
    return set(prints)
