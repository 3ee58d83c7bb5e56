"""Articles are taken down everywhere, one or thousands, and come back as one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.articles.withdraw import restore, withdraw
from newsstand.lib.clock import now
from newsstand.notices.models import Notice
from newsstand.publishers.errors import RefusedError
from newsstand.publishers_desk import take_down as verbs
from newsstand.publishers_desk.models import TakeDown, TakenDown
from newsstand.publishers_desk.take_down import articles_of, take_down, take_down_due, undo
from tests import people
from tests.publishers_desk.house import DESK, browser, make_house, suspended, write

pytestmark = pytest.mark.django_db
ARTICLES = f"{DESK}/articles"


def shown_to_readers(article: Article) -> dict[str, bool]:
    """In which places readers meet the article."""
    client = Client()
    places = {
        "page": article.get_absolute_url(),
        "publisher": "/publisher/beacon",
        "feed": "/publisher/beacon/feed.rss",
        "latest": "/latest",
        "search": f"/search?q=%22{article.headline.replace(' ', '+')}%22",
    }
    found = {}
    for name, path in places.items():
        answer = client.get(path)
        said = re.sub(r"<title>.*?</title>|value=\"[^\"]*\"", "", answer.content.decode()) if name != "feed" else ""
        said = said or answer.content.decode()
        found[name] = answer.status_code == 200 and (name == "page" or f"{article.get_absolute_url()}" in said)
    return found


def test_one_click_takes_an_article_off_everywhere_and_another_brings_it_back() -> None:
    house = make_house(3)
    article = Article.objects.newest()[1]
    assert set(shown_to_readers(article).values()) == {True}
    di = browser(people.di())
    answer = di.post(ARTICLES, {"one": article.pk, "reason": "The source took it back."})
    made = TakeDown.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert set(shown_to_readers(article).values()) == {False}
    gone = Client().get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "The source took it back." in gone.content.decode()
    assert "1 article taken down everywhere." in di.get(made.get_absolute_url()).content.decode()
    assert Article.objects.published().filter(publisher=house.publisher).count() == 2

    assert di.post(made.get_absolute_url())["Location"] == made.get_absolute_url()
    assert set(shown_to_readers(article).values()) == {True}
    assert "Brought back: 1 of 1." in di.get(made.get_absolute_url()).content.decode()


def test_marked_articles_go_together(client: Client) -> None:
    make_house(4)
    some = list(Article.objects.newest()[:2])
    browser(people.cy()).post(ARTICLES, {"article": [one.pk for one in some], "reason": "Wrong names."})
    assert TakeDown.objects.get().done == 2
    assert set(Article.objects.filter(withdrawn_at=None).newest()) == set(Article.objects.newest()[2:])


def test_all_that_match_are_asked_about_first_and_then_done_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "AT_ONCE", 2)
    monkeypatch.setattr(verbs, "A_STEP", 3)
    house = make_house(8)
    Article.objects.filter(pk__in=[one.pk for one in Article.objects.newest()[:2]]).update(headline="Weather")
    di = browser(people.di())
    form = {"scope": "all", "q": "report harbour", "reason": "They were tests."}
    asked = di.post(ARTICLES, form)
    assert "<strong>6 articles</strong>" in asked.content.decode()
    assert not TakeDown.objects.exists()
    di.post(ARTICLES, {**form, "sure": "1"})
    made = TakeDown.objects.get()
    assert (made.done, made.total, made.finished_at) == (2, 6, None)
    assert "2 of 6 are gone." in di.get(made.get_absolute_url()).content.decode()
    steps = 0
    while take_down_due(now=now()):
        steps += 1
    made.refresh_from_db()
    assert (steps, made.done, made.finished_at is None) == (2, 6, False)
    assert [one.headline for one in Article.objects.published().filter(publisher=house.publisher)] == ["Weather"] * 2


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    house = make_house(5)
    monkeypatch.setattr(verbs, "AT_ONCE", 0)
    made = take_down(
        publisher=house.publisher, articles=articles_of(house.publisher), reason="Out", by=people.cy(), now=now()
    )
    real, left = verbs.withdraw, [3]

    def killed(**given: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(**given)

    monkeypatch.setattr(verbs, "withdraw", killed)
    with pytest.raises(KeyboardInterrupt):
        take_down_due(now=now())
    made.refresh_from_db()
    assert made.done == 2
    assert not take_down_due(now=now()), "its lease still runs"
    while take_down_due(now=now() + verbs.LEASE + timedelta(seconds=1)):
        pass
    made.refresh_from_db()
    assert (made.done, Article.objects.filter(withdrawn_at=None).count()) == (5, 0)
    assert made.finished_at is not None


def test_an_undo_brings_back_its_own_alone() -> None:
    house = make_house(3)
    first, second, third = Article.objects.newest()
    withdraw(article=first, now=now(), reason="Mine", by=people.cy())
    made = take_down(
        publisher=house.publisher, articles=articles_of(house.publisher), reason="All", by=people.cy(), now=now()
    )
    restore(article=second, now=now(), by=people.ed())
    withdraw(article=second, now=now(), reason="The editors' own", by=people.ed())
    undo(take_down=made, by=people.cy(), now=now())
    standing = {one.pk: one.withdrawn_at is None for one in Article.objects.all()}
    assert standing == {first.pk: False, second.pk: False, third.pk: True}
    assert TakenDown.objects.get(article=second).refusal == verbs.ANOTHERS
    page = browser(people.cy()).get(made.get_absolute_url()).content.decode()
    assert "What was left as it was" in page


def test_what_the_sites_editor_took_down_the_publisher_does_not_bring_back() -> None:
    house = make_house(1)
    made = take_down(
        publisher=house.publisher, articles=articles_of(house.publisher), reason="Law", by=people.ed(), now=now()
    )
    answer = browser(people.cy()).post(made.get_absolute_url())
    assert answer.status_code == 422
    assert "only an editor brings it back" in answer.content.decode()
    assert Article.objects.get().withdrawn_at is not None
    assert Notice.objects.filter(user=people.cy(), kind="work", address=made.get_absolute_url()).exists()
    assert not Notice.objects.filter(user=people.ben()).exists(), "who only looks on need not act"


@pytest.mark.parametrize("fields", [{"reason": "  "}, {"reason": "x" * 501}, {"one": "", "reason": "x"}])
def test_a_form_with_something_wrong_says_what_and_keeps_what_was_typed(fields: dict[str, str]) -> None:
    make_house(1)
    article = Article.objects.get()
    answer = browser(people.di()).post(ARTICLES, {"one": article.pk, "reason": "kept words", **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert fields["reason"].strip() in answer.content.decode()
    assert not TakeDown.objects.exists()


@pytest.mark.parametrize("who", ["ben", "eve", "ann", "suspended", "nobody"])
def test_who_may_not_takes_nothing_down_and_brings_nothing_back(who: str) -> None:
    house = make_house(2)
    article = Article.objects.newest()[0]
    made = take_down(
        publisher=house.publisher,
        articles=articles_of(house.publisher).filter(pk=article.pk),
        reason="x",
        by=people.cy(),
        now=now(),
    )
    user = None if who == "nobody" else suspended(people.di()) if who == "suspended" else getattr(people, who)()
    client, refused = browser(user), 302 if who == "nobody" else 403
    other = Article.objects.exclude(pk=article.pk).get()
    for form in ({"one": other.pk, "reason": "x"}, {"restore": article.pk}, {"scope": "all", "sure": 1, "reason": "x"}):
        assert client.post(ARTICLES, form).status_code == refused
    assert client.post(made.get_absolute_url()).status_code == refused
    seen = {"ben": 200, "suspended": 200}.get(who, refused)
    assert client.get(ARTICLES).status_code == client.get(made.get_absolute_url()).status_code == seen
    assert list(Article.objects.filter(withdrawn_at=None)) == [other]
    if user is not None and who != "ben":
        with pytest.raises(RefusedError):
            take_down(publisher=house.publisher, articles=articles_of(house.publisher), reason="x", by=user, now=now())


def test_anothers_articles_are_not_reached_through_ones_own_address() -> None:
    house = make_house(1)
    [foreign] = write(house.other, 1, start=50)
    cy = browser(people.cy())
    assert cy.post(ARTICLES, {"one": foreign.pk, "reason": "x"}).status_code == 422
    assert cy.post(ARTICLES, {"restore": foreign.pk}).status_code == 404
    eve = browser(people.eve())
    made = take_down(
        publisher=house.publisher, articles=articles_of(house.publisher), reason="x", by=people.cy(), now=now()
    )
    assert eve.post(f"/publishers/courier/articles/taken/{made.pk}").status_code == 404
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_a_viewer_sees_the_list_without_its_forms() -> None:
    make_house(1)
    page = browser(people.ben()).get(ARTICLES).content.decode()
    assert "Harbour report 0" in page
    assert "Take down" not in page


def test_the_list_is_searched_by_headline_and_state_and_goes_on_by_key() -> None:
    house = make_house(60)
    di = browser(people.di())
    take_down(
        publisher=house.publisher,
        articles=articles_of(house.publisher).filter(headline="Harbour report 7"),
        reason="x",
        by=people.di(),
        now=now(),
    )
    ahead = Article.objects.get(headline="Harbour report 9")
    Article.objects.filter(pk=ahead.pk).update(opens_at=now() + timedelta(hours=1))
    Article.objects.filter(headline="Harbour report 11").update(closes_at=now() - timedelta(hours=1))
    numbers: dict[str, list[int]] = {}
    for query in ("", "q=report+harbour+5", "state=withdrawn", "state=embargoed", "state=expired", "state=shown"):
        address, numbers[query] = f"?{query}", []
        while address:
            page = di.get(f"{ARTICLES}{address}").content.decode()
            numbers[query] += [int(one) for one in re.findall(r">Harbour report (\d+)</a></h2>", page)]
            following = re.search(r'rel="next" href="([^"]+)"', page)
            address = following[1].replace("&amp;", "&") if following else ""
    assert numbers[""] == list(range(60))
    assert numbers["q=report+harbour+5"] == [5, 15, 25, 35, 45, *range(50, 60)]
    assert [numbers[f"state={one}"] for one in ("withdrawn", "embargoed", "expired")] == [[7], [9], [11]]
    assert numbers["state=shown"] == [one for one in range(60) if one not in {7, 9, 11}]
    assert di.get(f"{ARTICLES}?state=lost").status_code == 404
    assert di.get(f"{ARTICLES}?before=x").status_code == 400


def test_the_list_leads_back_to_itself_and_nowhere_else() -> None:
    make_house(1)
    article = Article.objects.get()
    di = browser(people.di())
    for wanted, expected in ((f"{ARTICLES}?state=withdrawn", f"{ARTICLES}?state=withdrawn"), ("//evil", ARTICLES)):
        di.post(ARTICLES, {"one": article.pk, "reason": "x"})
        assert di.post(ARTICLES, {"restore": article.pk, "next": wanted})["Location"] == expected
