"""Places in local news: toponyms found and resolved, on LGL (588 articles of 85 local papers), beside a plain baseline.

"Within 161 km" (100 miles) is the field's measure. Marked names without coordinates are left out on both sides. "Home
as learnt" is, for each article, the place around which the other articles of its outlet (`domain` in the file) play as
we resolve them ourselves; no label is looked at. `bench/names.py` measures names of all kinds.
"""

import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import django
from lxml import etree

from bench.home import CannotMeasureError
from newsstand.algorithms.place_names import Candidate, distance_km
from newsstand.algorithms.places import Resolved, by_population, home_of, resolve

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "places-lgl.xml.gz"
CLOSE_KM = 161.0


@dataclass(frozen=True, slots=True)
class Marked:
    """A toponym that people marked; degrees None where they gave none."""

    start: int
    end: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Document:
    """An article of an outlet with its marked toponyms."""

    outlet: str
    text: str
    marked: tuple[Marked, ...]


def run() -> dict[str, object]:
    """Precision, recall, F1 and accuracy within 161 km: the baseline, the text alone, with the outlet's home; speed."""
    if not FILE.exists():
        raise CannotMeasureError(f"the marked articles are not at {FILE}")
    django.setup()
    from newsstand.topics import gazetteer

    begun = process_time()
    gazetteer.prepare()
    expanding = process_time() - begun
    every = documents()
    plain = [by_population(document.text, gazetteer.look_up) for document in every]
    begun = process_time()
    alone = [resolve(document.text, gazetteer.look_up) for document in every]
    seconds = process_time() - begun
    homes = learnt_homes(every, alone)
    with_home = [resolve(d.text, gazetteer.look_up, home=home) for d, home in zip(every, homes, strict=True)]
    return {
        "articles": len(every),
        "marked toponyms with coordinates": sum(m.latitude is not None for d in every for m in d.marked),
        "the most populous of its name (baseline)": scores(every, plain),
        "ours, the text alone": scores(every, alone),
        "ours, with the outlet's home as learnt": scores(every, with_home),
        "articles a CPU-second, look-ups included": round(len(every) / seconds),
        "CPU-seconds to expand the gazetteer, once": round(expanding, 1),
        "gazetteer's file, MiB": round(gazetteer.path().stat().st_size / 2**20, 1),
    }


def documents() -> list[Document]:
    """The articles of the file."""
    found = []
    for article in etree.fromstring(gzip.decompress(FILE.read_bytes())).iter("article"):
        marks = tuple(marked(toponym) for toponym in article.iter("toponym"))
        found.append(Document(article.findtext("domain") or "", article.findtext("text") or "", marks))
    return found


def marked(toponym: etree._Element) -> Marked:
    latitude, longitude = toponym.findtext("gaztag/lat"), toponym.findtext("gaztag/lon")
    whole = latitude and longitude
    return Marked(
        int(toponym.findtext("start") or 0),
        int(toponym.findtext("end") or 0),
        float(latitude) if whole and latitude else None,
        float(longitude) if whole and longitude else None,
    )


def learnt_homes(every: Sequence[Document], resolved: Sequence[Sequence[Resolved]]) -> list[Candidate | None]:
    """For each article, the home of its outlet as its other articles tell it."""
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for at, document in enumerate(every):
        by_outlet[document.outlet].append(at)
    return [
        home_of([[(r.place, r.confidence) for r in resolved[o]] for o in by_outlet[document.outlet] if o != at])
        for at, document in enumerate(every)
    ]


def scores(every: Sequence[Document], resolved: Sequence[Sequence[Resolved]]) -> dict[str, object]:
    """What was found against what is marked."""
    counts: Counter[str] = Counter()
    for document, found in zip(every, resolved, strict=True):
        count(document, found, counts)
    marked = sum(m.latitude is not None for document in every for m in document.marked)
    precision, recall = counts["right"] / (counts["matched"] + counts["spurious"]), counts["right"] / marked
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "F1": round(2 * precision * recall / (precision + recall), 3),
        "accuracy within 161 km of those resolved": round(counts["right"] / counts["matched"], 3),
        "share of marked names found": round(counts["matched"] / marked, 3),
    }


def count(document: Document, found: Sequence[Resolved], counts: Counter[str]) -> None:
    """One article: matched with a marked name, right within 161 km, or not marked at all."""
    used = set()
    for each in found:
        hit = next((m for m in document.marked if m.start < each.toponym.end and each.toponym.start < m.end), None)
        if hit is None:
            counts["spurious"] += 1
        elif hit.latitude is not None and hit.longitude is not None and hit not in used:
            used.add(hit)
            far = distance_km(each.place.latitude, each.place.longitude, hit.latitude, hit.longitude)
            counts["matched"] += 1
            counts["right"] += far <= CLOSE_KM
