"""What readers and editors see of topics and places."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.topics.locate import locate
from newsstand.topics.models import ArticlePlace, Topic, TopicEdit
from newsstand.topics.registry import enter
from tests import people
from tests.pages.newsroom import NOON, make_article, make_publisher
from tests.topics.cast import toft, toft_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def county() -> Topic:
    """Orrinshire with Kestermouth and Tidewell, twelve kilometres apart, and an article in each town."""
    shire = enter("Orrinshire", kind=Topic.Kind.PLACE, latitude=54.7, longitude=2.1, level="county")
    publisher = make_publisher()
    for number, (name, east) in enumerate([("Kestermouth", 2.30), ("Tidewell", 2.12)]):
        enter(name, kind=Topic.Kind.PLACE, latitude=54.7, longitude=east, level="town", parent=shire)
        at = NOON - timedelta(minutes=number)
        locate([make_article(publisher, headline=f"Rain in {name}", slug=name, text="Rain.", published_at=at)])
    return shire


def headlines(page: str) -> list[str]:
    return [name for name in ("Rain in Kestermouth", "Rain in Tidewell") if name in page]


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def editor() -> Client:
    client = Client()
    client.force_login(people.ed())
    return client


def test_a_county_lists_what_happens_in_its_towns(client: Client, county: Topic) -> None:
    assert headlines(get(client, "/topic/orrinshire")) == ["Rain in Kestermouth", "Rain in Tidewell"]
    assert headlines(get(client, "/topic/orrinshire/feed.rss")) == ["Rain in Kestermouth", "Rain in Tidewell"]
    assert headlines(get(client, "/topic/tidewell")) == ["Rain in Tidewell"]


def test_a_town_lists_what_happens_so_near(client: Client, county: Topic) -> None:
    assert headlines(get(client, "/topic/tidewell?near=10")) == ["Rain in Tidewell"]
    assert headlines(get(client, "/topic/tidewell?near=25")) == ["Rain in Kestermouth", "Rain in Tidewell"]


@pytest.mark.parametrize("asked", ["", "7", "-25", "25km", "²5", "9" * 50])
def test_a_distance_that_is_not_offered_is_none(client: Client, county: Topic, asked: str) -> None:
    assert headlines(get(client, f"/topic/tidewell?near={asked}")) == ["Rain in Tidewell"]


def test_a_place_says_where_it_lies(client: Client, county: Topic) -> None:
    page = get(client, "/topic/tidewell")
    assert 'class="breadcrumb"' in page
    assert 'href="/topic/orrinshire"' in page
    assert 'href="/topic/tidewell"' in get(client, "/topic/orrinshire")
    assert client.get("/place/tidewell")["Location"] == "/topic/tidewell"


def test_places_in_a_circle_do_not_hang_the_page(client: Client, county: Topic) -> None:
    Topic.objects.filter(pk=county.pk).update(parent=Topic.objects.get(slug="tidewell"))
    get(client, "/topic/tidewell")
    locate([make_article(make_publisher("tideline"), headline="Rain in Tidewell", slug="again", text="")])


def test_a_place_costs_as_much_for_one_part_as_for_thirty(client: Client, county: Topic) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        get(client, "/topic/orrinshire?before=2030-01-01T00:00:00Z_1")
    for number in range(30):
        enter(f"Village {number}", kind=Topic.Kind.PLACE, latitude=54.7, longitude=2.1, parent=county, level="town")
    with CaptureQueriesContext(connection) as many:
        get(client, "/topic/orrinshire?before=2030-01-01T00:00:00Z_2")
    assert len(many) == len(few)


def test_places_are_found_by_the_beginning_of_their_name(client: Client, county: Topic) -> None:
    found = json.loads(get(client, "/places.json?q=tide"))["places"]
    assert (found[0]["name"], found[0]["slug"], found[0]["where"]) == ("Tidewell", "tidewell", "Orrinshire")


def test_every_town_of_the_gazetteer_is_found_and_can_be_chosen(client: Client, county: Topic) -> None:
    found = json.loads(get(client, "/places.json?q=Toledo"))["places"]
    ohio = next(place for place in found if "Ohio" in place["where"])
    assert ohio["slug"] is None
    assert "Lucas County" in get(client, "/places?q=Toledo")
    response = client.post(f"/places/{ohio['gazetteer']}")
    toledo = Topic.objects.get(geonames_id=ohio["gazetteer"])
    assert response["Location"] == f"/?place={toledo.slug}"
    assert client.post(f"/places/{ohio['gazetteer']}")["Location"] == response["Location"]


def test_no_place_is_entered_for_nothing(client: Client) -> None:
    assert client.get("/places/5174035").status_code == 405
    assert client.post("/places/999999999999").status_code == 404
    assert "No place is known" in get(client, "/places?q=Xyzzyx")
    assert not Topic.objects.exists()


def test_new_places_are_not_entered_without_end(client: Client) -> None:
    numbers = [place["gazetteer"] for place in json.loads(get(client, "/places.json?q=Springfield"))["places"]]
    answers = [client.post(f"/places/{number}").status_code for number in numbers[:8]]
    assert answers.count(429) == 3


def test_an_editor_accepts_with_one_button(county: Topic) -> None:
    toft_in(3, slug="tideline")
    client = editor()
    page = get(client, "/topics/proposals")
    assert "Margaret Toft" in page
    response = client.post(f"/topics/proposals/{toft().pk}", {"deed": "person"}, follow=True)
    assert "Margaret Toft is a topic now, in 3 articles." in response.content.decode()
    assert Topic.objects.get(name="Margaret Toft").kind == "person"
    assert "Margaret Toft" in get(client, "/topics/edits")
    edit = TopicEdit.objects.get()
    client.post("/topics/edits", {"edit": str(edit.pk)})
    assert not Topic.objects.filter(name="Margaret Toft").exists()


@pytest.mark.parametrize("data", [{}, {"deed": "king"}, {"deed": "alias"}, {"deed": "alias", "other": "Nobody"}])
def test_a_form_that_says_nothing_decides_nothing(data: dict[str, str]) -> None:
    toft_in(3)
    response = editor().post(f"/topics/proposals/{toft().pk}", data)
    assert response.status_code in {302, 404}
    assert toft().state == "open"


def test_thirty_proposals_cost_as_many_queries_as_one() -> None:
    toft_in(3)
    client = editor()
    get(client, "/topics/proposals")
    with CaptureQueriesContext(connection) as few:
        get(client, "/topics/proposals")
    proposal = toft()
    for number in range(20):
        proposal.pk, proposal.name, proposal.key = None, f"Ann Lee {number}", f"ann lee {number}"
        proposal.save()
    with CaptureQueriesContext(connection) as many:
        get(client, "/topics/proposals")
    assert len(many) == len(few)


@pytest.mark.parametrize("address", ["/topics/proposals", "/topics/edits", "/topics/edit/orrinshire"])
def test_editors_pages_are_for_editors(county: Topic, client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login")
    client.force_login(people.eve())
    assert client.get(address).status_code == 403
    assert client.post(address, {"deed": "hide", "edit": "1"}).status_code == 403
    assert not Topic.objects.filter(is_hidden=True).exists()
    assert editor().get(address).status_code == 200


def test_who_is_no_editor_decides_no_proposal() -> None:
    toft_in(3)
    client = Client()
    client.force_login(people.eve())
    assert client.post(f"/topics/proposals/{toft().pk}", {"deed": "person"}).status_code == 403
    assert toft().state == "open"


def test_an_editor_hides_and_merges_on_the_topics_page(county: Topic) -> None:
    client = editor()
    client.post("/topics/edit/tidewell", {"deed": "hide"})
    assert Client().get("/topic/tidewell").status_code == 404
    assert "Hidden" in get(client, "/topic/tidewell")
    client.post("/topics/edit/tidewell", {"deed": "merge", "into": "kestermouth"})
    assert Client().get("/topic/tidewell").status_code == 301
    assert ArticlePlace.objects.filter(place__slug="kestermouth", is_direct=True).count() == 2


def test_a_merge_into_nobody_says_so(county: Topic) -> None:
    response = editor().post("/topics/edit/tidewell", {"deed": "merge", "into": "Atlantis"}, follow=True)
    assert "No topic answers to “Atlantis”" in response.content.decode()
