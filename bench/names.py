"""Names in news: spans and kinds, on 120 Wikinews articles (MEANTIME), beside a plain baseline.

    python bench/names.py

The file gives mentions without places in the text, and marks phrases and pronouns too. Compared are the distinct names
of an article: marked mentions whose words all begin with a capital (but for "of" and its like). Marked are the headline
and the first five sentences; only these are read.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FILE = ROOT.parent / "shared" / "data" / "entities-wikinews-en.jsonl.gz"
KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "PRO": "product", "FIN": "product"}
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "his", "her", "its", "their", "our", "some", "this", "that"}
SMALL = {"of", "the", "and", "for", "de", "la", "del", "van", "von", "in", "'s", "&", "al", "bin"}


def is_name(text: str) -> bool:
    words = text.split()
    large = [word for word in words if word.casefold() not in SMALL]
    alone = len(words) == 1 and text.casefold() in PRONOUNS
    return bool(large) and not alone and len(words) <= 7 and all(w[0].isupper() for w in large) and len(large[0]) > 1


def plain(text: str) -> str:
    """Without an article, titles and the possessive: the file marks "President Putin", we name Putin."""
    bare = re.sub(
        r"^((the|a|an|mr\.?|mrs|president|senator|spokeswoman|spokesman|ceo) )+",
        "",
        text.replace("`` ", "").replace(" ''", "").strip(),
        flags=re.I,
    )
    return re.sub(r"\s+", " ", re.sub(r"\s?'s$", "", bare)).casefold().strip(" .")


def articles() -> list[tuple[str, dict[str, str]]]:
    found = []
    for row in gzip.decompress(FILE.read_bytes()).decode().splitlines():
        data = json.loads(row)
        lines = data["text"].split("\n")
        read = "\n".join([lines[0], *lines[2:7]]) if len(lines) > 2 else data["text"]
        marked: dict[str, str] = {}
        for mention in data.get("mentions", ()):
            if mention["type"] in KINDS and is_name(mention["text"]) and mention["text"] in read:
                marked.setdefault(plain(mention["text"]), KINDS[mention["type"]])
        # As it was before it was cut into tokens.
        text = re.sub(r" ([,.;:!?)]|'s\b)", r"\1", read).replace("`` ", "“").replace(" ''", "”").replace("( ", "(")
        found.append((text, marked))
    return found


def line(name: str, right: int, found: int, marked: int) -> str:
    precision, recall = right / max(found, 1), right / max(marked, 1)
    return f"{name:44s} {precision:9.3f} {recall:8.3f} {2 * precision * recall / max(precision + recall, 1e-9):6.3f}"


def main() -> None:
    if not FILE.exists():
        print(f"The measured articles are not at {FILE}: nothing to measure.")
        return
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsstand.settings")
    import django

    django.setup()
    from newsstand.algorithms.names import names_in
    from newsstand.topics import gazetteer

    gazetteer.prepare()
    every = articles()
    marked = sum(len(names) for _, names in every)
    print(f"{len(every)} articles, {marked:,} distinct marked names\n")
    print(f"{'':44s} {'precision':>9s} {'recall':>8s} {'F1':>6s}")
    bare = [{plain(m) for m in re.findall(r"[A-Z][\w.&-]*(?: (?:of )?[A-Z][\w.&-]*)*", text)} for text, _ in every]
    hits = sum(len(found & names.keys()) for found, (_, names) in zip(bare, every, strict=True))
    print(line("every capitalised sequence (baseline): spans", hits, sum(map(len, bare)), marked))
    begun = time.process_time()
    said = [{plain(n.words): n.kind for n in names_in(text, gazetteer.look_up)} for text, _ in every]
    seconds = time.process_time() - begun
    pairs = list(zip(said, every, strict=True))
    hits = sum(len(found.keys() & names.keys()) for found, (_, names) in pairs)
    print(line("this one: spans", hits, sum(map(len, said)), marked))
    for kind in ("person", "organisation", "place"):
        right = sum(names.get(name) == kind == of for found, (_, names) in pairs for name, of in found.items())
        print(
            line(
                f"this one: {kind}",
                right,
                sum(of == kind for found in said for of in found.values()),
                sum(of == kind for _, names in every for of in names.values()),
            )
        )
    three = {"person", "organisation", "place"}
    right = sum(names.get(name) == of and of in three for found, (_, names) in pairs for name, of in found.items())
    print(
        line(
            "this one: spans with the right kind",
            right,
            sum(of in three for found in said for of in found.values()),
            sum(of in three for _, names in every for of in names.values()),
        )
    )
    print(f"\n{len(every) / seconds:,.0f} articles a CPU-second")
    if "--errors" in sys.argv:
        missed = Counter((n, k) for found, (_, names) in pairs for n, k in names.items() if n not in found)
        extra = Counter(n for found, (_, names) in pairs for n in found if n not in names)
        wrong = Counter(
            (n, names[n], k) for found, (_, names) in pairs for n, k in found.items() if names.get(n, k) != k
        )
        print(missed.most_common(70), extra.most_common(90), wrong.most_common(60), sep="\n\n")


if __name__ == "__main__":
    main()
