"""Readers say that a place is wrong; enough of them, or an editor, change it; the machine never changes it back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.articles.models import Article
from newsstand.topics.locate import locate
from newsstand.topics.models import ArticlePlace, Topic, TopicEdit, WrongPlace
from newsstand.topics.undo import undo
from tests import people
from tests.pages.newsroom import make_article, make_publisher

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def article() -> Article:
    found = make_article(make_publisher(), headline="Fire in Toledo, Ohio", text="The fire in Toledo is out.")
    locate([found])
    return found


def toledo(article: Article) -> ArticlePlace:
    return ArticlePlace.objects.get(article=article, place__name="Toledo")


def say(client: Client, article: Article, deed: str = "report", address: str = "192.0.2.1", **more: str) -> Any:
    data = {"place": toledo(article).place.slug, "deed": deed, **more}
    return client.post(f"{article.get_absolute_url()}/places", data, REMOTE_ADDR=address)


def test_anybody_sees_the_places_with_their_evidence(client: Client, article: Article) -> None:
    page = client.get(f"{article.get_absolute_url()}/places").content.decode()
    assert "Toledo" in page
    assert "Ohio beside it" in page
    assert "csrfmiddlewaretoken" in page


def test_the_article_names_its_places_and_asks(client: Client, article: Article) -> None:
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Toledo, Lucas County" in page
    assert f'href="{article.get_absolute_url()}/places"' in page
    assert "csrfmiddlewaretoken" not in page


def test_one_report_is_kept_and_changes_nothing(client: Client, article: Article) -> None:
    assert say(client, article).status_code == 200
    assert WrongPlace.objects.count() == 1
    assert not toledo(article).is_wrong


def test_nobody_counts_twice_and_nobody_is_named(client: Client, article: Article) -> None:
    for _ in range(4):
        say(client, article)
    report = WrongPlace.objects.get()
    assert "192.0.2.1" not in report.reader
    assert len(report.reader) == 32
    assert not toledo(article).is_wrong


def test_three_readers_take_a_place_off_and_what_is_around_it(client: Client, article: Article) -> None:
    for number in range(3):
        say(client, article, address=f"192.0.2.{number}")
    assert toledo(article).is_wrong
    assert not ArticlePlace.objects.filter(article=article, place__name="Lucas County").exists()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Toledo, Lucas County" not in page


def test_the_machine_does_not_put_it_back(client: Client, article: Article) -> None:
    for number in range(3):
        say(client, article, address=f"192.0.2.{number}")
    locate([article])
    assert toledo(article).is_wrong


def test_whoever_reports_too_fast_waits(client: Client, article: Article) -> None:
    answers = [say(client, article).status_code for _ in range(8)]
    assert answers.count(429) == 2


def test_an_editors_word_stands_against_readers_and_machine(client: Client, article: Article) -> None:
    editor = Client()
    editor.force_login(people.ed())
    say(editor, article, "right")
    for number in range(5):
        assert say(client, article, address=f"192.0.2.{number}").status_code == 422
    article.headline, article.text = "Fire somewhere", "Nothing is known."
    locate([article])
    row = toledo(article)
    assert (row.is_wrong, row.confidence, row.source) == (False, 1.0, "editor")


def test_an_editor_calls_a_place_wrong_gives_another_and_undoes_both(article: Article) -> None:
    editor = Client()
    editor.force_login(people.ed())
    Topic.objects.create(name="Orrin", slug="orrin", kind="place", latitude=54.6, longitude=1.9)
    say(editor, article, "wrong")
    say(editor, article, "give", place="orrin")
    assert toledo(article).is_wrong
    assert ArticlePlace.objects.get(article=article, place__slug="orrin").source == "editor"
    for edit in TopicEdit.objects.order_by("-pk"):
        undo(edit=edit, editor=people.ed(), now=NOW)
    assert not toledo(article).is_wrong
    assert not ArticlePlace.objects.filter(article=article, place__slug="orrin").exists()


@pytest.mark.parametrize("deed", ["right", "wrong", "give"])
def test_who_is_no_editor_may_only_report(client: Client, article: Article, deed: str) -> None:
    assert say(client, article, deed).status_code == 403
    client.force_login(people.eve())
    assert say(client, article, deed).status_code == 403
    assert toledo(article).decided_at is None


def test_a_form_without_its_token_is_refused(article: Article) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert say(strict, article).status_code == 403
    assert not WrongPlace.objects.exists()
