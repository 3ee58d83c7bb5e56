"""Fingerprints of real texts a second, and how looking for copies grows with the articles that are here."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from math import log
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from bench.home import prepare
from bench.progress import steps
from bench.reprints import first_words, headline, originals, paragraphs, places

if TYPE_CHECKING:
    from newsstand.articles.copies import Print
    from newsstand.publishers.models import Publisher

SIZES = (10_000, 50_000, 200_000)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# As many sequences as the middle one of the real texts has.
SEQUENCES = 500
ROUNDS = 5
A_FEED = 20


def run() -> dict[str, object]:
    """Texts a CPU-second; CPU milliseconds a lookup by number of articles, and their growth beside the logarithm's."""
    prepare()
    figures: dict[str, object] = {"fingerprints_per_cpu_second": round(speed(), 1)}
    publisher, probes = begin()
    middle: dict[int, float] = {}
    for size in SIZES:
        fill(publisher, size)
        middle[size], found = lookup(probes)
        figures[f"articles_{size:,}"] = {"cpu_milliseconds_a_lookup": round(middle[size], 3), "reprints_found": found}
    figures["reprints_looked_for"] = len(probes) // 2
    figures["growth_10,000_to_200,000"] = round(middle[SIZES[-1]] / middle[SIZES[0]], 2)
    figures["growth_of_the_logarithm"] = round(log(SIZES[-1]) / log(SIZES[0]), 2)
    return figures


def speed() -> float:
    """Real texts a CPU-second, from text to bands; the best of some rounds."""
    from newsstand.algorithms.fingerprints import fingerprint

    texts = list(originals().values())
    spent = []
    for _ in range(ROUNDS):
        begun = process_time()
        for text in texts:
            fingerprint.__wrapped__(text)
        spent.append(process_time() - begun)
    return len(texts) / min(spent)


def begin() -> "tuple[Publisher, list[Print]]":
    """The real texts as articles, and what is looked for: a reprint of each, and as many texts that are new."""
    from newsstand.articles.copies import print_of
    from newsstand.articles.models import Article
    from newsstand.articles.publish import publish
    from newsstand.articles.text import Text
    from newsstand.publishers.models import Publisher

    publisher = Publisher.objects.create(name="First", slug="first", joined_at=NOW)
    real = list(originals().values())
    texts = [Text(headline=headline(text), published_at=NOW, plain=text) for text in real]
    publish(publisher=publisher, texts=texts, now=NOW)
    reprints = ["\n".join(paragraphs(first_words(text, 0.7))[1:]) for text in real]
    new = islice((text for text in places() if len(text.split()) > 100), len(real))
    moment = {"publisher_id": publisher.pk + 1, "published_at": NOW, "received_at": NOW}
    both = [text for pair in zip(reprints, new, strict=True) for text in pair]
    return publisher, [print_of(Article(pk=-at - 1, text=text, **moment)) for at, text in enumerate(both)]


def fill(publisher: "Publisher", size: int) -> None:
    """Articles with bands such as real texts have, until there are `size`."""
    from django.db import connection, transaction

    from newsstand.articles.models import Article, Band

    first = Article.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    count = size - Article.objects.count()
    one = Article(publisher=publisher, headline="x", slug="x", published_at=NOW, received_at=NOW, revised_at=NOW)
    fields = [field for field in Article._meta.concrete_fields if not field.primary_key]
    row = [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]
    names = ", ".join(["id", *(str(field.column) for field in fields)])
    with transaction.atomic(), connection.cursor() as cursor:
        for start in steps(f"articles, up to {size:,}", -(-count // 1000)):
            ids = range(first + start * 1000, first + min(count, (start + 1) * 1000))
            marks = ", ".join(["%s"] * (len(row) + 1))
            cursor.executemany(
                f"INSERT INTO {Article._meta.db_table} ({names}) VALUES ({marks})", [[pk, *row] for pk in ids]
            )
            cursor.executemany(
                f"INSERT INTO {Band._meta.db_table} (key, article_id) VALUES (%s, %s)",
                [(key, pk) for pk in ids for key in bands(random.Random(pk))],
            )


def bands(dice: random.Random) -> Iterator[int]:
    """The smallest of as many random checksums as a text has sequences."""
    from newsstand.algorithms.fingerprints import BANDS

    at = 0.0
    for _ in range(BANDS):
        at += dice.expovariate(SEQUENCES / 2**32)
        yield int(at)


def lookup(probes: "Sequence[Print]") -> tuple[float, int]:
    """CPU milliseconds an article when feeds of twenty are looked up, their median; how many reprints were found."""
    from newsstand.algorithms.fingerprints import Kind, compare
    from newsstand.articles.copies import holders_of, originals_among

    spent, found = [], set()
    for _ in range(ROUNDS):
        for at in range(0, len(probes), A_FEED):
            some = {each.pk: each for each in probes[at : at + A_FEED]}
            begun = process_time()
            holders = holders_of(key for each in some.values() for key in each.fingerprint.bands)
            known = originals_among(some, holders)
            spent.append((process_time() - begun) * 1000 / len(some))
            for pk, others in known.items():
                kinds = [compare(some[pk].fingerprint, other.fingerprint).kind for other in others.values()]
                if any(kind != Kind.DIFFERENT for kind in kinds):
                    found.add(pk)
    return median(spent), len(found)


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:32} {value}")
