"""Profiles can be moderated: accounts/ stands below and cannot enter them itself."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "newsstand.moderation"

    def ready(self) -> None:
        from newsstand.moderation.profiles import PROFILE
        from newsstand.moderation.subjects import enter

        enter("profile", PROFILE)
