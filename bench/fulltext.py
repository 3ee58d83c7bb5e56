"""Full text of real news pages and of a saved site: `pages.read` beside trafilatura (fast) alone, in one run."""

import gzip
import json
import re
import statistics
import time
from collections import Counter
from pathlib import Path

import trafilatura
from lxml import html as lxml_html

from newsstand.algorithms.html import clean
from newsstand.algorithms.html_pictures import picture_key
from newsstand.algorithms.page_tree import page_text
from newsstand.algorithms.pages import UnreadablePage, read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PAGES = DATA / "pages-extraction"
SITE = DATA / "site-globalvoices"
ADDRESS = "http://site.example/"


def run() -> dict[str, object]:
    """Shingle precision, recall and F1, milliseconds a page, and what of the feed's bodies the pages gave.

    Raises FileNotFoundError where the data is absent.
    """
    if not PAGES.is_dir() or not SITE.is_dir():
        raise FileNotFoundError(f"{PAGES} and {SITE} are needed; see ../shared/data/README.md.")
    return {**_pages(), **_site()}


def _pages() -> dict[str, object]:
    truth = json.loads((PAGES / "ground-truth.json").read_text())
    ours: list[tuple[float, float, float]] = []
    bare: list[tuple[float, float, float]] = []
    spent = {"ours": 0.0, "bare": 0.0}
    pictures = 0
    for name, expected in truth.items():
        body = gzip.decompress((PAGES / "html" / f"{name}.html.gz").read_bytes())
        wanted = expected["articleBody"]
        start = time.process_time()
        text, seen = _ours(body, expected.get("url", ADDRESS))
        middle = time.process_time()
        alone = trafilatura.extract(page_text(body), fast=True, include_comments=False) or ""
        spent["ours"] += middle - start
        spent["bare"] += time.process_time() - middle
        pictures += seen
        ours.append(score(wanted, text))
        bare.append(score(wanted, alone))
    return {
        "pages": len(truth),
        **_averages("newsstand", ours),
        **_averages("trafilatura_fast", bare),
        "newsstand_ms_a_page": round(1000 * spent["ours"] / len(truth), 1),
        "trafilatura_fast_ms_a_page": round(1000 * spent["bare"] / len(truth), 1),
        "pictures_in_text": pictures,
    }


def _ours(body: bytes, url: str) -> tuple[str, int]:
    try:
        article = read(body, url=url)
    except UnreadablePage:
        return "", 0
    return (article.body.text, article.body.html.count("<img ")) if article.body else ("", 0)


def score(wanted: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of four-token shingles, counted with their repetitions."""
    left, right = _shingles(wanted), _shingles(found)
    same = sum((left & right).values())
    precision = same / right.total() if right else float(not left)
    recall = same / left.total() if left else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if same else float(left == right)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text.lower())
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3))) if tokens else Counter()


def _averages(name: str, scores: list[tuple[float, float, float]]) -> dict[str, object]:
    precision, recall, f1 = (statistics.fmean(values) for values in zip(*scores, strict=True))
    return {
        f"{name}_precision": round(precision, 4),
        f"{name}_recall": round(recall, 4),
        f"{name}_f1": round(f1, 4),
        # As dependencies.md and the published tables count it: from the averages, not averaged itself.
        f"{name}_f1_of_averages": round(2 * precision * recall / (precision + recall), 4),
    }


def _site() -> dict[str, object]:
    """The share of the paragraphs and pictures of the feed's bodies that their pages gave."""
    feed = (SITE / "test.rss").read_text(encoding="utf-8")
    bodies = re.findall(r"<content:encoded><!\[CDATA\[(.*?)\]\]></content:encoded>", feed, re.DOTALL)
    numbers = re.findall(r"<link><BASE_WEBSITE_URL/>gv/index_(\d+)\.html</link>", feed)
    counts = Counter[str]()
    for number, dirty in zip(numbers, bodies, strict=True):
        wanted = clean(dirty, base_url=ADDRESS)
        article = read((SITE / f"index_{number}.html").read_bytes(), url=f"{ADDRESS}gv/index_{number}.html")
        given = article.body.html if article.body else ""
        text = _words(given)
        paragraphs = [words for part in re.split(r"</(?:p|li|h\d|td)>", wanted.html) if (words := _words(part))]
        counts["paragraphs"] += len(paragraphs)
        counts["paragraphs_found"] += sum(f" {words} " in f" {text} " for words in paragraphs)
        shown = {picture_key(source) for source in re.findall(r'<img src="([^"]+)"', given)}
        counts["pictures"] += len(wanted.pictures)
        counts["pictures_found"] += sum(picture_key(picture.url) in shown for picture in wanted.pictures)
        counts["words_wanted"] += len(_words(wanted.html).split())
        counts["words_given"] += len(text.split())
    return {
        "site_articles": len(bodies),
        "site_paragraphs_share": round(counts["paragraphs_found"] / counts["paragraphs"], 4),
        "site_pictures_share": round(counts["pictures_found"] / counts["pictures"], 4),
        "site_paragraphs": counts["paragraphs"],
        "site_pictures": counts["pictures"],
        "site_words_given_per_wanted": round(counts["words_given"] / counts["words_wanted"], 4),
    }


def _words(html: str) -> str:
    if not html.strip():
        return ""
    text = " ".join(lxml_html.fragment_fromstring(html, create_parent="div").itertext())
    return " ".join(re.findall(r"\w+", text.lower()))


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:32} {value}")
