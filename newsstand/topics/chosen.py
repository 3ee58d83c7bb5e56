"""The place that whoever writes an article here says it is about."""

from django.db import transaction

from newsstand.articles.models import Article
from newsstand.topics.locate import surround
from newsstand.topics.models import ArticlePlace, Topic

EVIDENCE = {"rule": "its contributor says so"}


@transaction.atomic
def choose_place(*, article: Article, place: Topic) -> None:
    """Let an article play at a place by its contributor's word, unless an editor has said otherwise.

    1. Load: what is known of the place. 2. Decide: an editor's word stands. 3. Save, with the places around it.
    """
    evidence = [{"words": place.name, **EVIDENCE}]
    row = ArticlePlace.objects.filter(article=article, place=place).first()
    if row is None:
        row = ArticlePlace(article=article, place=place, published_at=article.published_at)
    elif row.decided_at is not None:
        return
    row.confidence, row.source, row.is_direct, row.evidence = 1.0, ArticlePlace.Source.PUBLISHER, True, evidence
    row.save()
    surround([article.pk])
