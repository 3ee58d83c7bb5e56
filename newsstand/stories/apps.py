"""Stories hear of every article that is new, says something else, leaves or comes back."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "newsstand.stories"

    def ready(self) -> None:
        from newsstand.articles.listeners import Listener, listen
        from newsstand.stories.waiting import expect, terms_changed

        listen(Listener(articles=expect, terms=terms_changed))
