"""Refunds of charges ask here where the money lies: advertisers/ stands below and cannot know what was settled."""

from django.apps import AppConfig


class RevenueConfig(AppConfig):
    name = "newsstand.revenue"

    def ready(self) -> None:
        from newsstand.advertisers.refund import sources
        from newsstand.revenue.take_from import take_from

        sources.take_from = take_from
