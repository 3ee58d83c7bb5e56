"""`python -m bench.search_round ARTICLES QUERIES`: one engine's figures as JSON, in this environment's installation."""

import json
import random
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from bench.home import prepare
from bench.progress import steps
from bench.search_texts import LAST, Made, articles

PUBLISHERS = 200
AT_ONCE = 500
TODAY = date(2026, 11, 1)
PAGE = 20
# Articles of which the queries are made.
SAMPLE = 2_000


def main(count: int, queries: int) -> dict[str, object]:
    """Time to fill, size and milliseconds a query of each kind; on SQLite also of FTS5 used bare, in turn with ours."""
    home = prepare()
    from django.db import connection

    store(articles(count, PUBLISHERS))
    made = random.Random(3).sample(list(articles(count, PUBLISHERS)), min(count, SAMPLE))
    begun, used = perf_counter(), process_time()
    index()
    figures: dict[str, object] = {
        "index_articles_per_second": round(count / (perf_counter() - begun), 1),
        "index_articles_per_cpu_second_of_ours": round(count / (process_time() - used), 1),
    }
    if connection.vendor == "sqlite":
        with closing(bare(home / "bare.sqlite3", articles(count, PUBLISHERS))) as beside:
            figures |= sizes_sqlite(home)
            figures |= measured(made, queries, lambda words: ask_bare(beside, words))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('search_entry') + pg_total_relation_size('search_spelling')")
            figures["index_mib"] = mib(cursor.fetchone()[0])
        figures |= measured(made, queries, None)
    return figures


def store(made: Iterable[Made]) -> None:
    """The articles as rows, without the index: its own time is measured."""
    from django.db import transaction

    from newsstand.articles.models import Article
    from newsstand.publishers.models import Contract, Publisher

    houses = Publisher.objects.bulk_create(
        [Publisher(name=f"Paper {at}", slug=f"paper-{at}", joined_at=LAST) for at in range(PUBLISHERS)]
    )
    Contract.objects.bulk_create([Contract(publisher=house) for house in houses])
    ordered = iter(made)
    while some := list(islice(ordered, AT_ONCE)):
        with transaction.atomic():
            Article.objects.bulk_create(
                [
                    Article(
                        publisher=houses[each.publisher], headline=each.headline, slug="x", text=each.text,
                        summary=each.text[:200], published_at=each.published_at, received_at=each.published_at,
                        revised_at=each.published_at, original_url="https://paper.example/x",
                    )
                    for each in some
                ]
            )  # fmt: skip


def index() -> None:
    """As `newsstand search-index` does it."""
    from newsstand.articles.models import Article
    from newsstand.search.index import catch_up, engine, mark_due

    mark_due(Article.objects.all())
    for _ in steps("index", -(-Article.objects.count() // 100)):
        catch_up()
    engine().tidy()


def bare(path: Path, made: Iterable[Made]) -> sqlite3.Connection:
    """A plain FTS5 table with the same texts, as its documentation begins."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;")
    connection.execute("CREATE VIRTUAL TABLE bare USING fts5(headline, text)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO bare (headline, text) VALUES (?, ?)", ((one.headline, one.text) for one in made)
    )
    connection.execute("COMMIT")
    connection.execute("INSERT INTO bare (bare) VALUES ('optimize')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection


def ask_bare(connection: sqlite3.Connection, words: str) -> None:
    sql = f"SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT {PAGE}"
    connection.execute(sql, (words,)).fetchall()


def sizes_sqlite(home: Path) -> dict[str, object]:
    """MiB of our tables, by SQLite's own count of their pages, and of the bare table's file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pgsize), sum(pgsize) FILTER (WHERE name LIKE 'search_words%') FROM dbstat "
            "WHERE aggregate = 1 AND name LIKE '%search_%'"
        )
        whole, inverted = cursor.fetchone()
    beside = (home / "bare.sqlite3").stat().st_size
    with closing(sqlite3.connect(home / "bare.sqlite3")) as other:
        [theirs] = other.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN ('bare_data', 'bare_idx', 'bare_docsize')"
        ).fetchone()
    return {
        "index_mib": mib(whole), "bare_mib": mib(beside), "size_ratio": round(whole / beside, 2),
        "index_without_texts_mib": mib(inverted), "bare_without_texts_mib": mib(theirs),
    }  # fmt: skip


def mib(size: int) -> float:
    return round(size / 2**20, 1)


def measured(made: Sequence[Made], queries: int, beside: Callable[[str], None] | None) -> dict[str, object]:
    """Milliseconds of each kind of query: ours, the whole page of results, and the bare table where it can be asked."""
    from django.test import Client

    figures: dict[str, object] = {}
    ours_all: list[float] = []
    client = Client(HTTP_HOST="127.0.0.1")
    for kind, (asked, bare_asked) in kinds(made, queries).items():
        ours, page, theirs = [], [], []
        for at in range(-5, len(asked)):
            own = spent(lambda text=asked[at]: ask(text))
            whole = spent(lambda text=asked[at]: client.get("/search", {"q": text}, REMOTE_ADDR=address(text)))
            other = spent(lambda text=bare_asked[at]: beside(text)) if beside and bare_asked else 0.0
            if at >= 0:
                ours.append(own)
                page.append(whole)
                theirs.append(other)
        ours_all += ours
        figures[kind] = {**two("ours", ours), **two("page", page), **(two("bare", theirs) if any(theirs) else {})}
        if any(theirs):
            figures[kind]["p50_ratio"] = round(percentile(ours, 50) / percentile(theirs, 50), 2)  # type: ignore[index]
    return {**two("all", ours_all), **figures}


def address(text: str) -> str:
    """Each query from an address of its own: what is measured is the search, not its limit."""
    number = random.Random(text).getrandbits(24)
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def ask(text: str) -> None:
    from newsstand.algorithms.queries import parse
    from newsstand.search.find import find

    find(parse(text, today=TODAY), now=LAST, length=PAGE)


def kinds(made: Sequence[Made], queries: int) -> dict[str, tuple[list[str], list[str]]]:
    """Queries of each kind in our language, and the same in FTS5's own where it has one."""
    dice = random.Random(2)
    held: dict[str, int] = {}
    for each in made:
        for word in {word.lower() for word in each.text.split() if word.isascii() and word.isalpha() and len(word) > 3}:
            held[word] = held.get(word, 0) + 1
    by_count = sorted(held, key=lambda word: (-held[word], word))
    common, middle, rare = by_count[:40], by_count[40:2000], by_count[2000:]

    def some(of: Sequence[str], n: int = 1) -> list[str]:
        return [" ".join(dice.choice(of) for _ in range(n)) for _ in range(queries)]

    def phrase() -> str:
        words = dice.choice(made).text.split()[3:40]
        at = dice.randrange(max(1, len(words) - 3))
        return '"' + " ".join("".join(c for c in word if c.isalnum()) for word in words[at : at + 3]).strip() + '"'

    phrases = [phrase() for _ in range(queries)]
    commons, middles, rares, pairs = some(common), some(middle), some(rare), some(middle, 2)
    triples = [f"{one} {other}" for one, other in zip(some(common), some(middle, 2), strict=True)]
    starts = [f"{word[:4]}*" for word in some(middle)]
    names = [f'{word} publisher:"Paper {dice.randrange(PUBLISHERS)}"' for word in some(common)]
    days = [f"{word} after:2026-0{dice.randint(1, 9)} before:2026-11" for word in some(common)]
    slips = [word[:2] + word[3:] + "q" for word in rares]
    return {
        "rare_word": (rares, rares), "middling_word": (middles, middles), "common_word": (commons, commons),
        "two_words": (pairs, pairs), "three_words": (triples, triples), "phrase": (phrases, phrases),
        "beginning": (starts, starts), "common_word_of_one_publisher": (names, []),
        "common_word_between_days": (days, []), "nothing_found": (slips, slips),
    }  # fmt: skip


def spent(deed: Callable[[], object]) -> float:
    """Milliseconds: of this process's CPU with SQLite, which works in it; of the clock with PostgreSQL."""
    from django.db import connection

    clock = process_time if connection.vendor == "sqlite" else perf_counter
    begun = clock()
    deed()
    return (clock() - begun) * 1000


def percentile(values: Sequence[float], of_hundred: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)]


def two(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": round(percentile(values, 50), 2), f"{name}_p99_ms": round(percentile(values, 99), 2)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
