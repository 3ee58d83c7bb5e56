"""A month's fund is booked, divided once, and every micro of it is found again in the ledger."""

from collections import Counter
from datetime import date, timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Account, Entry, Transaction
from newsstand.notices.models import Notice
from newsstand.people.erase import erase_due
from newsstand.revenue import earned
from newsstand.revenue.book import book, reverse
from newsstand.revenue.close import close, divided
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Booking, Closing, Line, Statement
from newsstand.revenue.months import can_close_from, read_month
from tests import people
from tests.ledger.books import add_up
from tests.revenue.town import AFTER, EURO, MIDDLE, OCTOBER, Town, article, give, make_town, read

pytestmark = pytest.mark.django_db

LAST = date(2026, 10, 31)


def shut(month: date = OCTOBER) -> Closing:
    return close(month=month, by=people.ed(), now=max(AFTER, can_close_from(month)))


def test_a_closed_month_has_given_everything_away() -> None:
    town = make_town()
    give(100 * EURO)
    give(1, note="A coin that was found")
    closing = shut()
    assert (closing.fund, closing.finished, closing.weights) == (100 * EURO + 1, 100, [30, 10, 60])
    assert balance(kind="fund", owner="2026-10") == 0
    assert earned.owed(publisher=town.bay) == 48 * EURO + 1
    assert earned.owed(contributor=town.ben) == 21 * EURO
    assert earned.owed(contributor=town.eve) == 7 * EURO
    assert balance(kind="platform", owner="site") == closing.rest == 24 * EURO
    add_up()


def test_days_and_articles_are_found_again_in_the_ledger() -> None:
    town = make_town()
    give(99_999_999)
    shut()
    for who in ({"publisher": town.bay}, {"contributor": town.ben}, {"contributor": town.eve}):
        days = earned.by_day(**who, first=OCTOBER, last=LAST)  # type: ignore[arg-type]
        assert [day for day, _ in days] == [OCTOBER + timedelta(days=number) for number in range(31)]
        articles = earned.by_article(**who, first=OCTOBER, last=LAST)  # type: ignore[arg-type]
        statement = Statement.objects.get(**who)
        assert sum(micros for _, micros in days) == sum(micros for _, micros in articles) == statement.micros
        # The same once more, from the entries alone and from the lines alone.
        entries: Counter[date] = Counter()
        account = Account.objects.get(kind="payable", owner=statement.owner)
        for entry in Entry.objects.filter(account=account).select_related("transaction"):
            entries[entry.transaction.day] += entry.micros
        lines: Counter[date] = Counter()
        for line in statement.lines.all():
            for day, _, micros in line.days:
                lines[date.fromisoformat(day)] += micros
        assert {day: micros for day, micros in days if micros} == entries == +lines
        assert account.balance == statement.balance
    assert earned.by_article(contributor=town.ben, first=OCTOBER, last=LAST, most=1)[0][0] == town.bridge.pk
    bridge = dict(earned.of_article(town.bridge.pk, first=OCTOBER, last=LAST))
    assert sum(bridge.values()) == Line.objects.get(number=town.bridge.pk).micros
    assert bridge[date(2026, 10, 31)]
    assert not bridge[date(2026, 10, 30)]
    add_up()


def test_what_the_preview_says_is_what_closing_does() -> None:
    make_town()
    give()
    before = divided(OCTOBER, 100 * EURO)
    shut()
    assert [(one.owner, one.micros) for one in before.earned] == list(
        Statement.objects.order_by("place").values_list("owner", "micros")
    )
    assert before.theirs + before.rest == 100 * EURO


def test_a_month_is_closed_once() -> None:
    make_town()
    give()
    shut()
    before = list(Transaction.objects.values_list("key", flat=True))
    with pytest.raises(RefusedError, match="closed already"):
        shut()
    with pytest.raises(RefusedError, match="is closed"):
        give(5, note="Too late")
    assert list(Transaction.objects.values_list("key", flat=True)) == before
    add_up()


def test_a_month_is_closed_when_all_its_reads_are_counted_and_not_before() -> None:
    make_town()
    give()
    with pytest.raises(RefusedError, match="2 November 2026"):
        close(month=OCTOBER, by=None, now=can_close_from(OCTOBER) - timedelta(seconds=1))
    close(month=OCTOBER, by=None, now=can_close_from(OCTOBER))


def test_a_month_without_money_cannot_be_closed() -> None:
    make_town()
    with pytest.raises(RefusedError, match="holds nothing"):
        shut()
    assert not Closing.objects.exists()


def test_where_nobody_was_read_the_fund_goes_on_to_the_next_month() -> None:
    town = make_town(reads=False)
    give(10 * EURO)
    closing = shut()
    assert (closing.carried, closing.rest, closing.finished) == (10 * EURO, 0, 0)
    assert balance(kind="fund", owner="2026-11") == 10 * EURO
    assert not Statement.objects.exists()
    read(town.garden, 3, 1, month=11)
    november = close(month=date(2026, 11, 1), by=None, now=AFTER + timedelta(days=40))
    assert (november.fund, november.carried_in) == (10 * EURO, 10 * EURO)
    assert earned.owed(contributor=town.eve) == 7 * EURO
    add_up()


def test_months_are_closed_in_their_order_and_their_statements_hang_together() -> None:
    town = make_town()
    read(town.garden, 3, 1, month=11)
    give()
    give(month=date(2026, 11, 1))
    with pytest.raises(RefusedError, match="Close 2026-10 first"):
        shut(date(2026, 11, 1))
    shut()
    shut(date(2026, 11, 1))
    first, second = Statement.objects.filter(contributor=town.eve).order_by("closing__month")
    assert (second.opening, second.previous) == (first.balance, first.digest)
    assert (first.opening, first.previous) == (0, "")


def test_the_same_form_sent_twice_books_once() -> None:
    assert give(key="once") == give(key="once")
    assert balance(kind="fund", owner="2026-10") == 100 * EURO


def test_a_booking_is_taken_back_by_another_and_both_stay() -> None:
    booking = give()
    back = reverse(booking=booking, note="The council took it back", by=people.ed(), now=MIDDLE)
    assert (back.micros, back.reverses) == (-100 * EURO, booking)
    assert balance(kind="fund", owner="2026-10") == 0
    assert Booking.objects.count() == 2
    for wrong in (booking, back):
        with pytest.raises(RefusedError, match="already"):
            reverse(booking=wrong, note="Once more", by=None, now=MIDDLE)
    add_up()


def test_what_was_divided_is_not_taken_back() -> None:
    make_town()
    booking = give()
    shut()
    with pytest.raises(RefusedError, match="is closed"):
        reverse(booking=booking, note="The council took it back", by=people.ed(), now=AFTER)
    add_up()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"micros": 0}, "more than nothing"),
        ({"micros": -5}, "more than nothing"),
        ({"micros": 10**15}, "hundred million"),
        ({"kind": "theft"}, "no such kind"),
        ({"note": " "}, "note"),
        ({"month": date(2027, 1, 1)}, "too far ahead"),
    ],
)
def test_what_cannot_be_booked_says_why(change: dict[str, object], said: str) -> None:
    values = {
        "month": OCTOBER,
        "kind": "grant",
        "micros": 5,
        "note": "A grant",
        "key": "one",
        "by": None,
        "now": MIDDLE,
    }
    with pytest.raises(RefusedError, match=said):
        book(**{**values, **change})  # type: ignore[arg-type]
    assert not Transaction.objects.exists()


@pytest.mark.parametrize("said", ["", "2026", "2026-13", "October", "2026-00", "2026-1-1", "٢٠٢٦-١٠"])
def test_what_is_no_month_says_so(said: str) -> None:
    with pytest.raises(RefusedError, match="no month"):
        read_month(said)


def test_articles_of_nobody_here_take_nothing_from_anybody() -> None:
    town = make_town()
    read(article("A saved page"), 1, 1_000)
    give()
    assert shut().finished == 100
    assert earned.owed(contributor=town.ben) == 21 * EURO


def test_who_erased_their_account_keeps_the_money_without_a_name(settings: object) -> None:
    from newsstand.people.ask_erasure import ask_erasure

    town = make_town()
    give()
    ask_erasure(user=people.ben(), articles="unnamed", now=MIDDLE)
    while erase_due(now=AFTER):
        pass
    shut()
    town.ben.refresh_from_db()
    assert town.ben.user is None
    assert earned.owed(contributor=town.ben) == 21 * EURO
    assert not Notice.objects.filter(key__startswith="statement:contributor:").exclude(user=people.eve()).exists()
    add_up()


def test_a_deleted_article_stays_in_its_statement_by_its_number() -> None:
    town = make_town()
    give()
    shut()
    number = town.bridge.pk
    Article.objects.filter(pk=number).delete()
    line = Line.objects.get(number=number)
    assert line.article is None
    assert line.micros


def test_whom_a_statement_is_for_is_told_once() -> None:
    make_town()
    give()
    shut()
    told = dict(Notice.objects.values_list("user__name", "address"))
    assert told == {
        "Ben": "/write/statements/2026-10",
        "Eve": "/write/statements/2026-10",
        "Cy": "/publishers/bay-courier/statements/2026-10",
    }


def test_the_same_reads_divide_the_same_fund_the_same_way_in_any_order_of_rows() -> None:
    town: Town = make_town(reads=False)
    for one, day, finished in ((town.garden, 15, 10), (town.market, 15, 3), (town.harbour, 1, 61)):
        read(one, day, finished)
    found = divided(OCTOBER, 100)
    assert [(one.owner, one.micros) for one in found.earned] == [
        (f"contributor:{town.ben.pk}", 3),
        (f"contributor:{town.eve.pk}", 10),
        (f"publisher:{town.bay.pk}", 66),
    ]
