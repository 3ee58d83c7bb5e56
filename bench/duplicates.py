"""Copies found among real texts: reprints made of them, traps, and other real news, all published in a database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

from bench.home import prepare
from bench.reprints import Planted, background, headline, originals, reprints, traps

START = datetime(2026, 11, 1, tzinfo=UTC)
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A link that was made: the texts' keys, how the copy was made, the part of it that stands in the original."""

    copy: str
    how: str
    original: str
    share: float
    is_true: bool


def run() -> dict[str, object]:
    """Precision, recall (whole and by way), false merges with their texts' keys, texts a CPU-second."""
    prepare()
    return measure()


def measure() -> dict[str, object]:
    """The same in the database that is there."""
    firsts = [Planted(key, "original", "", headline(text), text) for key, text in originals().items()]
    planted = list(reprints())
    others = [*traps(), *background()]
    begun = process_time()
    # The originals first, by as many publishers; then everything else, a publisher for each way of making it.
    published = publish_all([(f"first {at}", [text]) for at, text in enumerate(firsts)])
    by_how: dict[str, list[Planted]] = {}
    for text in [*planted, *others]:
        by_how.setdefault(text.how if text.how != "another news text" else f"press {len(text.text) % 40}", []).append(
            text
        )
    published |= publish_all(list(by_how.items()))
    spent = process_time() - begun
    return figures(firsts, planted, others, links(published), spent)


def publish_all(groups: Sequence[tuple[str, Sequence[Planted]]]) -> dict[int, Planted]:
    """Publish each group's texts as a publisher's articles, each an hour later. Returns id of the article -> text."""
    from newsstand.articles.publish import publish
    from newsstand.articles.text import Text
    from newsstand.publishers.models import Publisher

    made: dict[int, Planted] = {}
    now = START + timedelta(hours=Publisher.objects.count())
    for name, texts in groups:
        now += timedelta(hours=1)
        publisher = Publisher.objects.create(name=name, slug=f"p{Publisher.objects.count()}", joined_at=now)
        for at in range(0, len(texts), AT_ONCE):
            some = texts[at : at + AT_ONCE]
            words = [Text(headline=text.headline, published_at=now, plain=text.text) for text in some]
            for article, text in zip(publish(publisher=publisher, texts=words, now=now), some, strict=True):
                made[article.pk] = text
    return made


def links(published: dict[int, Planted]) -> list[Found]:
    """The copies that were found. A reprint's true original is the text it was made of."""
    from newsstand.articles.models import Copy

    found = []
    for copy in Copy.objects.order_by("pk"):
        text, original = published[copy.article_id], published[copy.original_id]
        true = bool(text.of) and text.of == (original.of or original.key)
        found.append(Found(text.key, text.how, original.key, copy.share, true))
    return found


def same_topic(link: Found) -> bool:
    """Whether both are texts of one topic in a corpus of news that was collected from many sites: real reprints.

    Of texts in different topics none can be a reprint of the other; within one nobody has marked which are.
    """
    one, other = link.copy.split(), link.original.split()
    return one[0] == other[0] == "ecb" and one[1] == other[1]


def figures(
    firsts: Sequence[Planted], planted: Sequence[Planted], others: Sequence[Planted], found: list[Found], spent: float
) -> dict[str, object]:
    """Everything by name. Links between real texts of one topic count neither for nor against."""
    real = [link for link in found if same_topic(link)]
    false = [link for link in found if not link.is_true and link not in real]
    true = [link for link in found if link.is_true]
    hits, asked = Counter(link.how for link in true), Counter(text.how for text in planted)
    return {
        "originals": len(firsts),
        "reprints": len(planted),
        "traps_and_other_news": len(others),
        "precision": round(len(true) / max(1, len(true) + len(false)), 4),
        "recall": round(len(true) / len(planted), 4),
        "recall_by_way": {how: round(hits[how] / count, 4) for how, count in asked.items()},
        "real_reprints_found_within_a_topic": len(real),
        "false_merges": len(false),
        "false_merges_listed": {f"{link.copy} ({link.how})": f"{link.original}, {link.share:.2f}" for link in false},
        "texts_per_cpu_second": round((len(firsts) + len(planted) + len(others)) / spent, 1),
    }


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:36} {value}")
