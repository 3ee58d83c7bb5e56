"""How much of two conformance corpora our feed parser meets, and how fast it is, beside two libraries and both."""

import gzip
import json
from collections.abc import Callable
from time import process_time
from typing import Any

import fastfeedparser
import feedparser

from bench.feed_answers import by_both, by_fastfeedparser, by_feedparser, ours, parse_with_both, share_met
from bench.feed_expectations import DATA, FIELDS, feedparser_cases, gofeed_cases
from newsstand.algorithms import feeds

PARSERS = {"fastfeedparser": by_fastfeedparser, "feedparser": by_feedparser, "both": by_both, "ours": ours}
CORPORA = {"gofeed": gofeed_cases, "feedparser": feedparser_cases}


def real_feeds() -> list[tuple[bytes, int]]:
    """The saved real feeds: bytes, and how many entries their index counts."""
    folder = DATA / "feeds-real"
    index = json.loads((folder / "index.json").read_text())
    return [(gzip.decompress((folder / row["file"]).read_bytes()), row["entries"]) for row in index]


def conformance() -> dict[str, dict[str, dict[str, tuple[int, int]]]]:
    """Met and asked, by corpus, parser and field."""
    shares = {}
    for corpus, cases in CORPORA.items():
        loaded = list(cases())
        shares[corpus] = {name: share_met(loaded, parser) for name, parser in PARSERS.items()}
    return shares


def speeds(repeats: int = 2) -> dict[str, float]:
    """Feeds per CPU-second of each parser on the real feeds, best of `repeats`."""
    bodies = [body for body, _ in real_feeds()]
    lean = {"sanitize_html": False, "resolve_relative_uris": False}
    calls: dict[str, Callable[[bytes], Any]] = {
        "fastfeedparser": fastfeedparser.parse,
        "feedparser": feedparser.parse,
        "feedparser, not sanitising": lambda body: feedparser.parse(body, **lean),
        "both": parse_with_both,
        "ours": feeds.parse,
    }
    rates = {}
    for name, call in calls.items():
        spent = []
        for _ in range(repeats):
            start = process_time()
            for body in bodies:
                call(body)
            spent.append(process_time() - start)
        rates[name] = len(bodies) / min(spent)
    return rates


def run() -> dict[str, object]:
    """Every figure by name: shares from 0 to 1, feeds per CPU-second, entries read of the real feeds."""
    figures: dict[str, object] = {}
    for corpus, by_parser in conformance().items():
        for field in (*FIELDS, "all"):
            for parser, counts in by_parser.items():
                met, asked = counts.get(field, (0, 0))
                if asked:
                    figures[f"{corpus} {field} met by {parser} (of {asked})"] = round(met / asked, 4)
    rates = speeds()
    for parser, rate in rates.items():
        figures[f"feeds per CPU-second, {parser}"] = round(rate, 1)
    figures["speed ratio ours to feedparser"] = round(rates["ours"] / rates["feedparser"], 1)
    lean = rates["feedparser, not sanitising"]
    figures["speed ratio ours to feedparser, not sanitising"] = round(rates["ours"] / lean, 1)
    real = real_feeds()
    read = sum(len(feeds.parse(body).entries) for body, _ in real)
    figures["entries of the real feeds, read by ours"] = read
    figures["entries of the real feeds, by their index"] = sum(min(count, 500) for _, count in real)
    return figures


def main() -> None:
    """Print the figures: a table of shares, then the rest."""
    figures = run()
    parsers = list(PARSERS)
    print(f"{'expectations met':34}" + "".join(f"{parser:>16}" for parser in parsers))
    rows: dict[str, dict[str, object]] = {}
    for name, value in figures.items():
        label, met, rest = name.partition(" met by ")
        if not met:
            continue
        parser, _, asked = rest.partition(" ")
        rows.setdefault(f"{label} {asked}", {})[parser] = value
    for label, values in rows.items():
        print(f"{label:34}" + "".join(f"{values[parser]:>16}" for parser in parsers))
    print()
    for name, value in figures.items():
        if " met by " not in name:
            print(f"{name:60}{value:>12}")


if __name__ == "__main__":
    main()
