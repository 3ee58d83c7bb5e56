"""The page of a story, its feeds, and the page where editors put it right."""

from datetime import timedelta

import pytest
from django.test import Client

from newsstand.articles.revise import revise
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.lib import clock
from newsstand.stories.decide import merge, move
from newsstand.stories.models import Coverage, Story, StoryDecision
from newsstand.topics.models import Mention, Topic
from tests.people import PASSWORD, ed, eve
from tests.stories.desk import FLOOD, FLOOD_TOO, NOON, SPACE, clustered, flood, say, story_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=12))


def page(story: Story, client: Client | None = None) -> str:
    response = (client or Client()).get(story.get_absolute_url())
    assert response.status_code == 200
    return str(response.content.decode())


def editor() -> Client:
    ed()
    client = Client()
    assert client.login(email="ed@example.org", password=PASSWORD)
    return client


def test_the_page_says_who_was_first_and_what_each_adds() -> None:
    first, second, third = flood()
    clustered()
    html = page(story_of(first))
    assert "<strong>3</strong> articles from <strong>3</strong> outlets" in html
    assert html.index(first.headline, html.index("Coverage</h2>")) < html.index(
        second.headline, html.index("Coverage</h2>")
    )
    assert "Tom Reyes" in html
    assert "62 houses" in html
    assert html.count(">First<") == 1
    assert "reported it first" in html
    assert third.get_absolute_url() in html


def test_copies_are_folded_under_their_original() -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD * 2)
    say("wire", "River Alder floods Aldermouth", FLOOD * 2, hour=1)
    say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=5)
    clustered()
    html = page(story_of(first))
    assert "from <strong>2</strong> outlets" in html
    assert "Also in" in html
    assert html.count('<article class="entry">') == 2


def test_local_outlets_come_first() -> None:
    first, second, third = flood()
    place = Topic.objects.create(name="Aldermouth", slug="aldermouth", kind=Topic.Kind.PLACE)
    others = [say("gazette", f"Note {number}", f"{SPACE} Number {number}.", hour=-number) for number in range(1, 5)]
    for article in [first, second, third, *others]:
        Mention.objects.create(article=article, topic=place, source="text", published_at=article.published_at)
    for number in range(40):
        say("beacon", f"Elsewhere {number}", f"{SPACE} Nothing here {number}.", hour=-number)
    clustered()
    html = page(story_of(first))
    entries = html[html.index("Coverage</h2>") :]
    assert "Local" in entries
    assert entries.index(third.headline) < entries.index(first.headline)


def test_the_timeline_has_changes_with_a_way_to_what_changed() -> None:
    first, second, _ = flood()
    clustered()
    text = Text(headline=second.headline, published_at=second.published_at, plain="Another text. " + FLOOD_TOO)
    revise(article=second, text=text, now=NOON + timedelta(hours=11))
    clustered()
    html = page(story_of(first))
    assert f'href="{second.get_absolute_url()}/history">changed</a>' in html


def test_what_readers_may_not_see_is_not_on_the_page() -> None:
    first, second, _ = flood()
    clustered()
    withdraw(article=second, now=NOON, reason="Wrong.", by=ed())
    html = page(story_of(first))
    assert second.headline not in html
    assert "<strong>2</strong> articles" in html


def test_a_story_of_which_nothing_can_be_seen_is_not_found() -> None:
    only = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    clustered()
    story = story_of(only)
    withdraw(article=only, now=NOON, reason="Wrong.", by=ed())
    assert Client().get(story.get_absolute_url()).status_code == 404


def test_a_merged_storys_address_leads_to_where_it_went() -> None:
    one, other = say("beacon", "River Alder floods", FLOOD), say("post", "Probe lands on the Moon", SPACE)
    clustered()
    kept, gone = story_of(one), story_of(other)
    merge(story=kept, gone=gone, editor=ed(), reason="One.", now=NOON)
    kept.refresh_from_db()
    response = Client().get(gone.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())


def test_another_slug_leads_to_the_right_one() -> None:
    first, *_ = flood()
    clustered()
    story = story_of(first)
    response = Client().get(f"/story/{story.pk}/other-words")
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())
    assert Client().get("/story/999999/none").status_code == 404
    assert Client().get("/story/99999999999999999999/none").status_code == 404


def test_an_article_leads_to_its_full_coverage_and_one_alone_does_not() -> None:
    first, *_ = flood()
    alone = say("post", "Probe lands on the Moon", SPACE)
    clustered()
    html = Client().get(first.get_absolute_url()).content.decode()
    assert f'<a href="{story_of(first).get_absolute_url()}">Full coverage: 3 outlets</a>' in html
    assert "Full coverage" not in Client().get(alone.get_absolute_url()).content.decode()


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_story_has_feeds(form: str) -> None:
    first, second, _ = flood()
    clustered()
    response = Client().get(f"/story/{story_of(first).pk}/feed.{form}")
    assert response.status_code == 200
    assert second.headline in response.content.decode()


def test_sitemaps_list_stories_of_several_outlets() -> None:
    first, *_ = flood()
    alone = say("post", "Probe lands on the Moon", SPACE)
    clustered()
    assert "/sitemaps/stories-1.xml" in Client().get("/sitemap.xml").content.decode()
    listed = Client().get("/sitemaps/stories-1.xml").content.decode()
    assert story_of(first).get_absolute_url() in listed
    assert story_of(alone).get_absolute_url() not in listed
    assert Client().get("/sitemaps/stories-2.xml").status_code == 404


def test_a_page_of_thirty_articles_asks_the_database_no_more_often_than_one_of_two(
    django_assert_max_num_queries: object,
) -> None:
    first = say("beacon", "River Alder floods Aldermouth harbour", FLOOD)
    rest = [
        say(f"paper{n}", f"Alder flood, {n}", f"{FLOOD} Reporter {n} adds {n + 100} boats.", hour=n / 9)
        for n in range(30)
    ]
    clustered()
    apart = [article.pk for article in rest if story_of(article) != story_of(first)]
    for pk in apart:
        story = Story.objects.get(coverage__article=pk)
        move(story=story, articles=[pk], to=story_of(first), editor=ed(), reason="One.", now=NOON)
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        page(story_of(first))


def edit(story: Story) -> str:
    return f"{story.get_absolute_url()}/edit"


def test_editors_find_the_forms_and_nobody_else_does() -> None:
    first, *_ = flood()
    clustered()
    story = story_of(first)
    assert "Put this story right" in page(story, editor())
    assert "Put this story right" not in page(story)
    eve()
    other = Client()
    assert other.login(email="eve@example.org", password=PASSWORD)
    assert "Put this story right" not in page(story, other)
    assert other.get(edit(story)).status_code == 403
    assert Client().get(edit(story)).status_code == 302


def test_somebody_who_may_not_changes_nothing_by_posting() -> None:
    first, *_ = flood()
    clustered()
    story = story_of(first)
    decision = move(story=story, articles=[first.pk], to=None, editor=ed(), reason="Why.", now=NOON)
    eve()
    other = Client()
    assert other.login(email="eve@example.org", password=PASSWORD)
    asked = {"kind": "close", "reason": "Because."}
    assert other.post(edit(story), asked).status_code == 403
    assert other.post(f"/story/decisions/{decision.pk}/undo").status_code == 403
    assert Client().post(edit(story), asked).status_code == 302
    assert Client().post(f"/story/decisions/{decision.pk}/undo").status_code == 302
    story.refresh_from_db()
    assert story.state == "open"
    assert StoryDecision.objects.get().undone_at is None


def test_forms_want_their_token() -> None:
    first, *_ = flood()
    clustered()
    ed()
    client = Client(enforce_csrf_checks=True)
    assert client.login(email="ed@example.org", password=PASSWORD)
    assert client.post(edit(story_of(first)), {"kind": "close", "reason": "x"}).status_code == 403


def test_an_editor_splits_and_merges_and_takes_it_back_on_the_page() -> None:
    first, _, third = flood()
    clustered()
    client, story = editor(), story_of(first)
    assert "placed by the machine, because of" in client.get(edit(story)).content.decode()
    client.post(edit(story), {"kind": "split", "articles": [third.pk], "reason": "Another day."})
    other = story_of(third)
    assert other != story
    response = client.post(edit(other), {"kind": "merge", "to": story.get_absolute_url(), "reason": "The same."})
    story.refresh_from_db()
    assert response["Location"] == edit(story)
    assert Coverage.objects.filter(story=story).count() == 3
    log = client.get(edit(story)).content.decode()
    assert "Another day." in log
    assert "The same." in log
    decision = StoryDecision.objects.get(kind="merge")
    client.post(f"/story/decisions/{decision.pk}/undo")
    assert story_of(third) == other
    assert client.post(f"/story/decisions/{decision.pk}/undo").status_code == 422


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "split"}, "tick at least one"),
        ({"kind": "merge"}, "Name the other story"),
        ({"kind": "move", "to": "http://elsewhere.example/", "articles": "own"}, "no such story"),
        ({"kind": "merge", "to": "9" * 30}, "no such story"),
        ({"kind": "pin", "days": "99"}, "less than or equal to 30"),
        ({"kind": "split", "articles": "7777"}, "Choose articles of this story"),
        ({"kind": "close", "reason": ""}, "Write the reason"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(asked: dict[str, str], says: str) -> None:
    first, *_ = flood()
    clustered()
    articles = first.pk if asked.get("articles") == "own" else asked.get("articles", [])
    response = editor().post(edit(story_of(first)), {"reason": "Kept words", **asked, "articles": articles})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not StoryDecision.objects.exists()


def test_pin_close_and_their_opposites_on_the_page() -> None:
    first, *_ = flood()
    clustered()
    client, story = editor(), story_of(first)
    for kind in ("pin", "unpin", "close", "reopen"):
        assert client.post(edit(story), {"kind": kind, "days": 2, "reason": "Why."}).status_code == 302
    assert list(StoryDecision.objects.order_by("pk").values_list("kind", flat=True)) == [
        "pin",
        "unpin",
        "close",
        "reopen",
    ]
