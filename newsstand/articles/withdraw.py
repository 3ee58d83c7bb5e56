"""An article leaves the site."""

from datetime import datetime

from django.db import transaction

from newsstand.articles.models import Article
from newsstand.articles.revise import touch_all
from newsstand.lib.stamps import touch


def withdraw(*, article: Article, now: datetime) -> None:
    """Take an article off every page and feed at once: its address answers 410. Doing it twice is harmless."""
    with transaction.atomic():
        Article.objects.filter(pk=article.pk, withdrawn_at=None).update(withdrawn_at=now)
        article.withdrawn_at = article.withdrawn_at or now
        touch_all(article)
        # Topics stand above and list it too.
        touch(["site"])
