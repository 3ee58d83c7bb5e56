"""Legal notices hear of every decision, and of every appeal that is settled."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "newsstand.legal"

    def ready(self) -> None:
        from newsstand.legal.settle import appeal_settled, decided
        from newsstand.moderation.listeners import Listener, listen

        listen(Listener(decided=decided, appeal_settled=appeal_settled))
