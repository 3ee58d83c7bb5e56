"""The index stays in step with the articles, whatever happens to them, and can be made again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from newsstand.articles import terms
from newsstand.articles.models import Article
from newsstand.articles.revise import revise
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.publishers.models import Contract
from newsstand.search import index
from newsstand.search.models import Due, Entry, Spelling
from tests.pages.newsroom import make_article, make_publisher
from tests.search.test_find import NOW, found, say

pytestmark = pytest.mark.django_db


def test_what_a_writer_takes_back_is_not_found() -> None:
    with transaction.atomic():
        say("Fire")
        assert found("fire") == {"Fire"}
        transaction.set_rollback(True)
    assert found("fire") == set()
    assert not Entry.objects.exists()


def test_a_revision_is_found_by_its_new_words_alone() -> None:
    article = say("Fire", "Old words here.")
    number = Entry.objects.get().number
    revise(article=article, text=Text(headline="Fire", published_at=article.published_at, plain="New lines there.",
                                      body="<p>New lines there.</p>"), now=NOW)  # fmt: skip
    assert found("old") == set()
    assert found("new") == {"Fire"}
    assert Entry.objects.get().number == number


def test_an_article_that_is_deleted_leaves_no_words_behind() -> None:
    say("Fire").delete()
    again = say("Water")
    assert found("fire") == set()
    assert found("water") == {"Water"}
    Entry.objects.filter(article=again).delete()
    assert found("water") == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('integrity-check')")
            cursor.execute("SELECT count(*) FROM search_words WHERE search_words MATCH 'fire OR water'")
            assert cursor.fetchone() == (0,)


def test_articles_of_one_second_each_have_a_number_of_their_own() -> None:
    for at in range(150):
        say(f"Fire {at}", hours=1)
    numbers = list(Entry.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 150
    index.put(list(Article.objects.values_list("pk", flat=True)))
    assert sorted(Entry.objects.values_list("number", flat=True)) == sorted(numbers)


def test_articles_of_long_ago_are_found_too() -> None:
    make_article(headline="Zeppelin lands", published_at=NOW.replace(year=1929))
    index.rebuild()
    assert found("zeppelin") == {"Zeppelin lands"}
    assert found("zeppelin before:1930") == {"Zeppelin lands"}
    assert found("zeppelin after:1970") == set()


def test_what_was_written_past_the_index_is_missing_until_it_is_made_again() -> None:
    make_article(headline="Past it")
    say("Fire")
    assert index.out_of_step() == (1, 0)
    steps: list[int] = []
    assert index.rebuild(progress=steps.append) == 1
    assert steps == [1]
    assert index.out_of_step() == (0, 0)
    assert found("past") == {"Past it"}
    assert index.rebuild() == 0
    assert index.rebuild(whole=True) == 2


def test_a_rebuild_that_is_interrupted_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(5):
        make_article(headline=f"Past {at}")
    monkeypatch.setattr(index.catch_up, "__defaults__", (2,))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(progress=stop)
    assert Entry.objects.count() == 2
    assert index.out_of_step() == (3, 0)
    assert index.rebuild() == 3


def test_a_withdrawn_article_that_stands_in_the_index_is_taken_out() -> None:
    article = say("Fire")
    Article.objects.update(withdrawn_at=NOW)
    assert index.out_of_step() == (0, 1)
    index.rebuild()
    assert index.out_of_step() == (0, 0)
    index.put([article.pk])
    assert not Entry.objects.exists()


def test_a_contract_for_many_articles_is_left_to_the_worker_and_hides_them_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "MOST_IN_A_FORM", 2)
    publisher = make_publisher()
    for at in range(3):
        say(f"Fire {at}", "One two three four five secretword.", publisher=publisher, hours=at + 1)
    contract = Contract.objects.get()
    contract.excerpt_words = 5
    contract.save()
    terms.take_effect(contract=contract)
    assert Due.objects.count() == 3
    assert found("secretword") == found("fire") == set()
    assert index.catch_up() == 3
    assert index.catch_up() == 0
    assert found("secretword") == set()
    assert len(found("three")) == 3


def test_an_embargo_holds_by_the_clock_alone() -> None:
    publisher = make_publisher()
    Contract.objects.update(embargo_minutes=90)
    publisher.refresh_from_db()
    article = say("Fire", publisher=publisher, hours=1)
    assert found("fire") == set()
    from newsstand.algorithms.queries import parse
    from newsstand.search.find import find

    later = find(parse("fire", today=NOW.date()), now=NOW + timedelta(minutes=31))
    assert [group.first.article_id for group in later.page.groups] == [article.pk]


def test_spellings_are_learnt_from_what_may_be_shown() -> None:
    publisher = make_publisher()
    Contract.objects.update(excerpt_words=5)
    publisher.refresh_from_db()
    say("Brücke gesperrt", "One two three four five secretword.", publisher=publisher)
    spelt = dict(Spelling.objects.values_list("word", "written"))
    assert spelt["brucke"] == "brücke"
    assert "secretword" not in spelt


def test_the_worker_and_the_command_bring_it_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    from newsstand.commands.doctor import search
    from newsstand.commands.search_index import bring_in_step

    make_article(headline="Past it")
    assert "Run: newsstand search-index" in next(iter(search())).mend
    assert bring_in_step(whole=False) == 0
    assert "1 articles written" in capsys.readouterr().err
    assert next(iter(search())).mend == ""
    withdraw(article=Article.objects.get(), now=NOW, reason="x")
    assert next(iter(search())).mend == ""


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth_and_what_is_here_is_due(django_db_blocker: Any) -> None:
    make_article(headline="Here before")
    try:
        call_command("migrate", "search", "zero", verbosity=0)
    finally:
        call_command("migrate", "search", verbosity=0)
    assert Due.objects.count() == 1
    assert index.catch_up() == 1
    assert found("before") == {"Here before"}
