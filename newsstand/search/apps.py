"""Search hears of every article that changes."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "newsstand.search"

    def ready(self) -> None:
        from newsstand.articles.listeners import Listener, listen
        from newsstand.search.index import put, terms_changed

        listen(Listener(articles=put, terms=terms_changed))
