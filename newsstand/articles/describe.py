"""What is known of an article beside its text is set right, once its own page was read."""

from datetime import datetime

from django.db import transaction

from newsstand.algorithms.page_candidates import Candidate
from newsstand.algorithms.provenance import FEED, Facts
from newsstand.articles.authors import bylines, known_authors
from newsstand.articles.models import Article, Byline
from newsstand.articles.publish import window_of
from newsstand.articles.revise import byline_of, touch_all
from newsstand.articles.text import storable
from newsstand.images.models import remember

KEPT = ("published_at", "opens_at", "closes_at", "language", "section", "sources")


def facts_of(article: Article) -> Facts:
    """What is known of an article now, and whose word it is; what was stored before that was kept is the feed's."""
    said = article.sources
    picture = article.lead_picture.source_url if article.lead_picture else ""
    return Facts(
        published=Candidate(article.published_at, said.get("published", FEED)),
        byline=Candidate(tuple(byline_of(article)), said.get("byline") or FEED),
        language=Candidate(article.language, said.get("language") or FEED),
        picture=Candidate(picture, said.get("lead picture") or FEED),
        section=Candidate(article.section, said.get("section", "")),
    )


def describe(*, article: Article, facts: Facts, text_source: str, has_new_text: bool, now: datetime) -> bool:
    """Take over what was decided from feed and page. Returns whether its date of publication is another.

    1. Load nothing but what is given.
    2. Decide: where a new text follows (`articles.revise`), that brings byline and lead picture, as a revision.
    3. Save: the facts, the window that the contract counts from the date, and whose word each is.
    """
    redated = facts.published.value != article.published_at
    with transaction.atomic():
        article.published_at = facts.published.value
        article.opens_at, article.closes_at = window_of(article.publisher, article.published_at)
        article.language, article.section = storable(facts.language.value, 20), storable(facts.section.value, 120)
        said = dict((*facts.sources(), ("text", text_source)))
        article.sources = {name: storable(source, 200) for name, source in said.items()}
        article.save(update_fields=KEPT)
        if not has_new_text:
            sign(article, facts, now)
        touch_all(article)
    return redated


def sign(article: Article, facts: Facts, now: datetime) -> None:
    """The byline and the lead picture of an article whose text stays as it is."""
    if facts.byline.value and facts.byline.value != tuple(byline_of(article)):
        authors = known_authors(article.publisher, facts.byline.value)
        article.bylines.all().delete()
        Byline.objects.bulk_create(bylines(article, facts.byline.value, authors))
    shown = article.lead_picture.source_url if article.lead_picture else ""
    if facts.picture.value and facts.picture.value != shown:
        article.lead_picture_id = remember([facts.picture.value], now=now).get(facts.picture.value)
        article.lead_alt = article.lead_caption = ""
        article.save(update_fields=["lead_picture", "lead_alt", "lead_caption"])
