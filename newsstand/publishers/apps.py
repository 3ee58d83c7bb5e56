"""Nobody signs up under the name of a publisher."""

from django.apps import AppConfig


class PublishersConfig(AppConfig):
    name = "newsstand.publishers"

    def ready(self) -> None:
        from newsstand.accounts.names import reserve
        from newsstand.publishers.names import names

        reserve(names)
