"""Where the money of refunded charges is found: advertising asks, and does not know us."""

from django.apps import AppConfig


class RevenueConfig(AppConfig):
    name = "newsstand.revenue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `advertisers/refund.py` know where a charge's money lies once it was settled or held."""
        from newsstand.advertisers.refund import sources
        from newsstand.revenue.take_from import take_from

        sources.take_from = take_from
