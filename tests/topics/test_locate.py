"""Articles get their places."""

import pytest

from newsstand.topics.locate import locate
from newsstand.topics.mention import mention
from newsstand.topics.models import ArticlePlace, HomePlace, Mention, Topic
from newsstand.topics.registry import enter
from tests.pages.newsroom import make_article, make_publisher

pytestmark = pytest.mark.django_db


def places(article: object, *, direct: bool = True) -> list[str]:
    rows = ArticlePlace.objects.right().filter(article=article, is_direct=direct).order_by("-confidence", "pk")
    return [row.place.name for row in rows.select_related("place")]


def test_an_article_gets_the_places_it_names_and_those_around_them() -> None:
    article = make_article(make_publisher(), headline="Fire in Toledo, Ohio", text="The fire in Toledo is out.")
    locate([article])
    assert places(article)[0] == "Toledo"
    assert set(places(article, direct=False)) >= {"Lucas County", "United States"}
    toledo = ArticlePlace.objects.get(article=article, place__name="Toledo")
    assert toledo.confidence > 0.9
    assert {"words": "Toledo", "rule": "Ohio beside it"} in toledo.evidence
    assert str(toledo.place.parent) == "Lucas County"
    assert Mention.objects.filter(article=article, topic=toledo.place).exists()


def test_two_towns_of_one_name_are_two_topics() -> None:
    publisher = make_publisher()
    for state in ("Illinois", "Ohio"):
        locate([make_article(publisher, headline=f"Fire in Springfield, {state}", slug=state, text="")])
    towns = Topic.objects.filter(name="Springfield")
    assert {town.admin1 for town in towns} == {"IL", "OH"}
    assert len({town.slug for town in towns}) == 2


def test_a_place_of_the_registry_is_found_and_needs_no_gazetteer() -> None:
    county = enter("Orrinshire", kind=Topic.Kind.PLACE, latitude=54.7, longitude=2.1, level="county")
    enter("Kestermouth", kind=Topic.Kind.PLACE, latitude=54.72, longitude=2.3, level="town", parent=county)
    article = make_article(make_publisher(), headline="Kestermouth bridge shut", text="It is shut.")
    locate([article])
    assert places(article) == ["Kestermouth"]
    assert places(article, direct=False) == ["Orrinshire"]


def test_the_publishers_home_decides_between_two_of_a_name() -> None:
    publisher = make_publisher()
    first = make_article(publisher, headline="Fire in Springfield, Ohio", slug="one", text="")
    locate([first])
    ohio = Topic.objects.get(name="Springfield", admin1="OH")
    HomePlace.objects.create(publisher=publisher, place=ohio)
    article = make_article(publisher, headline="Springfield votes", slug="two", text="Springfield voted in the rain.")
    locate([article])
    assert ArticlePlace.objects.get(article=article, is_direct=True).place == ohio


def test_a_place_that_a_text_names_no_longer_goes() -> None:
    article = make_article(make_publisher(), headline="Fire in Toledo, Ohio", text="")
    locate([article])
    article.headline = "Fire in Dayton, Ohio"
    locate([article])
    assert "Toledo" not in places(article)
    assert "Dayton" in places(article)


def test_in_other_languages_only_large_places_are_taken() -> None:
    article = make_article(
        make_publisher(), language="de", headline="Feuer in Paris", text="In Essen und in Warin wurde darüber gelacht."
    )
    locate([article])
    assert "Paris" in places(article)
    assert "Warin" not in places(article)


def test_a_category_that_is_a_country_becomes_the_place() -> None:
    enter("France", kind=Topic.Kind.SUBJECT)
    locate([make_article(make_publisher(), headline="Rain in France", text="")])
    france = Topic.objects.get(slug="france")
    assert (france.kind, france.level, france.country) == ("place", "country", "FR")


def test_mentions_are_weighed_and_weighed_again() -> None:
    enter("Ann Lee", kind=Topic.Kind.PERSON)
    article = make_article(make_publisher(), headline="Ann Lee wins", text="Ann Lee has won.\nAnn Lee is glad.")
    mention([article])
    before = Mention.objects.get(article=article).weight
    article.headline, article.text = "Somebody wins", "It was a long day. At the end there was Ann Lee."
    mention([article])
    assert 0 < Mention.objects.get(article=article).weight < before
