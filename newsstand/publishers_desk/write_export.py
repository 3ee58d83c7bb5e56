"""Everything of a publisher as one ZIP: articles as they stand and stood, pictures, items, numbers, people."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.db.models import Model, Prefetch
from django.template.loader import render_to_string

from newsstand.articles.models import Article, Byline
from newsstand.images.models import Image, State
from newsstand.images.store import MASTER, folder
from newsstand.ingest.models import Item
from newsstand.lib.tables import cell
from newsstand.publishers.models import Contract, ContractChange, Feed, FeedEvent, Membership, Publisher
from newsstand.publishers_desk.change_contract import terms_of
from newsstand.reads.models import COUNTED, ArticleDay, ArticleTotal, PublisherDay, PublisherSource
from newsstand.revenue.export import file_of
from newsstand.revenue.models import Statement

AT_ONCE = 50
ROWS_AT_ONCE = 1000
OUR_PICTURE = re.compile(r"/image/([a-z2-7]{20})/\d+")
WHOLE = ("id", "headline", "slug", "summary", "language", "section", "categories", "sources", "agency", "original_url")
TIMES = ("published_at", "updated_at", "received_at", "revised_at", "opens_at", "closes_at", "withdrawn_at")
LEAD = ("lead_alt", "lead_caption", "withdrawn_reason")
ITEM = ("guid", "url", "title", "outcome", "rule", "reason", "article_id", "first_seen_at", "decided_at")
FEED = ("address", "title", "format", "checked_at", "changed_at", "retired_at", "retired_reason", "moved_from", "error")
TRUST = ("description", "language", "site_url", "ownership", "funding", "masthead", "corrections_policy")
MORE_TRUST = ("ethics_policy", "contact", "joined_at")

# Is told how many articles are in it; raises to stop.
Progress = Callable[[int], None]


def write_export(publisher: Publisher, file: IO[bytes], *, now: datetime, progress: Progress) -> None:
    """Write the ZIP to an open file. Article after article, so that ten thousand need no more memory than fifty."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        where = f"{publisher.slug}-{now:%Y-%m-%d}"
        archive.writestr(f"{where}/publisher.json", as_json(about(publisher, now)))
        pictures = write_articles(archive, where, publisher, progress)
        write_pictures(archive, where, pictures)
        for name, columns, rows in tables(publisher):
            write_table(archive, f"{where}/{name}.csv", columns, rows)
        for statement in Statement.objects.of(publisher=publisher):
            archive.writestr(f"{where}/statements/{statement.month:%Y-%m}.jsonl", file_of(statement).text)
        readme = render_to_string("publishers_desk/export.txt", {"publisher": publisher, "now": now, "site": site()})
        archive.writestr(f"{where}/README.txt", readme)


def site() -> dict[str, str]:
    return {"name": settings.NEWSSTAND_NAME, "address": settings.NEWSSTAND_URL}


def as_json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, default=plain)


def plain(value: Any) -> str:
    """Times in ISO 8601; all else as it is written."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def picked(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def about(publisher: Publisher, now: datetime) -> dict[str, Any]:
    """The outlet, its contract with every change, its feeds with what happened to them, its people."""
    contract = getattr(publisher, "contract", None) or Contract(publisher=publisher)
    changes = ContractChange.objects.filter(publisher=publisher).select_related("by").order_by("id")
    events = FeedEvent.objects.select_related("by").order_by("id")
    feeds = Feed.objects.filter(publisher=publisher).order_by("id").prefetch_related(Prefetch("events", events))
    people = Membership.objects.filter(publisher=publisher).select_related("user").order_by("since", "id")
    return {
        "made_at": now,
        "site": site(),
        "name": publisher.name,
        "address_here": f"{settings.NEWSSTAND_URL}{publisher.get_absolute_url()}",
        **picked(publisher, (*TRUST, *MORE_TRUST)),
        "contract": terms_of(contract),
        "contract_changes": [
            {"at": one.at, "by": one.by.name if one.by else None, "before": one.before, "after": one.after}
            for one in changes
        ],
        "feeds": [
            {
                **picked(feed, FEED),
                "events": [{"at": one.at, "kind": one.kind, "text": one.text} for one in feed.events.all()],
            }
            for feed in feeds
        ],
        "people": [{"name": one.user.name, "role": one.role, "since": one.since} for one in people],
    }


def write_articles(archive: ZipFile, where: str, publisher: Publisher, progress: Progress) -> set[str]:
    """Each article as JSON and as a page of its own; the ids of the pictures that they show."""
    pictures: set[str | None] = {publisher.icon_id}
    done = 0
    for some in batches(publisher):
        for article in some:
            name = f"{where}/articles/{article.pk}-{article.slug[:60] or 'article'}"
            pictures |= {article.lead_picture_id, *OUR_PICTURE.findall(article.body)}
            for revision in article.revisions.all():
                pictures |= {revision.lead_picture_id, *OUR_PICTURE.findall(revision.body)}
            archive.writestr(f"{name}.json", as_json(whole(article)))
            archive.writestr(f"{name}.html", page(article))
        done += len(some)
        progress(done)
    return {one for one in pictures if one}


def batches(publisher: Publisher) -> Iterator[list[Article]]:
    """All articles, withdrawn ones too, by their numbers."""
    last = 0
    wanted = (
        Article.objects.filter(publisher=publisher)
        .order_by("pk")
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author").order_by("position", "id")),
            "revisions",
            "corrections",
            "contests",
        )
    )
    while some := list(wanted.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def whole(article: Article) -> dict[str, Any]:
    """All that is kept of an article. Who contested it is theirs to say, and not in here."""
    return {
        **picked(article, (*WHOLE, *TIMES, *LEAD)),
        "address_here": f"{settings.NEWSSTAND_URL}{article.get_absolute_url()}",
        "authors": [line.author.name for line in article.bylines.all()],
        "html": local_pictures(article.body),
        "text": article.text,
        "lead_picture": f"../pictures/{article.lead_picture_id}.webp" if article.lead_picture_id else "",
        "revisions": [
            {
                **picked(one, ("since", "until", "headline", "summary", "byline", "lead_caption")),
                "html": local_pictures(one.body),
            }
            for one in sorted(article.revisions.all(), key=lambda one: one.until)
        ],
        "corrections": [picked(one, ("kind", "note", "at")) for one in article.corrections.all()],
        "contested_statements": [
            picked(one, ("statement", "evidence", "evidence_url", "state", "made_at", "answer", "answered_at"))
            for one in article.contests.all()
        ],
    }


def page(article: Article) -> str:
    """The article as a page that needs nothing of ours. Its text was sanitised when it was stored."""
    context = {
        "article": article,
        "body": local_pictures(article.body),
        "authors": [line.author.name for line in article.bylines.all()],
        "corrections": article.corrections.all(),
        "lead": f"../pictures/{article.lead_picture_id}.webp" if article.lead_picture_id else "",
        "site": site(),
    }
    return render_to_string("publishers_desk/export_article.html", context)


def local_pictures(html: str) -> str:
    """The text with its pictures as files beside it."""
    return OUR_PICTURE.sub(r"../pictures/\1.webp", html)


def write_pictures(archive: ZipFile, where: str, ids: set[str]) -> None:
    """The pictures that we hold, each once; and where each came from."""
    found = sorted(ids)
    rows: list[Sequence[Any]] = []
    for start in range(0, len(found), 400):
        for image in Image.objects.filter(pk__in=found[start : start + 400]).order_by("pk"):
            path = folder(image.content) / MASTER if image.content and image.state == State.READY else None
            held = path is not None and path.is_file()
            if path is not None and held:
                archive.write(path, f"{where}/pictures/{image.pk}.webp", ZIP_STORED)
            rows.append((image.pk, image.source_url, "yes" if held else "no", image.error))
    write_table(archive, f"{where}/pictures.csv", ("picture", "source_url", "held", "error"), rows)


def tables(publisher: Publisher) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    """The lists: items, and numbers by day, by article, by both, by source."""
    items = Item.objects.filter(feed__publisher=publisher).order_by("feed_id", "id")
    yield "items", ("feed", *ITEM), items.values_list("feed__address", *ITEM).iterator(ROWS_AT_ONCE)
    days = PublisherDay.objects.filter(publisher=publisher).order_by("day")
    yield "numbers/days", ("day", *COUNTED), days.values_list("day", *COUNTED)
    totals = ArticleTotal.objects.filter(article__publisher=publisher).order_by("article_id")
    yield "numbers/articles", ("article", *COUNTED), totals.values_list("article_id", *COUNTED).iterator(ROWS_AT_ONCE)
    each = ArticleDay.objects.filter(article__publisher=publisher).order_by("article_id", "day")
    columns = ("article", "day", *COUNTED)
    yield "numbers/article-days", columns, each.values_list("article_id", "day", *COUNTED).iterator(ROWS_AT_ONCE)
    came = PublisherSource.objects.filter(publisher=publisher).order_by("day", "source")
    yield "numbers/sources", ("day", "source", "reads"), came.values_list("day", "source", "reads")


def write_table(archive: ZipFile, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV, written row by row; what a spreadsheet would take for a formula stays words."""
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell(one) for one in row])
