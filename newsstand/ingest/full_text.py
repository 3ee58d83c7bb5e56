"""Articles of which the feed gave only a summary get their text from their own page."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms import pages, provenance
from newsstand.algorithms.fulltext import whose_text
from newsstand.algorithms.urls import honoured
from newsstand.articles.copies import recognise, shows
from newsstand.articles.describe import describe, facts_of
from newsstand.articles.models import Article
from newsstand.articles.revise import complete, revise
from newsstand.articles.text import Text, original_key
from newsstand.ingest.admit import note_copies
from newsstand.ingest.read import described, shorten
from newsstand.lib.http import Door, DoorError, NotNow, Reply
from newsstand.lib.leases import claim, in_thread
from newsstand.lib.robots import RobotsFiles, Verdict
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract
from newsstand.topics.mention import mention, redate
from newsstand.topics.said import note_said

LEASE = timedelta(minutes=5)
AT_ONCE = 16
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=12))
WAITING = (Article.Page.DUE, Article.Page.AGAIN)
# Answers that will not change by asking again.
FINAL = {400, 401, 402, 403, 404, 405, 406, 410, 451}


async def read_due_pages(
    *,
    door: Door,
    clock: Callable[[], datetime],
    most: int = 100,
    settled: Callable[[Article], None] = lambda _: None,
) -> list[Article]:
    """Read the pages of up to `most` articles that wait for their text; a page that fails stops no other."""
    articles = await in_thread(claim_due, clock(), most)
    waiting = asyncio.Semaphore(AT_ONCE)
    writing = asyncio.Lock()
    robots = RobotsFiles(door=door, clock=clock)

    async def one(article: Article) -> None:
        async with waiting:
            answer = await fetch(door, robots, article)
        async with writing:
            await in_thread(settle, article, answer, clock())
        settled(article)

    try:
        await asyncio.gather(*(one(article) for article in articles))
    except asyncio.CancelledError:
        await in_thread(give_back, articles, clock())
        raise
    return articles


def give_back(articles: Sequence[Article], now: datetime) -> None:
    """End leases early because the work is being stopped: the pages are due as before."""
    for article in articles:
        Article.objects.filter(pk=article.pk, page_due_at=article.page_due_at).update(page_due_at=now)


def claim_due(now: datetime, most: int) -> list[Article]:
    """Articles whose page is to be read, taken for this worker: their due time moves on by the lease."""
    due = Article.objects.filter(page__in=WAITING, page_due_at__lte=now, withdrawn_at=None).exclude(
        publisher__in=Contract.objects.suspended()
    )
    return claim(
        due.select_related("publisher").order_by("page_due_at", "id"),
        now=now,
        lease=LEASE,
        most=most,
        until="page_due_at",
    )


async def fetch(door: Door, robots: RobotsFiles, article: Article) -> Reply | DoorError | Verdict:
    """Ask for an article's page, where its site's robots.txt lets us; its verdict where it does not."""
    verdict = await robots.verdict(article.original_url)
    if not verdict.allowed:
        return verdict
    try:
        return await door.get(
            article.original_url, headers={"Accept": "text/html, application/xhtml+xml;q=0.9"}, kind="page"
        )
    except NotNow as error:
        return Verdict(False, error.reason, error.again_in)
    except DoorError as error:
        return error


def settle(article: Article, answer: Reply | DoorError | Verdict, now: datetime) -> None:
    """Store what the page gave, or when to ask again; nothing where another worker has taken the article over."""
    if not Article.objects.filter(pk=article.pk, page_due_at=article.page_due_at).exists():
        return None
    if isinstance(answer, Verdict):
        return leave(article, answer, now)
    if isinstance(answer, DoorError):
        return put_off(article, answer.reason, now, final=answer.code in {"refused-address", "bad-address"})
    if answer.status != 200:
        return put_off(article, f"Its page answered {answer.status}.", now, final=answer.status in FINAL)
    try:
        page = pages.read(answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""))
    except pages.UnreadablePage as error:
        return put_off(article, error.reason, now, final=True)
    again = article.page == Article.Page.AGAIN
    article.page = Article.Page.READ
    article.canonical_key = canonical_key(article, said=honoured(answer.url, page.canonical))
    facts = provenance.decide(
        facts_of(article),
        page.said,
        text=page.body.text if page.body else article.text,
        publisher=article.publisher.name if article.publisher else "",
        now=now,
    )
    text, text_source = merged(article, page, facts, again=again)
    if describe(article=article, facts=facts, text_source=text_source, has_new_text=text is not None, now=now):
        redate(article)
    change = revise if again else complete
    if text is not None and change(article=article, text=text, now=now):
        mention([article])
    elif not again:
        compare_with_others(article)
    note_said(article, page.named)
    note_copies([article.pk])
    Article.objects.filter(pk=article.pk).update(
        page=Article.Page.READ, page_due_at=None, page_error="", canonical_key=article.canonical_key
    )
    return None


def leave(article: Article, verdict: Verdict, now: datetime) -> None:
    """The page is not to be read: never, or not yet, which is no attempt."""
    if verdict.again_in is None:
        return put_off(article, verdict.reason, now, final=True)
    values = {"page_due_at": now + verdict.again_in, "page_error": verdict.reason[:300]}
    Article.objects.filter(pk=article.pk, page_due_at=article.page_due_at).update(**values)
    return None


def canonical_key(article: Article, *, said: str) -> str:
    """The digest of the address that the page gives itself; "" where the feed gave the same."""
    key = original_key(said)
    return "" if key == article.original_key else key


def compare_with_others(article: Article) -> None:
    """The text will not become longer: see whether it is a copy, or has copies."""
    with transaction.atomic():
        linked = recognise([article])
        touch(shows(linked))
        if linked:
            mention([article])


def merged(
    article: Article, page: pages.PageArticle, facts: provenance.Facts, *, again: bool = False
) -> tuple[Text | None, str]:
    """The article with its page's text and these facts, None when the page has no more; and whose text stands then."""
    # A text that came from the page before is replaced by what the page says now, be it shorter.
    words = 0 if again and provenance.is_the_pages(article.sources, "text") else len(article.text.split())
    taken = whose_text(feed_words=words, page_words=page.body.words if page.body else 0, where=page.text_source)
    if page.body is None or not taken.value:
        return None, article.sources.get("text", "") if again else taken.source
    same = article.lead_picture is not None and article.lead_picture.source_url == facts.picture.value
    alt, caption = (article.lead_alt, article.lead_caption) if same else ("", "")
    if not alt and facts.picture.value == page.image:
        alt = page.image_alt
    lead, alt, caption = described(facts.picture.value, alt, caption, page.body.pictures)
    sources = dict((*facts.sources(), ("text", taken.source)))
    if lead and not facts.picture.value:
        sources["lead picture"] = "the page, first picture of its text"
    return Text(
        headline=article.headline,
        published_at=facts.published.value,
        summary=article.summary or shorten(page.body.text),
        body=page.body.html,
        plain=page.body.text,
        language=facts.language.value,
        authors=facts.byline.value,
        categories=tuple(article.categories) or page.keywords,
        section=facts.section.value,
        original_url=article.original_url,
        lead_picture=lead,
        lead_alt=alt,
        lead_caption=caption,
        pictures=tuple(picture.url for picture in page.body.pictures),
        sources=tuple(sources.items()),
    ), taken.source


def put_off(article: Article, reason: str, now: datetime, *, final: bool) -> None:
    """Note why the page could not be read, and when to try again, or that we will not."""
    attempts = article.page_attempts + 1
    over = final or attempts > len(PAUSES)
    values: dict[str, object] = {
        "page": Article.Page.FAILED if over else article.page,
        "page_due_at": None if over else now + PAUSES[attempts - 1],
        "page_attempts": attempts,
        "page_error": reason[:300],
    }
    first_time = article.page == Article.Page.DUE
    Article.objects.filter(pk=article.pk).update(**values)
    if over and first_time:
        article.page = Article.Page.FAILED
        compare_with_others(article)
        note_copies([article.pk])
