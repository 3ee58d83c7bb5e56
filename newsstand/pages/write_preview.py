"""`/write/<id>/preview`: a draft as readers would see it, with the template of an article's own page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.models import User
from newsstand.algorithms.deck import deck
from newsstand.algorithms.draft_html import clean
from newsstand.algorithms.html import plain
from newsstand.algorithms.html_blocks import text_of
from newsstand.algorithms.urls import slug
from newsstand.articles.models import Article
from newsstand.contributors.figures import caption_of, with_facts
from newsstand.contributors.keep import fields_of
from newsstand.contributors.models import Draft
from newsstand.lib import clock
from newsstand.pages.article import attribution, body, lead
from newsstand.pages.draft_gate import for_draft
from newsstand.pages.written_here import of


@for_draft("GET", "HEAD")
def write_preview(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """The page that readers would get, under a strip that says what it is; for no cache. Twelve queries."""
    return render(request, "pages/write_preview.html", {"visitor": user, "draft": draft, **previewed(draft)})


def previewed(draft: Draft) -> dict[str, Any]:
    """What the article's template shows, of an article that is in no table."""
    article = article_of(draft)
    authors = [draft.contributor.author] if draft.contributor.author else []
    topics = list(draft.topics.prefetch_related("aliases"))
    return {
        "article": article,
        "authors": authors,
        "written": of(draft.contributor.label, fields_of(draft)),
        "topics": topics,
        "places": [draft.place] if draft.place else [],
        "body": body(article.body, topics),
        "deck": deck(article.summary, article.text),
        "lead": lead(article, article.body),
        "attribution": attribution(article, authors),
        "robots": "noindex",
        "description": article.summary,
    }


def article_of(draft: Draft) -> Article:
    """An unsaved article that says what a draft says now. Two queries at most."""
    text = with_facts(clean(draft.body), draft)
    picture = draft.pictures.select_related("image").filter(is_lead=True).first()
    return Article(
        headline=draft.headline or "Without a headline yet",
        slug=slug(draft.headline) or "draft",
        summary=draft.summary,
        body=text,
        text=plain(text),
        language=draft.language or settings.NEWSSTAND_LANGUAGE,
        published_at=draft.publish_at or clock.now(),
        lead_picture=picture.image if picture else None,
        lead_alt=picture.alt if picture else "",
        lead_caption=text_of(caption_of(picture)) if picture else "",
    )
