"""The editors' desk: what waits is counted once and shown the oldest first; who is no editor sees nothing of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.articles.models import Author
from newsstand.contributors.models import Contributor, Draft, LabelRequest, State, Step
from newsstand.corrections.models import Contest
from newsstand.pages.desk_sections import SECTIONS, counts
from newsstand.publishers.models import Application, Feed, Publisher
from newsstand.revenue.book import book
from newsstand.stories.models import Coverage, StoryDecision
from newsstand.topics.models import TopicProposal
from tests.moderation.desk import held, make_article
from tests.pages.newsroom import NOON, make_publisher
from tests.people import ann, ben, cy, ed, eve, mo, person
from tests.stories.desk import clustered, flood, story_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=12)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.lib.clock.now", lambda: LATER)


def submitted(headline: str, minutes: int = 0) -> Draft:
    """A draft that waits for an editor."""
    user = person(f"Writer {headline}")
    author = Author.objects.create(name=user.name, slug=f"writer-{user.pk}", user=user)
    contributor = Contributor.objects.create(user=user, author=author, agreed_at=NOON)
    draft = Draft.objects.create(contributor=contributor, headline=headline, begun_at=NOON, changed_at=NOON)
    at = NOON + timedelta(minutes=minutes)
    draft.latest = Step.objects.create(draft=draft, action="submit", after=State.SUBMITTED, by=user, at=at)
    draft.save()
    return draft


def contested(statement: str, *, due: timedelta) -> Contest:
    return Contest.objects.create(
        article=make_article(slug=statement),
        statement=statement,
        evidence="Count them.",
        token=statement,
        made_at=NOON,
        due_at=LATER + due,
    )


def fill(number: int, first: int = 0) -> None:
    """So many things of each kind."""
    publisher = Publisher.objects.filter(slug="beacon").first() or make_publisher()
    for at in range(first, first + number):
        submitted(f"Text {at}", at)
        contributor = Contributor.objects.get(user=person(f"Writer Text {at}"))
        LabelRequest.objects.create(contributor=contributor, label="writer", proof="Ten pieces", made_at=NOON)
        contested(f"said-{at}", due=timedelta(minutes=at))
        Application.objects.create(name=f"Paper {at}", address="https://p.example", about="", applied_at=NOON)
        TopicProposal.objects.create(
            name=f"Ada Holm {at}", key=f"ada holm {at}", publishers=2, articles=3, first_seen_at=NOON, last_seen_at=NOON
        )
        Feed.objects.create(
            publisher=publisher, address=f"https://p.example/{at}", next_check_at=NOON, error="gone", error_count=3
        )
        held(make_article(slug=f"held-{at}"), ann(), f"Buy shoes {at}")


def page(client: Client, user: User, address: str = "/desk") -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_of_thing_is_counted_and_leads_to_its_place(client: Client, now: None) -> None:
    fill(1)
    article = flood()[2]
    clustered()
    Coverage.objects.filter(article=article).update(score=0.5, joined_at=LATER)
    book(month=date(2026, 10, 1), kind="grant", micros=5_000_000, note="The town", key="one", by=ed(), now=NOON)
    html = page(client, ed())
    assert counts(ed(), LATER) == {section.slug: 1 for section in SECTIONS}
    assert "9 things wait for an editor" in html
    for section in SECTIONS:
        assert f'data-jump="{section.key}"' in html
    for title in ("Text 0", "said-0", "Paper 0", "Ada Holm 0", "Buy shoes 0", "October 2026", story_of(article).title):
        assert title in html
    assert f'href="{story_of(article).get_absolute_url()}/edit"' in html


def test_keys_of_sections_are_single_letters_that_mean_nothing_else() -> None:
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("jkacrwoxu?")
    assert all(len(key) == 1 for key in keys)


def test_the_oldest_comes_first_and_what_is_overdue_says_so(client: Client, now: None) -> None:
    submitted("Second", 5)
    submitted("First", 1)
    contested("in-time", due=timedelta(hours=3))
    contested("far-off", due=timedelta(days=3))
    contested("too-late", due=-timedelta(hours=1))
    html = page(client, ed())
    assert html.index("First") < html.index("Second")
    assert html.index("too-late") < html.index("in-time")
    assert html.count("Overdue") == 1
    assert "far-off" not in html
    assert "1 late" in html


def test_a_text_says_who_has_it_and_that_it_came_back(client: Client, now: None) -> None:
    mine, others, back = submitted("Mine"), submitted("Others"), submitted("Back")
    for draft, editor in ((mine, ed()), (others, person("Edna", is_staff=True))):
        step = Step.objects.create(draft=draft, action="take", after=State.IN_REVIEW, by=editor, at=NOON)
        Draft.objects.filter(pk=draft.pk).update(latest=step, editor=editor)
    Step.objects.create(draft=back, action="ask", after=State.CHANGES_ASKED, by=ed(), at=NOON, reason="More sources")
    html = page(client, ed())
    assert "With you" in html
    assert "With Edna" in html
    assert "Back after changes" in html


def test_a_decided_thing_is_not_on_the_desk(client: Client, now: None) -> None:
    fill(1)
    Application.objects.update(state=Application.State.DECLINED, reason="No")
    Contest.objects.update(state=Contest.State.STANDS, answer="It is so.")
    TopicProposal.objects.update(state=TopicProposal.State.REFUSED)
    Feed.objects.update(retired_at=NOON)
    html = page(client, ed())
    assert "Paper 0" not in html
    assert "said-0" not in html
    assert "Ada Holm" not in html
    assert "3 things wait" in html


def test_the_desk_costs_the_same_for_one_and_for_thirty(client: Client, now: None) -> None:
    fill(1)
    client.force_login(ed())
    client.get("/desk")
    with CaptureQueriesContext(connection) as one:
        assert client.get("/desk?all=drafts").status_code == 200
    fill(29, first=1)
    with CaptureQueriesContext(connection) as thirty:
        html = client.get("/desk?all=drafts").content.decode()
    assert "Text 29" in html
    assert len(one) == len(thirty)


def test_more_of_one_kind_are_shown_when_asked_for(client: Client, now: None) -> None:
    for at in range(10):
        submitted(f"Text {at}", at)
    assert "2 more" in page(client, ed())
    assert "Text 9" not in page(client, ed())
    assert "Text 9" in page(client, ed(), "/desk?all=drafts")


def test_an_editor_leaves_a_story_as_it_is_with_one_button(client: Client, now: None) -> None:
    article = flood()[2]
    clustered()
    Coverage.objects.filter(article=article).update(score=0.5, joined_at=LATER)
    story = story_of(article)
    assert "It belongs" in page(client, ed())
    answer = client.post(f"/desk/stories/{story.pk}/keep", follow=True)
    assert "stays as it is" in answer.content.decode()
    assert StoryDecision.objects.get().kind == "keep"
    assert "It belongs" not in page(client, ed())
    assert "meanwhile" in client.post(f"/desk/stories/{story.pk}/keep", follow=True).content.decode()


@pytest.mark.parametrize("who", [ann, ben, cy, eve, mo])
def test_nobody_else_sees_the_desk_or_decides_there(client: Client, who: Any, now: None) -> None:
    client.force_login(who())
    assert client.get("/desk").status_code == 403
    assert client.post("/desk/stories/1/keep").status_code == 403
    assert 'href="/desk"' not in client.get("/about").content.decode()


def test_who_is_not_signed_in_is_led_to_sign_in(client: Client) -> None:
    assert client.get("/desk").headers["Location"] == "/accounts/login/?next=%2Fdesk"


def test_the_masthead_says_to_editors_how_much_waits_in_one_query(client: Client, now: None) -> None:
    client.force_login(ed())
    with CaptureQueriesContext(connection) as before:
        client.get("/about")
    fill(3)
    with CaptureQueriesContext(connection) as after:
        html = client.get("/about").content.decode()
    assert len(before) == len(after)
    assert '21<span class="visually-hidden"> waiting</span>' in html
    client.force_login(mo())
    assert 'href="/moderation"' in client.get("/about").content.decode()
