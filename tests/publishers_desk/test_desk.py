"""The first page of a publisher's desk: what it says, to whom, and what it costs."""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsstand.articles.models import Article
from newsstand.corrections.models import Contest
from newsstand.ingest.models import Item
from newsstand.lib.clock import now
from newsstand.publishers.models import Feed
from newsstand.reads.add import add
from newsstand.reads.count import Owned
from newsstand.stories.firsts import firsts
from newsstand.stories.models import Coverage, Story
from tests import people
from tests.publishers_desk.house import DESK, House, browser, make_house, suspended, write

pytestmark = pytest.mark.django_db


def read(house: House, article: Article, *, ago: int = 0, reads: int = 10) -> None:
    """So many readers of an article on a day, four in ten to the end, one in ten sent on; a robot more."""
    day = now().date() - timedelta(days=ago)
    counts = {"reads": reads, "finished": reads * 4 // 10, "referrals": reads // 10, "robots": 1, "prefetches": 2}
    whose = Owned(None, None, None, house.publisher.pk)
    sums = defaultdict(Counter, {(article.pk, day): Counter(counts)})
    add(sums, {(article.pk, day, "search"): reads}, {article.pk: whose})


def make_first(article: Article, others: list[Article]) -> Story:
    """A story that the article told first and the others later."""
    story = Story.objects.create(
        title="The crack",
        slug="the-crack",
        opened_at=article.published_at,
        last_article_at=now(),
        joined_at=now(),
        article_count=1 + len(others),
        outlet_count=1 + len(others),
        lead=article,
    )
    for number, one in enumerate((article, *others)):
        role = Coverage.Role.SAME if number else Coverage.Role.FIRST
        Coverage.objects.create(story=story, article=one, published_at=one.published_at, joined_at=now(), role=role)
    return story


def contest(article: Article, number: int = 0) -> Contest:
    return Contest.objects.create(
        article=article,
        statement=f"The bridge is safe, part {number}",
        evidence="It is shut.",
        by=people.ann(),
        token=f"token-{article.pk}-{number}",
        made_at=now(),
        due_at=now() + timedelta(days=2),
    )


def said_on(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_the_page_says_how_the_publisher_does() -> None:
    house = make_house(2)
    newest, older = Article.objects.newest()
    read(house, newest, reads=1200)
    read(house, older, ago=10, reads=30)
    page = said_on(browser(people.ben()).get(DESK))
    assert "Reads 1,230 Read to the end 492 40.0 %" in page
    assert "Sent on to your site 123" in page
    assert "2 visits of robots and 4 pages fetched in advance were counted apart" in page
    assert "Harbour report 0 1,200 480 120" in page
    assert "Search engines" in page
    week = said_on(browser(people.ben()).get(f"{DESK}?days=7"))
    assert "Reads 1,200 Read" in week
    assert "Harbour report 1 30" not in week


def test_the_files_have_the_numbers_of_the_page_and_each_day() -> None:
    house = make_house(1)
    read(house, Article.objects.get(), reads=50)
    cy = browser(people.cy())
    rows = list(csv.DictReader(io.StringIO(cy.get(f"{DESK}/figures.csv?days=7").content.decode())))
    assert len(rows) == 7
    assert (rows[-1]["day"], rows[-1]["reads"], rows[-1]["finished"]) == (now().date().isoformat(), "50", "20")
    same = json.loads(cy.get(f"{DESK}/figures.json?days=7").content)
    assert [str(one["reads"]) for one in same["rows"]] == [one["reads"] for one in rows]
    assert date.fromisoformat(same["rows"][0]["day"]) == now().date() - timedelta(days=6)
    assert cy.get(f"{DESK}/figures.xml").status_code == 404
    for bad in ("0", "8", "x", "7 "):
        assert cy.get(f"{DESK}?days={bad}").status_code == 404


def test_what_waits_is_named_the_most_urgent_first() -> None:
    house = make_house(1)
    contest(Article.objects.get())
    Contest.objects.update(due_at=now() - timedelta(hours=1))
    Feed.objects.update(error="The server refuses us (403).", error_count=3)
    page = said_on(browser(people.di()).get(DESK))
    first, second, third = (
        page.index(words)
        for words in (
            "1 contested statement to answer, the first one late",
            "A feed cannot be read",
            "not told who owns",
        )
    )
    assert first < second < third
    assert "3 times in a row: The server refuses us (403)." in page
    house.publisher.ownership = house.publisher.corrections_policy = house.publisher.masthead = "Said."
    house.publisher.save()
    Feed.objects.update(error="")
    Contest.objects.update(state="stands", answer="It does.")
    assert "What waits for you Nothing." in said_on(browser(people.di()).get(DESK))


def test_what_was_not_taken_is_run_again_from_here() -> None:
    house = make_house()
    said = {"title": "Too short", "reason": "It has no text."}
    item = Item.objects.create(
        feed=house.feed, key="k", outcome="rejected", first_seen_at=now(), decided_at=now(), **said
    )
    di = browser(people.di())
    page = di.get(DESK).content.decode()
    assert "It has no text." in page
    action = f"{DESK}/items/{item.pk}/again"
    assert f'action="{action}"' in page
    assert di.post(action).status_code == 302
    assert f'action="{action}"' not in browser(people.ben()).get(DESK).content.decode()


def test_stories_told_first_are_those_that_others_took_up() -> None:
    house = make_house(3)
    [other] = write(house.other, 1, start=70)
    first, second, third = Article.objects.filter(publisher=house.publisher).newest()
    make_first(second, [other])
    make_first(third, [])
    found = list(firsts(house.publisher, since=now() - timedelta(days=1)))
    assert [one.article for one in found] == [second]
    assert not firsts(house.other, since=now() - timedelta(days=1)).exists()
    assert not firsts(house.publisher, since=now()).exists()
    Article.objects.filter(pk=second.pk).update(withdrawn_at=now())
    assert not firsts(house.publisher, since=now() - timedelta(days=1)).exists()
    assert first.pk


def test_the_page_costs_the_same_for_one_article_and_for_thirty() -> None:
    house = make_house()
    cy, costs = browser(people.cy()), []
    for number in range(30):
        [article] = write(house.publisher, 1, start=number)
        [other] = write(house.other, 1, start=200 + number)
        read(house, article, ago=number % 5)
        contest(article, number)
        make_first(article, [other])
        Item.objects.create(
            feed=house.feed, key=f"k{number}", outcome="rejected", reason="No.", first_seen_at=now(), decided_at=now()
        )
        if number in {0, 29}:
            spent = []
            for path in (DESK, f"{DESK}?days=365", f"{DESK}/articles", f"{DESK}/contract"):
                with CaptureQueriesContext(connection) as asked:
                    assert cy.get(path).status_code == 200
                spent.append(len(asked))
            costs.append(spent)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 35


@pytest.mark.parametrize("who", ["cy", "di", "ben", "ed", "eve", "ann", "suspended", "nobody"])
def test_who_sees_it(who: str) -> None:
    make_house(1)
    user = None if who == "nobody" else suspended(people.cy()) if who == "suspended" else getattr(people, who)()
    client = browser(user)
    expected = {"eve": 403, "ann": 403, "nobody": 302}.get(who, 200)
    for path in (DESK, f"{DESK}/figures.csv", f"{DESK}/figures.json"):
        answer = client.get(path)
        assert answer.status_code == expected, path
        if expected == 200:
            assert "no-store" in answer["Cache-Control"]
        assert client.post(path).status_code in {405, expected}


def test_a_publisher_that_has_nothing_yet_has_a_page_that_says_so() -> None:
    house = make_house()
    Feed.objects.all().delete()
    page = said_on(browser(people.cy()).get(DESK))
    assert "Nobody has read an article of yours in this time yet." in page
    assert "No feed is read: connect one" in page
    assert browser(people.cy()).get("/publishers/nowhere").status_code == 404
    assert house.publisher.name in page


def test_nothing_that_a_feed_or_a_stranger_wrote_runs_on_the_desk() -> None:
    house = make_house()
    [article] = write(house.publisher, 1)
    hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    body = f"<p>{hostile}</p><p onclick=alert(3)>x</p>"
    Article.objects.update(headline=hostile, body=body, summary=hostile, withdrawn_reason=hostile)
    Feed.objects.update(title=hostile, error=hostile, problems=[hostile])
    article.refresh_from_db()
    read(house, article)
    Contest.objects.filter(pk=contest(article).pk).update(statement=hostile)
    said = {"title": hostile, "reason": hostile, "url": 'javascript:alert(1)"'}
    Item.objects.create(feed=house.feed, key="k", outcome="rejected", first_seen_at=now(), decided_at=now(), **said)
    cy = browser(people.cy())
    form = {"embargo_minutes": "0", "indexing": "index", "attribution": hostile, "step": "try", "seen": "0"}
    pages = [cy.get(f"{DESK}{path}") for path in ("", "/articles", "/feeds", "/contract", "/export", "/leave")]
    for page in (*pages, cy.post(f"{DESK}/contract", form)):
        html = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert not re.search(r"<[a-z]+ [^>]*onclick=", html)
