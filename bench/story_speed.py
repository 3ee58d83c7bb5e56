"""How fast articles find their stories while 10,000 to 200,000 of them are open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time

from newsstand.algorithms.clusters import Clusters, place
from newsstand.algorithms.vectors import Document, read
from newsstand.algorithms.word_counts import WordCounts

OPEN = (10_000, 50_000, 200_000)
MEASURED = 2_000
FILLING = 700
WORDS = 250
VOCABULARY = 60_000
A_DAY = 30_000
STORIES_A_DAY = 12_000
SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "ost")]


def speed() -> dict[str, object]:
    """Articles of 250 words a CPU-second with so many articles in open stories: counted, read and placed.

    What is not measured is put where it belongs without being compared, so that the index fills quickly.
    """
    clusters, words = Clusters(), WordCounts()
    found: dict[str, float] = {}
    stream = articles(Random(7))
    number = 0
    for wanted in OPEN:
        while number < wanted - MEASURED:
            true, document = next(stream)
            clusters.join(-1 - true, read(replace(document, text=document.text[:FILLING]), words))
            number += 1
        begun = process_time()
        for _ in range(MEASURED):
            place(clusters, read(next(stream)[1], words), number)
            number += 1
        found[f"{wanted:,} open articles"] = round(MEASURED / (process_time() - begun))
    fastest, slowest = found[f"{OPEN[0]:,} open articles"], found[f"{OPEN[-1]:,} open articles"]
    growth = fastest / slowest
    return {
        **found,
        "open stories at the end": len(clusters.groups),
        "times slower with twenty times as many": round(growth, 2),
        "the square root would be": round((OPEN[-1] / OPEN[0]) ** 0.5, 2),
    }


def articles(chance: Random) -> Iterator[tuple[int, Document]]:
    """Generated articles, each with the number of its story: words as frequent as in a language (Zipf), some own."""
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    cumulative = [0.0]
    for weight in weights:
        cumulative.append(cumulative[-1] + weight)
    del cumulative[0]
    own: list[list[str]] = []
    now = datetime(2026, 1, 1, tzinfo=UTC)
    while True:
        now += timedelta(days=1 / A_DAY)
        # Most stories are told once; some by dozens.
        is_new = not own or chance.random() < STORIES_A_DAY / A_DAY
        if is_new:
            own.append(chance.choices(vocabulary[2000:], k=14))
        at = len(own) - 1 if is_new else len(own) - 1 - min(len(own) - 1, int(chance.expovariate(1 / 3000)))
        story = own[at]
        common = chance.choices(vocabulary, cum_weights=cumulative, k=WORDS - 45)
        special = chance.choices(story, k=45)
        text = common + special
        chance.shuffle(text)
        names = " ".join(word.title() for word in story[:2])
        headline = " ".join(chance.sample(story, 5) + chance.choices(vocabulary, cum_weights=cumulative, k=3))
        body = f"{names} {' '.join(text[:60])}. {' '.join(text[60:])}"
        yield at, Document(headline, body, language="en", published=now)
