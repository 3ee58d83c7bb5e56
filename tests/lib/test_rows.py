"""Rows written at once: what Django's own bulk_create would have written, in statements of a few hundred values."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from newsstand.articles.models import Article, Band
from newsstand.ingest.models import Item
from newsstand.lib.models import Bucket
from newsstand.lib.rows import MOST_VALUES, hold, insert, insert_values, select, update
from newsstand.publishers.models import Feed, Publisher

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def article(number: int) -> Article:
    return Article(
        headline=f"Headline {number}",
        slug="x",
        categories=["Harbour", "Ünïcode"],
        sources={},
        published_at=NOON,
        received_at=NOON,
        revised_at=NOON,
    )


def test_rows_are_what_bulk_create_would_have_written() -> None:
    ours, theirs = article(1), article(1)
    insert([ours])
    Article.objects.bulk_create([theirs])
    fields = [field.attname for field in Article._meta.concrete_fields if not field.primary_key]
    stored = [Article.objects.values(*fields).get(pk=one.pk) for one in (ours, theirs)]
    assert stored[0] == stored[1]
    assert stored[0]["published_at"] == NOON
    assert stored[0]["categories"] == ["Harbour", "Ünïcode"]


def test_each_of_many_rows_is_told_its_own_id() -> None:
    many = [article(number) for number in range(150)]
    insert(many)
    found = dict(Article.objects.values_list("headline", "pk"))
    assert {one.headline: one.pk for one in many} == found
    assert not any(one._state.adding for one in many)


def test_no_rows_are_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        insert([])
        insert_values(Band, ("key", "article_id"), [])


def test_what_is_there_already_can_be_left_as_it_is() -> None:
    insert([Bucket(name="domain:a.example", full_at=NOON, pause_seconds=5)])
    insert([Bucket(name=f"domain:{name}.example", full_at=NOON) for name in "ab"], ignore_conflicts=True)
    assert dict(Bucket.objects.values_list("name", "pause_seconds")) == {"domain:a.example": 5, "domain:b.example": 0}


def test_what_is_there_already_can_be_given_some_new_values() -> None:
    publisher = Publisher.objects.create(name="The Light", slug="light", joined_at=NOON)
    feed = Feed.objects.create(publisher=publisher, address="https://light.example/feed", next_check_at=NOON)
    later = NOON.replace(hour=13)
    for title, moment in (("Before", NOON), ("After", later)):
        row = Item(
            feed=feed, key="k", title=title, outcome=Item.Outcome.ACCEPTED, first_seen_at=moment, decided_at=moment
        )
        insert([row], unique=["feed", "key"], update=["title", "decided_at"])
    item = Item.objects.get()
    assert (item.title, item.decided_at, item.first_seen_at) == ("After", later, NOON)


def test_values_are_written_in_their_columns() -> None:
    one = article(1)
    insert([one])
    insert_values(Band, ("key", "article_id"), [(key, one.pk) for key in range(1000)])
    assert set(Band.objects.values_list("key", "article_id")) == {(key, one.pk) for key in range(1000)}


def test_values_are_read_as_a_query_of_objects_would_read_them() -> None:
    many = [article(number) for number in range(5)]
    many[1].withdrawn_at = NOON
    insert(many)
    wanted = ("id", "headline", "withdrawn_at")
    found = {pk: (headline, gone is None) for pk, headline, gone in select(Article, wanted, slug="x")}
    assert found == {one.pk: (one.headline, one.withdrawn_at is None) for one in Article.objects.filter(slug="x")}


def test_values_among_many_more_than_one_statement_takes() -> None:
    insert([article(number) for number in range(5)])
    headlines = [f"Headline {number}" for number in range(3, 2 * MOST_VALUES)]
    found = select(Article, ["headline"], slug="x", among=("headline", headlines))
    assert sorted(found) == [("Headline 3",), ("Headline 4",)]
    assert select(Article, ["headline"], slug="y", among=("headline", headlines)) == []


def test_values_among_none_are_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert select(Article, ["headline"], among=("headline", [])) == []


def test_a_row_is_written_only_where_it_stands_as_it_was_left() -> None:
    one = article(1)
    insert([one])
    one.headline, one.sources = "Another", {"text": "feed"}
    assert not update(one, ["headline"], updated_at=NOON)
    assert not update(one, ["headline"], revised_at=None)
    assert update(one, ["headline", "sources"], revised_at=NOON, withdrawn_at=None)
    stored = Article.objects.get(pk=one.pk)
    assert (stored.headline, stored.sources, stored.slug) == ("Another", {"text": "feed"}, "x")


def test_a_row_is_held_only_where_it_stands_as_it_was_left() -> None:
    one = article(1)
    insert([one])
    with transaction.atomic():
        assert hold(one, revised_at=NOON, withdrawn_at=None)
        assert not hold(one, revised_at=NOON, withdrawn_at=NOON)
        one.pk += 1
        assert not hold(one, revised_at=NOON)
