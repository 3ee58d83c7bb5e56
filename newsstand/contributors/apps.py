"""A strike that is lifted gives a label back."""

from django.apps import AppConfig


class ContributorsConfig(AppConfig):
    name = "newsstand.contributors"

    def ready(self) -> None:
        from newsstand.contributors.lifted import LISTENER
        from newsstand.moderation.listeners import listen

        listen(LISTENER)
