"""Memory and time of importing a large file of comments: WordPress's, with 20,000 comments under one article."""

import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.home import prepare

PAGE = "https://old.example/ferry/"
START = datetime(2020, 1, 1, tzinfo=UTC)
SIZES = (2_000, 20_000)
QUICK = {"SIZES": (200, 1_000)}
WORDS = "The ferry was late again and nobody at the pier could say why it was. " * 5


def run() -> dict[str, object]:
    """MiB that the process grew to with each number of comments, beside the file's; comments a second; the count."""
    prepare()
    figures: dict[str, object] = {}
    for size in SIZES:
        figures |= measured(size)
    return figures


def measured(size: int) -> dict[str, object]:
    from newsstand.importers.comment_file import recognised
    from newsstand.importers.import_comments import import_comments

    article_at(f"{PAGE}{size}/")
    with tempfile.TemporaryDirectory(prefix="newsstand-bench-") as folder:
        path = Path(folder) / "wordpress.xml"
        with path.open("wb") as file:
            file.writelines(export(size))
        before, start = peak(), time.perf_counter()
        report = import_comments(files=[recognised(str(path))], mapping={}, now=START)
        seconds = time.perf_counter() - start
        again = import_comments(files=[recognised(str(path))], mapping={}, now=START)
        return {
            f"{size}_file_mib": round(path.stat().st_size / 2**20, 1),
            f"{size}_peak_mib_before": round(before, 1),
            f"{size}_peak_mib": round(peak(), 1),
            f"{size}_comments_a_second": round(size / seconds),
            f"{size}_stored": report.stored,
            f"{size}_already_there_the_second_time": again.already,
        }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def article_at(url: str) -> None:
    from newsstand.articles.models import Article
    from newsstand.articles.text import original_key

    Article.objects.create(
        headline="The ferry",
        slug="the-ferry",
        original_url=url,
        original_key=original_key(url),
        published_at=START,
        received_at=START,
        revised_at=START,
    )


def export(size: int) -> Iterator[bytes]:
    """A file in which each comment answers one that stands somewhere before it."""
    yield b'<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    yield f"<wp:base_blog_url>https://old.example/{size}</wp:base_blog_url><item><title>The ferry</title>".encode()
    yield f"<link>{PAGE}{size}/</link><wp:post_id>7</wp:post_id>".encode()
    for number in range(1, size + 1):
        when = START + timedelta(minutes=number)
        yield (
            f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Reader {number % 997}"
            f"</wp:comment_author><wp:comment_date_gmt>{when:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[<p>{number}: {WORDS}</p>]]></wp:comment_content>"
            "<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
            f"<wp:comment_parent>{number * 7 // 11 if number % 3 else 0}</wp:comment_parent></wp:comment>"
        ).encode()
    yield b"</item></channel></rss>"
