"""What publishers say of their articles."""

import pytest

from newsstand.algorithms.named import Named
from newsstand.topics.models import ArticlePlace, Mention, Topic, TopicProposal
from newsstand.topics.propose import recurring_proposals
from newsstand.topics.registry import enter
from newsstand.topics.said import note_said
from tests.pages.newsroom import make_article, make_publisher

pytestmark = pytest.mark.django_db


def test_what_a_page_is_about_is_mentioned_and_weighs() -> None:
    ann = enter("Ann Lee", kind=Topic.Kind.PERSON)
    board = enter("Health Board", kind=Topic.Kind.ORGANISATION)
    article = make_article(make_publisher())
    note_said(article, [Named("ann lee", "about", "person"), Named("Health Board", "named", "organisation")])
    rows = {row.topic: row for row in Mention.objects.filter(article=article)}
    assert rows[ann].source == "about"
    assert rows[ann].weight > rows[board].weight > 0


def test_an_unknown_name_that_a_page_is_about_is_proposed_at_once() -> None:
    note_said(make_article(make_publisher()), [Named("Bea Lindqvist", "about", "person"), Named("tide", "keyword")])
    (proposal,) = recurring_proposals()
    assert (proposal.name, proposal.kind) == ("Bea Lindqvist", "person")
    assert TopicProposal.objects.filter(name="tide").exists()


def test_a_place_with_its_coordinates_is_the_articles_place() -> None:
    article = make_article(make_publisher())
    note_said(article, [Named("Springfield", "about", "place", 39.92, -83.81)])
    row = ArticlePlace.objects.get(article=article, is_direct=True)
    assert (row.place.admin1, row.source) == ("OH", "publisher")
    assert ArticlePlace.objects.filter(article=article, is_direct=False, place__name="Ohio").exists()


def test_a_name_that_many_places_have_is_left_to_the_text() -> None:
    article = make_article(make_publisher())
    note_said(article, [Named("Springfield", "about", "place")])
    assert not ArticlePlace.objects.exists()


def test_a_point_without_a_name_is_the_town_it_lies_in() -> None:
    article = make_article(make_publisher())
    note_said(article, [Named("", "about", "place", 41.66, -83.55)])
    assert ArticlePlace.objects.get(article=article, is_direct=True).place.name == "Toledo"


def test_a_place_that_an_editor_called_wrong_stays_wrong() -> None:
    article = make_article(make_publisher())
    said = [Named("Springfield", "about", "place", 39.92, -83.81)]
    note_said(article, said)
    ArticlePlace.objects.filter(article=article).update(is_wrong=True, source="editor")
    note_said(article, said)
    assert not ArticlePlace.objects.right().filter(is_direct=True).exists()


def test_a_category_of_a_scheme_for_people_is_a_person() -> None:
    toft = enter("Toft, Margaret", kind=Topic.Kind.SUBJECT)
    note_said(make_article(make_publisher()), [Named("Toft, Margaret", "about", "person")])
    toft.refresh_from_db()
    assert toft.kind == "person"
