"""Places in local news: toponyms found and resolved, on LGL (588 articles of 85 local papers), beside a plain baseline.

    python bench/places.py

"Within 161 km" (100 miles) is the field's measure. Marked names without coordinates are left out on both sides.
`home` is each outlet's state and place as learnt from its other articles in the file, never from their labels.
"""

import gzip
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FILE = ROOT.parent / "shared" / "data" / "places-lgl.xml.gz"
CLOSE_KM = 161.0


@dataclass(frozen=True)
class Marked:
    start: int
    end: int
    latitude: float | None
    longitude: float | None
    phrase: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Document:
    outlet: str
    text: str
    marked: tuple[Marked, ...]


def documents() -> list[Document]:
    from lxml import etree

    found = []
    for article in etree.fromstring(gzip.decompress(FILE.read_bytes())).iter("article"):
        marks = []
        for toponym in article.iter("toponym"):
            there = toponym.find("gaztag")
            latitude = there.findtext("lat") if there is not None else None
            longitude = there.findtext("lon") if there is not None else None
            marks.append(
                Marked(
                    int(toponym.findtext("start")),
                    int(toponym.findtext("end")),
                    float(latitude) if latitude else None,
                    float(longitude) if longitude else None,
                    toponym.findtext("phrase"),
                    there.findtext("fcode") or "" if there is not None else "",
                )
            )
        found.append(Document(article.findtext("domain"), article.findtext("text"), tuple(marks)))
    return found


def compare(document: Document, resolved: list, counts: Counter, far: Counter) -> None:
    """Count what was found, what is right, and what is not marked at all."""
    from newsstand.algorithms.place_names import distance_km

    used = set()
    for each in resolved:
        hit = next((m for m in document.marked if m.start < each.toponym.end and each.toponym.start < m.end), None)
        if hit is None:
            counts["spurious"] += 1
            far["~" + each.toponym.words] += 1
        elif hit.latitude is None or hit.longitude is None:
            counts["without coordinates"] += 1
        elif hit not in used:
            used.add(hit)
            km = distance_km(each.place.latitude, each.place.longitude, hit.latitude, hit.longitude)
            counts["matched"] += 1
            counts["right"] += km <= CLOSE_KM
            if km > CLOSE_KM:
                far[
                    f"{hit.phrase}/{hit.kind} as {each.place.name} {each.place.admin1} {each.place.country} ({each.rule})"
                ] += 1
    counts["marked"] += sum(m.latitude is not None for m in document.marked)
    for m in document.marked:
        if m.latitude is not None and m not in used:
            far["-" + m.phrase + "/" + m.kind] += 1


def line(name: str, counts: Counter) -> str:
    found = counts["matched"] + counts["spurious"]
    precision, recall = counts["right"] / found, counts["right"] / counts["marked"]
    accuracy = counts["right"] / counts["matched"]
    f1 = 2 * precision * recall / (precision + recall)
    spans = counts["matched"] / counts["marked"]
    return f"{name:44s} {precision:9.3f} {recall:8.3f} {f1:6.3f} {accuracy:10.3f} {spans:12.3f}"


def homes(documents: list[Document], resolved: list[list]) -> dict[int, object]:
    """For each document, the place most named by the other articles of its outlet."""
    from newsstand.algorithms.places import home_of

    by_outlet = defaultdict(list)
    for at, document in enumerate(documents):
        by_outlet[document.outlet].append(at)
    return {
        at: home_of(
            [[(r.place, r.confidence) for r in resolved[other]] for other in by_outlet[d.outlet] if other != at]
        )
        for at, d in enumerate(documents)
    }


def main() -> None:
    if not FILE.exists():
        print(f"The measured articles are not at {FILE}: nothing to measure.")
        return
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsstand.settings")
    import django

    django.setup()
    from newsstand.algorithms.places import by_population, resolve
    from newsstand.topics import gazetteer

    gazetteer.prepare()
    every = documents()
    print(f"{len(every)} articles, {sum(len(d.marked) for d in every):,} marked toponyms\n")
    print(f"{'':44s} {'precision':>9s} {'recall':>8s} {'F1':>6s} {'acc@161km':>10s} {'names found':>12s}")
    counts, far = Counter(), Counter()
    for document in every:
        compare(document, by_population(document.text, gazetteer.look_up), counts, far)
    print(line("the most populous of its name (baseline)", counts))
    counts, far, begun = Counter(), Counter(), time.process_time()
    plain = [resolve(document.text, gazetteer.look_up) for document in every]
    seconds = time.process_time() - begun
    for document, found in zip(every, plain, strict=True):
        compare(document, found, counts, far)
    print(line("this one, the text alone", counts))
    if "--errors" in sys.argv:
        print(*far.most_common(150), sep="\n")
    counts, far = Counter(), Counter()
    for (at, home), document in zip(homes(every, plain).items(), every, strict=True):
        compare(document, resolve(document.text, gazetteer.look_up, home=home), counts, far)
    print(line("this one, with the outlet's home as learnt", counts))
    print(f"\n{len(every) / seconds:,.0f} articles a CPU-second (text alone), gazetteer look-ups included")
    if "--errors-home" in sys.argv:
        print(*far.most_common(150), sep="\n")


if __name__ == "__main__":
    main()
