"""Articles grouped into stories as they arrive: quality on labelled texts, and speed as the open stories grow.

`python -m bench stories` prints both. `python -m bench.stories FILE...` measures quality on other labelled sets, JSON
Lines (.gz or not) with one text a line; see `bench.story_sets` for the fields. The rules are those of the site, and the
same for every set: `algorithms.clusters.RULES`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from bench.story_scores import scores
from bench.story_sets import Labelled, cut_to_headline, cut_to_start, ecb_plus, read_set
from bench.story_speed import speed
from newsstand.algorithms.clusters import Clusters, place
from newsstand.algorithms.vectors import read
from newsstand.algorithms.word_counts import WordCounts

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def run() -> dict[str, object]:
    """B-cubed precision, recall, F1, pair F and ARI on ECB+ in file order; articles a CPU-second by open articles."""
    path = DATA / "stories-ecbplus.jsonl.gz"
    found: dict[str, object] = {}
    if path.exists():
        texts = ecb_plus(path)
        found["ecb+"] = quality(texts)
        found["ecb+, headline + 250 characters"] = quality([cut_to_start(text) for text in texts])
    else:
        found["ecb+"] = f"not measured: {path} is not there"
    found["speed"] = speed()
    return found


def quality(texts: Sequence[Labelled]) -> dict[str, object]:
    """Scores of the stories that the texts fall into, one after the other; unlabelled ones only dilute the stream."""
    begun = process_time()
    stories = grouped(texts)
    seconds = process_time() - begun
    pairs = [(text.label, story) for text, story in zip(texts, stories, strict=True) if text.label is not None]
    return {
        "texts": len(texts),
        **scores([label for label, _ in pairs], [story for _, story in pairs]),
        "stories": len({story for _, story in pairs}),
        "labelled stories": len({label for label, _ in pairs}),
        "texts a CPU-second": round(len(texts) / max(seconds, 1e-9)),
    }


def grouped(texts: Sequence[Labelled]) -> list[int]:
    """The story of each text, merged ones followed to where they went."""
    clusters, words = Clusters(), WordCounts()
    first, into = [], {}
    for number, text in enumerate(texts):
        story, gone = place(clusters, read(text.document, words), number)
        first.append(story)
        if gone is not None:
            into[gone] = story
    return [followed(story, into) for story in first]


def followed(story: int, into: dict[int, int]) -> int:
    while story in into:
        story = into[story]
    return story


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure sets that are named on the command line, whole and cut as summary feeds cut them."""
    parser = argparse.ArgumentParser(prog="python -m bench.stories", description="Group labelled texts into stories.")
    parser.add_argument("files", nargs="+", type=Path, help="JSON Lines, one text a line, .gz or not")
    for path in parser.parse_args(arguments).files:
        try:
            texts = read_set(path)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        for name, cut in (("full", None), ("headline + 250", cut_to_start), ("headline", cut_to_headline)):
            figures = quality(texts if cut is None else [cut(text) for text in texts])
            print(json.dumps({"set": path.name, "texts are": name, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
