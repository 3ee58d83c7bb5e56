"""Two topics become one, and two again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from newsstand.readers.models import Follow
from newsstand.topics import decide
from newsstand.topics.models import Alias, Mention, Topic, TopicEdit
from newsstand.topics.registry import enter
from newsstand.topics.undo import undo
from tests import people
from tests.pages.newsroom import make_article, make_publisher, mention

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def two() -> tuple[Topic, Topic]:
    """The health board under two names: one article mentions both, one only the second; Ann follows the second."""
    board = enter("Orrin Health Board", kind=Topic.Kind.ORGANISATION)
    other = enter("Health Board of Orrin", kind=Topic.Kind.ORGANISATION, aliases=["OHB"])
    publisher = make_publisher()
    mention(make_article(publisher, slug="both"), board, other)
    mention(make_article(publisher, slug="one"), other)
    Follow.objects.create(user=people.ann(), topic=other, since=NOW)
    return board, other


def merge(two: tuple[Topic, Topic]) -> None:
    decide.merge(topic=two[1], into=two[0], editor=people.ed(), now=NOW)


def test_names_articles_and_followers_go_over(two: tuple[Topic, Topic]) -> None:
    merge(two)
    board = two[0]
    assert Alias.objects.get(key="ohb").topic == board
    assert board.mentions.count() == 2
    assert Follow.objects.get().topic == board
    assert Topic.objects.filter(name="Health Board of Orrin").count() == 0


def test_the_former_address_leads_to_the_other(two: tuple[Topic, Topic], client: Client) -> None:
    merge(two)
    response = client.get("/topic/health-board-of-orrin")
    assert (response.status_code, response["Location"]) == (301, "/topic/orrin-health-board")


def test_a_merge_undone_is_as_before(two: tuple[Topic, Topic], client: Client) -> None:
    before = state()
    merge(two)
    assert state() != before
    undo(edit=TopicEdit.objects.get(), editor=people.ed(), now=NOW)
    assert state() == before
    assert client.get("/topic/health-board-of-orrin").status_code == 200


def state() -> list[Any]:
    return [
        sorted(Topic.objects.values_list("pk", "name", "slug")),
        sorted(Alias.objects.values_list("pk", "topic_id", "key")),
        sorted(Mention.objects.values_list("pk", "topic_id", "article_id", "weight")),
        sorted(Follow.objects.values_list("pk", "topic_id")),
    ]


def test_a_topic_is_not_merged_into_itself(two: tuple[Topic, Topic]) -> None:
    with pytest.raises(decide.RefusedError):
        decide.merge(topic=two[0], into=two[0], editor=people.ed(), now=NOW)


def test_parts_of_a_merged_place_lie_in_the_other() -> None:
    one = enter("Orrinshire", kind=Topic.Kind.PLACE, latitude=54.7, longitude=2.1)
    other = enter("County of Orrin", kind=Topic.Kind.PLACE, latitude=54.7, longitude=2.1)
    town = enter("Tidewell", kind=Topic.Kind.PLACE, latitude=54.6, longitude=2.1, parent=other)
    decide.merge(topic=other, into=one, editor=people.ed(), now=NOW)
    town.refresh_from_db()
    assert town.parent == one


def test_a_hidden_topic_has_no_page_for_readers(two: tuple[Topic, Topic], client: Client) -> None:
    decide.hide(topic=two[0], hidden=True, editor=people.ed(), now=NOW)
    assert client.get("/topic/orrin-health-board").status_code == 404
    assert client.get("/topic/orrin-health-board/feed.rss").status_code == 404
    undo(edit=TopicEdit.objects.get(), editor=people.ed(), now=NOW)
    assert client.get("/topic/orrin-health-board").status_code == 200
