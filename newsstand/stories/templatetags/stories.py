"""Where an article stands among what others report."""

from typing import Any

from django import template

from newsstand.articles.models import Article
from newsstand.stories.models import Story

register = template.Library()


@register.inclusion_tag("stories/full_coverage.html")
def full_coverage(article: Article) -> dict[str, Any]:
    """The way to the article's story, where others cover it, too. One query."""
    story = Story.objects.shown().filter(coverage__article=article, article_count__gt=1).defer("centroid").first()
    return {"story": story}
