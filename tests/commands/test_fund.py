"""The operator books, takes back and closes at the command line."""

import pytest

from newsstand.cli import parser
from newsstand.commands.money_arguments import KINDS
from newsstand.revenue.models import Booking
from tests.revenue.town import AFTER, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.commands.fund.now", lambda: AFTER)
    monkeypatch.setattr("newsstand.commands.fund.prepare_database", lambda: None)


def fund(*args: str) -> int:
    known = parser().parse_args(["fund", *args])
    from newsstand.commands.fund import run_fund

    return run_fund(known)


def test_a_month_is_booked_looked_at_and_closed(capsys: pytest.CaptureFixture[str]) -> None:
    make_town()
    assert fund("book", "2026-10", "1250.50", "--note", "Town council", "--key", "council") == 0
    assert fund("book", "2026-10", "1250.50", "--note", "Town council", "--key", "council") == 0
    assert "holds 1,250.50\xa0EUR" in capsys.readouterr().out
    assert fund("book", "2026-10", "10", "--note", "By mistake", "--kind", "support") == 0
    assert fund("reverse", str(Booking.objects.latest("pk").pk), "--note", "It was a mistake") == 0
    assert fund("close", "2026-10", "--dry-run") == 0
    assert "as it would be now: 1,250.50\xa0EUR by 100 finished reads" in capsys.readouterr().out
    assert fund("close", "2026-10") == 0
    assert "2026-10 is closed: 1,250.50\xa0EUR, 3 statements" in capsys.readouterr().out
    assert fund("list") == 0
    assert "closed\t2026-10" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["book", "2026-13", "5", "--note", "A grant"], "no month"),
        (["book", "2026-11", "1,250", "--note", "A grant"], "no amount"),
        (["reverse", "999", "--note", "Why"], "no booking 999"),
        (["close", "2026-10"], "holds nothing"),
    ],
)
def test_what_is_refused_says_why_and_ends_with_one(
    args: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fund(*args) == 1
    assert said in capsys.readouterr().err
    assert not Booking.objects.exists()


def test_the_command_knows_the_kinds_of_money_that_there_are() -> None:
    assert tuple(Booking.Kind.values) == KINDS
