"""Contracts take effect on the articles that are here, through the editors' tables too."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from newsstand.algorithms import contracts
from newsstand.articles import terms
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.articles.withdraw import RefusedError
from newsstand.ingest.full_text import claim_due
from newsstand.lib.stamps import versions
from newsstand.publishers.models import Contract, Feed
from tests.pages.newsroom import NOON, make_article, make_publisher
from tests.people import ed, eve

pytestmark = pytest.mark.django_db
MOMENTS = [NOON, datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC), datetime(2024, 2, 29, 23, 30, tzinfo=UTC)]


def signed_in() -> Client:
    client = Client()
    client.force_login(ed())
    return client


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("minutes", "days"), [(0, None), (90, None), (0, 7), (30, 1)])
def test_the_database_counts_windows_as_the_algorithm_does(moment: datetime, minutes: int, days: int | None) -> None:
    publisher = make_publisher()
    old = make_article(publisher, published_at=moment)
    other = make_article(make_publisher("courier"), published_at=moment)
    contract = publisher.contract
    contract.embargo_minutes, contract.expires_after_days = minutes, days
    contract.save()
    terms.take_effect(contract=contract)
    publisher.refresh_from_db()
    [new] = publish(publisher=publisher, texts=[Text(headline="New", published_at=moment)], now=NOON)
    wanted = contracts.window(moment, embargo_minutes=minutes, expires_after_days=days)
    for pk in (old.pk, new.pk):
        row = Article.objects.get(pk=pk)
        assert (row.opens_at, row.closes_at) == (wanted.opens, wanted.closes)
        if wanted.opens is not None:
            assert not Article.objects.published(wanted.opens - timedelta(microseconds=1)).filter(pk=pk).exists()
            assert Article.objects.published(wanted.opens).filter(pk=pk).exists()
        if wanted.closes is not None:
            assert Article.objects.published(wanted.closes - timedelta(microseconds=1)).filter(pk=pk).exists()
            assert not Article.objects.published(wanted.closes).filter(pk=pk).exists()
    other.refresh_from_db()
    assert (other.opens_at, other.closes_at) == (None, None)


def test_feeds_and_pages_of_a_publisher_that_is_taken_down_are_not_read() -> None:
    publisher = make_publisher()
    feed = Feed.objects.create(publisher=publisher, address="https://beacon.example/feed", next_check_at=NOON)
    make_article(publisher, page="due", page_due_at=NOON)
    terms.suspend(contract=publisher.contract, now=NOON, reason="They asked for it.", editor=ed())
    assert list(Feed.objects.due(NOON)) == []
    assert claim_due(NOON, 10) == []
    terms.resume(contract=publisher.contract, editor=ed())
    assert list(Feed.objects.due(NOON)) == [feed]
    assert len(claim_due(NOON, 10)) == 1


def test_terms_that_would_show_nothing_are_refused() -> None:
    contract = make_publisher().contract
    contract.embargo_minutes, contract.expires_after_days = 3 * 24 * 60, 2
    with pytest.raises(ValidationError, match="nothing would be shown"):
        contract.full_clean()


def test_nobody_but_an_editor_takes_a_publisher_down_and_not_without_a_reason() -> None:
    contract = make_publisher().contract
    with pytest.raises(RefusedError, match="Only an editor"):
        terms.suspend(contract=contract, now=NOON, reason="x", editor=eve())
    with pytest.raises(RefusedError, match="Write the reason"):
        terms.suspend(contract=contract, now=NOON, reason=" ", editor=ed())
    terms.suspend(contract=contract, now=NOON, reason="They asked for it.", editor=ed())
    with pytest.raises(RefusedError, match="Only an editor"):
        terms.resume(contract=contract, editor=eve())
    assert Contract.objects.get().suspended_reason == "They asked for it."


def form_of(contract: Contract, **changed: Any) -> dict[str, Any]:
    names = [field.name for field in Contract._meta.fields if field.editable and field.name not in {"id", "publisher"}]
    given = {name: getattr(contract, name) for name in names} | changed
    return {name: "" if value is None else value for name, value in given.items()}


def test_an_editor_changes_a_contract_and_it_holds_at_once() -> None:
    contract = make_publisher().contract
    make_article(contract.publisher, published_at=NOON)
    before = versions(["site"])
    address = f"/admin/publishers/contract/{contract.pk}/change/"
    answer = signed_in().post(address, form_of(contract, embargo_minutes=45, expires_after_days=3, excerpt_words=80))
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.opens_at, article.closes_at) == (NOON + timedelta(minutes=45), NOON + timedelta(days=3))
    assert versions(["site"]) > before


@pytest.mark.parametrize(
    "wrong",
    [
        {"excerpt_words": 1},
        {"expires_after_days": 0},
        {"embargo_minutes": -1},
        {"embargo_minutes": 2000, "expires_after_days": 1},
        {"licence_url": "javascript:alert(1)"},
    ],
)
def test_a_contract_that_makes_no_sense_is_refused_with_a_reason(wrong: dict[str, Any]) -> None:
    contract = make_publisher().contract
    answer = signed_in().post(f"/admin/publishers/contract/{contract.pk}/change/", form_of(contract, **wrong))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    contract.refresh_from_db()
    assert contract.excerpt_words is None
    assert contract.embargo_minutes == 0


def act(table: str, action: str, pk: int, reason: str = "") -> str:
    data = {"action": action, "_selected_action": [str(pk)], "reason": reason}
    return signed_in().post(f"/admin/{table}/", data, follow=True).content.decode()


def test_an_editor_takes_a_publisher_down_and_brings_it_back_in_the_table() -> None:
    contract = make_publisher().contract
    make_article(contract.publisher)
    assert "Write the reason" in act("publishers/contract", "suspend_them", contract.pk)
    assert Article.objects.published().exists()
    assert "1 taken down" in act("publishers/contract", "suspend_them", contract.pk, "They asked for it.")
    assert not Article.objects.published().exists()
    act("publishers/contract", "resume_them", contract.pk)
    assert Article.objects.published().exists()


def test_an_editor_withdraws_and_restores_in_the_table() -> None:
    article = make_article(make_publisher())
    assert "Write the reason" in act("articles/article", "withdraw_them", article.pk)
    assert "1 gone" in act("articles/article", "withdraw_them", article.pk, "It was wrong.")
    article.refresh_from_db()
    assert article.withdrawn_by == ed()
    assert "1 back" in act("articles/article", "restore_them", article.pk)
    assert Article.objects.published().exists()


@pytest.mark.parametrize("table", ["articles/article", "publishers/contract"])
def test_a_table_is_for_editors_alone(table: str) -> None:
    client = Client()
    client.force_login(eve())
    assert client.get(f"/admin/{table}/").status_code in {302, 403}


def test_the_terms_of_a_publisher_are_changed_at_the_contract_alone() -> None:
    publisher = make_publisher()
    html = signed_in().get(f"/admin/publishers/publisher/{publisher.pk}/change/").content.decode()
    assert f"/admin/publishers/contract/{publisher.contract.pk}/change/" in html
    assert "contract-0-embargo_minutes" not in html
    assert "contract-0-embargo_minutes" in signed_in().get("/admin/publishers/publisher/add/").content.decode()
