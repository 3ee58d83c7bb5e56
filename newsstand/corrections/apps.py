"""The corrections desk hears of revised articles."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "newsstand.corrections"

    def ready(self) -> None:
        from newsstand.articles.listeners import hear_revisions
        from newsstand.corrections.hear import hear

        hear_revisions(hear)
