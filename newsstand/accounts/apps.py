"""Sessions are kept without addresses."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "newsstand.accounts"

    def ready(self) -> None:
        from newsstand.accounts.sessions import connect

        connect()
