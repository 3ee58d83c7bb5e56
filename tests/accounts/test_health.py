"""What the operator is told about mail and the house's login."""

import socket
import threading
from typing import Any

import pytest
from django.core.cache import cache

from newsstand.accounts.health import house, mail
from tests.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def test_with_nothing_set_there_is_nothing_to_say() -> None:
    assert [*mail(), *house()] == []


def test_nobody_could_write_where_no_mail_goes_out(settings: Any) -> None:
    settings.NEWSSTAND_CONFIRM_TO_WRITE = True
    assert "NEWSSTAND_CONFIRM_TO_WRITE=0" in next(mail())[1]


def test_a_mail_server_that_does_not_answer_is_named(settings: Any) -> None:
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://127.0.0.1:9", "127.0.0.1", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    [(what, mend)] = mail()
    assert "127.0.0.1:9" in what
    assert "EMAIL_URL" in mend


def test_a_mail_server_that_lets_us_in_is_well(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, args=(listener,), daemon=True).start()
        settings.EMAIL_URL, settings.EMAIL_HOST = "smtp://127.0.0.1", "127.0.0.1"
        settings.EMAIL_PORT = listener.getsockname()[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        [(_, mend)] = mail()
    assert mend == ""


def greet(listener: socket.socket) -> None:
    """As much of SMTP as a greeting takes."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        for line in lines:
            connection.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 fine\r\n")


def test_half_a_house_is_named(settings: Any) -> None:
    settings.NEWSSTAND_OIDC_URL = "https://login.example"
    assert "NEWSSTAND_OIDC_CLIENT_ID, NEWSSTAND_OIDC_SECRET" in next(house())[1]


def test_a_house_that_answers_is_well_and_one_that_does_not_is_named(settings: Any) -> None:
    with Provider() as provider:
        settings.NEWSSTAND_OIDC_URL = provider.address
        settings.NEWSSTAND_OIDC_CLIENT_ID, settings.NEWSSTAND_OIDC_SECRET = CLIENT, SECRET
        assert "NEWSSTAND_OIDC_NETWORKS" in next(house())[1]
        settings.NEWSSTAND_OIDC_NETWORKS = ["127.0.0.1/32"]
        assert next(house())[1] == ""
        provider.discovery = {"jwks_uri": ""}
        assert "lacks jwks_uri" in next(house())[1]
        settings.NEWSSTAND_OIDC_URL = f"{provider.address}/elsewhere"
        assert "404" in next(house())[1]
