"""Ads can be moderated."""

from django.apps import AppConfig


class AdvertisersConfig(AppConfig):
    name = "newsstand.advertisers"

    def ready(self) -> None:
        from newsstand.advertisers.review import AD
        from newsstand.moderation.subjects import enter

        enter("ad", AD)
