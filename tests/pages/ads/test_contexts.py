"""What a page is about, for advertising, and whose page it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from newsstand.advertisers.contexts import PageContext, context_row, digest_of
from newsstand.advertisers.models import Context
from newsstand.contributors.models import Draft
from newsstand.pages.ads.contexts import about_page, owner_of
from newsstand.topics.models import ArticlePlace, Topic
from tests.advertisers.running import NOON
from tests.contributors.desk import written
from tests.pages.newsroom import make_article, make_publisher, make_topic, mention
from tests.people import ben

pytestmark = pytest.mark.django_db


def place(name: str, **fields: Any) -> Topic:
    return make_topic(name, kind="place", latitude=54.7, longitude=-2.3, **fields)


def test_the_front_page_is_about_nothing_and_a_place_s_about_what_it_lies_in() -> None:
    county = place("Orrinshire")
    town = place("Kestermouth", parent=county)
    assert about_page("front", "", now=NOON).context == PageContext("front")
    about = about_page("front", "kestermouth", now=NOON)
    assert about.context.kind == "place"
    assert about.context.places == (town.pk, county.pk)
    assert about.context.names == {str(town.pk): "Kestermouth", str(county.pk): "Orrinshire"}
    assert (about.owner, about.article, about.address) == ("site", None, "/?place=kestermouth")


def test_a_list_is_about_its_topic_place_or_section() -> None:
    sport, boats, town = make_topic("Sport", section=1), make_topic("Boats"), place("Kestermouth")
    assert about_page("list", "sport", now=NOON).context.sections == (sport.pk,)
    assert about_page("list", "boats", now=NOON).context.topics == (boats.pk,)
    assert about_page("list", "kestermouth", now=NOON).context.places == (town.pk,)


def test_an_article_is_about_where_it_plays_what_it_mentions_and_its_sections() -> None:
    sport, boats, town, wrong = make_topic("Sport", section=1), make_topic("Boats"), place("Kestermouth"), place("Rome")
    hidden = make_topic("Hidden", is_hidden=True)
    article = make_article(make_publisher())
    mention(article, boats, sport, hidden)
    for where, is_wrong in ((town, False), (wrong, True)):
        ArticlePlace.objects.create(
            article=article, place=where, confidence=0.9, is_wrong=is_wrong, published_at=article.published_at
        )
    context = about_page("article", str(article.pk), now=NOON).context
    assert (context.places, context.topics, context.sections) == ((town.pk,), (boats.pk,), (sport.pk,))
    assert not context.is_grave


@pytest.mark.parametrize(
    ("page", "which"), [("front", "nowhere"), ("list", "nothing"), ("article", "12"), ("list", "")]
)
def test_what_readers_do_not_see_is_no_page(page: str, which: str) -> None:
    with pytest.raises(Http404):
        about_page(page, which, now=NOON)


def test_a_page_of_a_publisher_is_its_own_and_one_of_a_contributor_theirs() -> None:
    publisher = make_publisher()
    assert owner_of(make_article(publisher)) == f"publisher:{publisher.pk}"
    draft = written(ben())
    Draft.objects.filter(pk=draft.pk).update(article=(article := make_article()))
    assert owner_of(article) == f"contributor:{draft.contributor_id}"
    assert owner_of(make_article(slug="saved-page")) == "site"


def test_what_is_known_is_asked_again_after_a_minute(django_assert_num_queries: Any) -> None:
    article = make_article(make_publisher())
    about_page("article", str(article.pk), now=NOON)
    with django_assert_num_queries(0):
        about_page("article", str(article.pk), now=NOON + timedelta(seconds=59))
    mention(article, make_topic("Boats"))
    assert about_page("article", str(article.pk), now=NOON + timedelta(seconds=61)).context.topics


def test_a_context_is_one_row_whatever_its_topics_are_called() -> None:
    one = PageContext("article", (2, 1), (3,), (4,), {"1": "Harbour"})
    again = PageContext("article", (1, 2), (3,), (4,), {"1": "The harbour"})
    assert context_row(one).pk == context_row(again).pk
    assert Context.objects.count() == 1
    others = [
        PageContext("article", (1, 2), (3,), (4,), is_grave=True),
        PageContext("topic", (1, 2), (3,), (4,)),
        PageContext("article", (1, 2), (4,), (3,)),
    ]
    assert len({digest_of(other) for other in [one, *others]}) == 4
