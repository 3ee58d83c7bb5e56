"""The contract is changed by its owner, seen before it holds, and holds everywhere at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.lib.clock import now
from newsstand.notices.models import Notice
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Contract, ContractChange, Membership, Role
from newsstand.publishers_desk.change_contract import change_contract, latest_change
from tests import people
from tests.publishers_desk.house import DESK, browser, make_house, suspended, write

pytestmark = pytest.mark.django_db
CONTRACT = f"{DESK}/contract"
FULL = {
    "excerpt_words": "",
    "embargo_minutes": "0",
    "expires_after_days": "",
    "indexing": "index",
    "attribution": "",
    "licence": "",
    "licence_url": "",
    "seen": "0",
    "step": "save",
}


def seen_by_readers(article: Article) -> dict[str, str]:
    client = Client()
    return {
        "page": client.get(article.get_absolute_url()).content.decode(),
        "feed": client.get("/publisher/beacon/feed.rss").content.decode(),
        "search": client.get("/search?q=%22low+tide%22").content.decode(),
    }


def test_a_change_holds_at_once_on_the_page_in_the_feed_and_in_the_search() -> None:
    house = make_house()
    [article] = write(house.publisher, 1, words=120)
    before = seen_by_readers(article)
    assert before["page"].count("low tide") > 10
    assert article.headline in before["search"]
    cy = browser(people.cy())
    terms = {"excerpt_words": "6", "attribution": "From the Beacon with love.", "indexing": "noindex"}
    answer = cy.post(CONTRACT, {**FULL, **terms}, follow=True)
    assert "It holds from now on, everywhere." in answer.content.decode()
    after = seen_by_readers(article)
    assert after["page"].count("low tide") == 0
    assert "Lighthouse 0" in after["page"]
    assert 'content="noindex"' in after["page"]
    assert "From the Beacon with love." in after["page"]
    assert "From the Beacon with love." in after["feed"]
    assert article.get_absolute_url() not in after["search"], "words that are not shown are not found"

    cy.post(CONTRACT, {**FULL, "embargo_minutes": "600", "seen": str(latest_change(house.publisher))})
    hidden = seen_by_readers(article)
    assert article.headline not in hidden["feed"]
    assert Client().get(article.get_absolute_url()).status_code == 404

    cy.post(CONTRACT, {**FULL, "seen": str(latest_change(house.publisher))})
    assert seen_by_readers(article)["page"].count("low tide") > 10


def test_each_change_is_a_row_of_who_when_and_what() -> None:
    house = make_house()
    Membership.objects.create(publisher=house.publisher, user=people.ann(), role=Role.OWNER, since=now())
    cy = browser(people.cy())
    cy.post(CONTRACT, {**FULL, "excerpt_words": "40", "licence": "CC BY 4.0"})
    change = ContractChange.objects.get()
    assert (change.by, change.before, change.after) == (
        people.cy(),
        {"excerpt_words": None, "licence": ""},
        {"excerpt_words": 40, "licence": "CC BY 4.0"},
    )
    page = browser(people.ben()).get(CONTRACT).content.decode()
    assert "<del>the full text</del> <ins>the first 40 words</ins>" in page
    told = Notice.objects.get(kind="work")
    assert (told.user, told.address) == (people.ann(), CONTRACT)
    assert "the full text → the first 40 words" in told.text
    cy.post(CONTRACT, {**FULL, "excerpt_words": "40", "licence": "CC BY 4.0", "seen": str(change.pk)})
    assert ContractChange.objects.count() == 1, "what is the same is no change"


def test_what_it_would_do_is_shown_on_a_real_article_and_nothing_is_saved() -> None:
    house = make_house(3)
    [long] = write(house.publisher, 1, words=200, start=9)
    form = {**FULL, "excerpt_words": "5", "expires_after_days": "1", "step": "try", "article": str(long.pk)}
    Article.objects.filter(headline="Harbour report 2").update(published_at=now() - timedelta(days=3))
    page = browser(people.cy()).post(CONTRACT, form).content.decode()
    now_side, then_side = page.split('id="side-1"')[1].split('id="side-2"')
    assert now_side.count("low tide") > 10
    assert then_side.split("Change it")[0].count("low tide") == 0
    assert "Harbour report 9" in then_side
    assert "<strong>3</strong>" in page, "one of four would have expired"
    assert "<ins>the first 5 words</ins>" in page
    assert (Contract.objects.get(publisher=house.publisher).excerpt_words, ContractChange.objects.count()) == (None, 0)


def test_the_preview_is_what_readers_then_see() -> None:
    house = make_house()
    [article] = write(house.publisher, 1, words=100)
    form = {**FULL, "excerpt_words": "9", "attribution": "A line of ours."}
    cy = browser(people.cy())
    side = cy.post(CONTRACT, {**form, "step": "try"}).content.decode().split('id="side-2"')[1]
    text = side.split('<div class="story-text" dir="auto">')[1].split("</div>")[0]
    cy.post(CONTRACT, form)
    assert text in Client().get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"excerpt_words": "2"}, "greater than or equal to 5"),
        ({"embargo_minutes": "2880", "expires_after_days": "2"}, "embargo ends after the articles expire"),
        ({"licence_url": "javascript:alert(1)"}, "valid URL"),
        ({"indexing": "everywhere"}, "not one of the available choices"),
        ({"excerpt_words": "9" * 30}, "less than or equal"),
    ],
)
def test_terms_that_make_no_sense_are_said_to_be_so_and_what_was_typed_stays(fields: dict[str, str], said: str) -> None:
    make_house(1)
    answer = browser(people.cy()).post(CONTRACT, {**FULL, **fields, "attribution": "typed before"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "typed before" in answer.content.decode()
    assert not ContractChange.objects.exists()


def test_two_owners_at_once_do_not_undo_each_other_unseen() -> None:
    house = make_house()
    change_contract(publisher=house.publisher, terms={"excerpt_words": 50}, seen=0, by=people.ed(), now=now())
    answer = browser(people.cy()).post(CONTRACT, {**FULL, "licence": "mine"})
    assert answer.status_code == 422
    assert "Somebody else has changed the contract" in answer.content.decode()
    assert 'value="mine"' in answer.content.decode()
    assert Contract.objects.get(publisher=house.publisher).excerpt_words == 50


@pytest.mark.parametrize("who", ["di", "ben", "eve", "ann", "suspended", "nobody"])
def test_who_is_no_owner_changes_nothing(who: str) -> None:
    house = make_house(1)
    user: Any = None if who == "nobody" else suspended(people.cy()) if who == "suspended" else getattr(people, who)()
    client, refused = browser(user), 302 if who == "nobody" else 403
    assert client.post(CONTRACT, {**FULL, "excerpt_words": "9"}).status_code == refused
    seen = client.get(CONTRACT)
    assert seen.status_code == (200 if who in {"di", "ben", "suspended"} else refused)
    assert not ContractChange.objects.exists()
    assert ("Let it hold" in seen.content.decode()) is (who == "suspended")
    if user is not None:
        with pytest.raises(RefusedError):
            change_contract(publisher=house.publisher, terms={}, seen=0, by=user, now=now())


def test_the_share_of_revenue_is_not_the_publishers_to_change() -> None:
    house = make_house()
    browser(people.cy()).post(CONTRACT, {**FULL, "share": "10000", "licence": "x"})
    assert Contract.objects.get(publisher=house.publisher).share == 7000
