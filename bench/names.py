"""Names in news: spans and kinds, on 120 Wikinews articles (MEANTIME), beside a plain baseline.

The file gives mentions without places in the text, and marks phrases and pronouns too. Compared are the distinct names
of an article: marked mentions whose words all begin with a capital (but for "of" and its like). Only the headline and
the first five sentences are read, which is where mentions are marked. Not every name there is marked ("United States"
often is not), so precision is a lower bound for everybody in the table.
"""

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import process_time

import django

from bench.home import CannotMeasureError
from newsstand.algorithms.names import names_in

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "entities-wikinews-en.jsonl.gz"
KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "PRO": "product", "FIN": "product"}
OURS = ("person", "organisation", "place")
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "his", "her", "its", "their", "our", "some", "this", "that"}
SMALL = {"of", "the", "and", "for", "de", "la", "del", "van", "von", "in", "'s", "&", "al", "bin"}
BEFORE = re.compile(r"^((the|a|an|mr\.?|mrs|president|senator|spokeswoman|spokesman|ceo) )+", re.IGNORECASE)
SEQUENCE = re.compile(r"[A-Z][\w.&-]*(?: (?:of )?[A-Z][\w.&-]*)*")
Kinds = Mapping[str, str]


def run() -> dict[str, object]:
    """Precision, recall and F1 of distinct names: the baseline's, ours, ours with their kinds; speed."""
    if not FILE.exists():
        raise CannotMeasureError(f"the marked articles are not at {FILE}")
    django.setup()
    from newsstand.topics import gazetteer

    gazetteer.prepare()
    every = articles()
    marked = [names for _, names in every]
    bare = [{plain(found): "" for found in SEQUENCE.findall(text)} for text, _ in every]
    begun = process_time()
    ours = [{plain(name.words): name.kind for name in names_in(text, gazetteer.look_up)} for text, _ in every]
    seconds = process_time() - begun
    return {
        "articles": len(every),
        "distinct marked names": sum(map(len, marked)),
        "every capitalised sequence (baseline), spans": spans(bare, marked),
        "ours, spans": spans(ours, marked),
        **{f"ours, {kind}": of_kinds(ours, marked, (kind,)) for kind in OURS},
        "ours, spans with the right kind": of_kinds(ours, marked, OURS),
        "articles a CPU-second, look-ups included": round(len(every) / seconds),
    }


def articles() -> list[tuple[str, dict[str, str]]]:
    """Texts as they were before they were cut into tokens, and the kinds of their marked names."""
    found = []
    for row in gzip.decompress(FILE.read_bytes()).decode().splitlines():
        data = json.loads(row)
        lines = data["text"].split("\n")
        read = "\n".join([lines[0], *lines[2:7]]) if len(lines) > 2 else data["text"]
        marked: dict[str, str] = {}
        for mention in data.get("mentions", ()):
            if mention["type"] in KINDS and is_name(mention["text"]) and mention["text"] in read:
                marked.setdefault(plain(mention["text"]), KINDS[mention["type"]])
        text = re.sub(r" ([,.;:!?)]|'s\b)", r"\1", read).replace("`` ", "“").replace(" ''", "”").replace("( ", "(")
        found.append((text, marked))
    return found


def is_name(text: str) -> bool:
    """Whether all its words but the small ones begin with a capital, and it is no pronoun."""
    words = text.split()
    large = [word for word in words if word.casefold() not in SMALL]
    alone = len(words) == 1 and text.casefold() in PRONOUNS
    return bool(large) and not alone and len(words) <= 7 and all(w[0].isupper() for w in large) and len(large[0]) > 1


def plain(text: str) -> str:
    """Without an article, titles and the possessive: the file marks "President Putin", we name Putin."""
    bare = BEFORE.sub("", text.replace("`` ", "").replace(" ''", "").strip())
    return re.sub(r"\s+", " ", re.sub(r"\s?'s$", "", bare)).casefold().strip(" .")


def spans(found: Sequence[Kinds], marked: Sequence[Kinds]) -> dict[str, float]:
    right = sum(len(ours.keys() & theirs.keys()) for ours, theirs in zip(found, marked, strict=True))
    return figures(right, sum(map(len, found)), sum(map(len, marked)))


def of_kinds(found: Sequence[Kinds], marked: Sequence[Kinds], kinds: Sequence[str]) -> dict[str, float]:
    """The same for names of these kinds, which must be right too."""
    pairs = zip(found, marked, strict=True)
    right = sum(theirs.get(name) == kind in kinds for ours, theirs in pairs for name, kind in ours.items())
    in_ours = sum(kind in kinds for ours in found for kind in ours.values())
    return figures(right, in_ours, sum(kind in kinds for theirs in marked for kind in theirs.values()))


def figures(right: int, found: int, marked: int) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(marked, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "F1": round(f1, 3)}
