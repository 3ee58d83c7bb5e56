"""The log of the desk: what editors did stands there once, in order, whoever's noun it was; and can be taken back."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.articles.withdraw import withdraw
from newsstand.comments.models import Comment
from newsstand.contributors.models import Contributor, Draft, State, Step
from newsstand.contributors.step import take_step
from newsstand.moderation.decide import decide
from newsstand.pages.desk_log import Wanted, entries, place_of, read_place
from newsstand.pages.desk_log_sources import SOURCES
from newsstand.publishers.models import ContractChange
from newsstand.revenue.book import book
from newsstand.stories.decide import close
from newsstand.stories.models import Story
from newsstand.topics.decide import hide
from newsstand.topics.models import Topic
from tests.moderation.desk import held, make_article
from tests.pages.newsroom import NOON, make_publisher, make_topic
from tests.people import ann, ben, cy, ed, eve, mo, person

pytestmark = pytest.mark.django_db


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def edna() -> User:
    return person("Edna", is_staff=True)


def taken(minutes: float = 1) -> Draft:
    """A draft of Ben's that Ed took for review."""
    author = Author.objects.create(name="Ben", slug="ben", user=ben())
    contributor = Contributor.objects.create(user=ben(), author=author, agreed_at=NOON)
    draft = Draft.objects.create(contributor=contributor, headline="Ferry late", begun_at=NOON, changed_at=NOON)
    # A submitted text has to be fit for review, which is another test's matter.
    draft.latest = Step.objects.create(draft=draft, action="submit", after=State.SUBMITTED, by=ben(), at=NOON)
    draft.save()
    take_step(draft=draft, action="take", by=ed(), now=at(minutes))
    return draft


def a_day() -> None:
    """One deed of many kinds, a minute apart, the draft's first."""
    taken(1)
    hide(topic=make_topic("Harbour"), hidden=True, editor=ed(), now=at(2))
    case = held(make_article(), ann(), "Buy shoes")
    decide(case=case, action="approve", by=edna(), now=at(3))
    story = Story.objects.create(title="Flood", slug="flood", opened_at=NOON, last_article_at=NOON, joined_at=NOON)
    close(story=story, editor=edna(), reason="It is over.", now=at(4))
    withdraw(article=make_article(slug="gone", headline="Gone"), by=ed(), reason="Twice.", now=at(5))
    ContractChange.objects.create(publisher=make_publisher(), by=ed(), at=at(6), after={"excerpt_words": 40})
    book(month=NOON.date().replace(day=1), kind="grant", micros=5_000_000, note="Town", key="1", by=ed(), now=at(7))


def kinds(**wanted: object) -> list[str]:
    return [one.kind for one in entries(Wanted(**wanted), before=None, most=50)]  # type: ignore[arg-type]


def test_deeds_of_all_kinds_stand_in_one_list_newest_first() -> None:
    a_day()
    assert kinds() == ["funds", "contracts", "withdrawals", "stories", "moderation", "topics", "steps"]
    assert kinds(by=edna().pk) == ["stories", "moderation"]
    assert kinds(kind="topics") == ["topics"]


def test_what_others_did_is_not_the_editors() -> None:
    taken()
    ContractChange.objects.create(publisher=make_publisher(), by=cy(), at=NOON, after={"excerpt_words": 40})
    found = entries(Wanted(), before=None, most=50)
    assert [(one.kind, one.what) for one in found] == [("steps", "took it for review")]


def test_pages_of_the_log_follow_on_without_gap_or_repeat_even_at_one_moment() -> None:
    a_day()
    for _ in range(3):
        hide(topic=Topic.objects.get(), hidden=False, editor=ed(), now=at(3))
        hide(topic=Topic.objects.get(), hidden=True, editor=ed(), now=at(3))
    whole = [(one.kind, one.number) for one in entries(Wanted(), before=None, most=50)]
    assert len(whole) == 13
    for length in (1, 2, 5):
        pages: list[tuple[str, int]] = []
        before = None
        while found := entries(Wanted(), before=before, most=length):
            pages += [(one.kind, one.number) for one in found]
            before = read_place(place_of(found[-1]))
        assert pages == whole


@pytest.mark.parametrize("kind", ["steps", "topics", "moderation", "stories", "withdrawals", "funds"])
def test_a_deed_is_taken_back_from_the_log(client: Client, kind: str) -> None:
    a_day()
    client.force_login(ed())
    one = entries(Wanted(kind=kind), before=None, most=1)[0]
    assert one.undoable
    sent = {"kind": kind, "number": one.number, "back": f"/desk/log?kind={kind}"}
    answer = client.post("/desk/log/undo", sent, follow=True)
    assert "Taken back" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"/desk/log?kind={kind}"
    again = client.post("/desk/log/undo", sent, follow=True)
    assert again.status_code == 404 or "any more" in again.content.decode()
    if kind == "steps":
        assert Draft.objects.get().state == "submitted"
    if kind == "withdrawals":
        assert Article.objects.get(slug="gone").withdrawn_at is None
    if kind == "moderation":
        assert Comment.objects.get().status == "held"


def test_what_stays_cannot_be_taken_back_and_nothing_leads_elsewhere(client: Client) -> None:
    a_day()
    client.force_login(ed())
    change = ContractChange.objects.get()
    assert client.post("/desk/log/undo", {"kind": "contracts", "number": change.pk}).status_code == 404
    for number in ("0", "x", "9" * 30, "-1"):
        assert client.post("/desk/log/undo", {"kind": "topics", "number": number}).status_code == 404
    step = Step.objects.get(action="take")
    take_step(draft=step.draft, action="approve", by=ed(), now=at(9))
    answer = client.post("/desk/log/undo", {"kind": "steps", "number": step.pk}, follow=True)
    assert "any more" in answer.content.decode()
    edit = entries(Wanted(kind="topics"), before=None, most=1)[0]
    answer = client.post(
        "/desk/log/undo", {"kind": "topics", "number": edit.number, "back": "//elsewhere.example/desk/log"}
    )
    assert answer.headers["Location"] == "/desk/log"


def test_the_page_says_who_when_what_and_why_with_filters(client: Client) -> None:
    a_day()
    client.force_login(ed())
    html = client.get("/desk/log").content.decode()
    for words in ("Ferry late", "took it for review", "It is over.", "Twice.", "excerpt words", "Edna", "Undo"):
        assert words in html
    assert "Nothing of this sort" in client.get("/desk/log?kind=labels").content.decode()
    assert client.get("/desk/log?kind=nothing").status_code == 404
    assert client.get("/desk/log?by=x").status_code == 404
    assert client.get("/desk/log?before=yesterday").status_code == 400


def test_the_log_is_a_table_too(client: Client) -> None:
    a_day()
    client.force_login(ed())
    rows = list(csv.reader(io.StringIO(client.get("/desk/log.csv?kind=stories").content.decode())))
    assert rows[0][:3] == ["when", "who", "kind"]
    assert [row[1:6] for row in rows[1:]] == [["Edna", "stories", "closed the story", "Flood", "It is over."]]


def test_the_log_costs_the_same_for_one_and_for_thirty(client: Client) -> None:
    a_day()
    client.force_login(ed())
    client.get("/desk/log")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/log")
    for number in range(30):
        hide(topic=make_topic(f"Topic {number}"), hidden=True, editor=ed(), now=at(10))
        withdraw(article=make_article(slug=f"gone-{number}"), by=ed(), reason="Twice.", now=at(11))
    with CaptureQueriesContext(connection) as many:
        assert "Earlier" in client.get("/desk/log").content.decode()
    assert len(few) == len(many)


@pytest.mark.parametrize("who", [ann, eve, mo])
def test_nobody_else_reads_the_log_or_takes_anything_back(client: Client, who: object) -> None:
    client.force_login(who())  # type: ignore[operator]
    assert client.get("/desk/log").status_code == 403
    assert client.get("/desk/log.csv").status_code == 403
    assert client.post("/desk/log/undo", {"kind": "topics", "number": 1}).status_code == 403


def test_kinds_of_the_log_are_words_for_addresses() -> None:
    names = [source.kind for source in SOURCES]
    assert len(set(names)) == len(names)
    assert not any("_" in name or " " in name for name in names)
