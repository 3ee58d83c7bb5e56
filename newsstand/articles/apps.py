"""Articles can be moderated."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "newsstand.articles"

    def ready(self) -> None:
        from newsstand.articles.subject import ARTICLE
        from newsstand.moderation.subjects import enter

        enter("article", ARTICLE)
