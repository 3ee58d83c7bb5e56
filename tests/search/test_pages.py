"""The search page, saved searches and their feeds, as readers meet them."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.articles import terms
from newsstand.articles.models import Article
from newsstand.articles.revise import rename
from newsstand.articles.withdraw import restore, withdraw
from newsstand.lib import clock
from newsstand.publishers.models import Contract
from newsstand.search.models import SavedSearch
from tests.comments.talk import signed_in
from tests.pages.newsroom import make_publisher, make_topic, mention
from tests.people import ann, ed, eve
from tests.search.test_find import NOW, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(client: Client, **values: str) -> str:
    answer = client.get("/search", values)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_looked_for_is_marked_and_nothing_of_the_article_runs(client: Client) -> None:
    say("Bridge & <b>tunnel", "The bridges <script>alert(1)</script> are shut. " * 3)
    html = page(client, q="bridge")
    assert "<mark>Bridge</mark> &amp; &lt;b&gt;tunnel" in html
    assert "The <mark>bridges</mark> &lt;script&gt;" in html
    assert "1 result" in html


def test_the_question_is_escaped_wherever_it_stands(client: Client) -> None:
    html = page(client, q='"><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_it_is_no_page_for_search_engines_and_in_no_cache(client: Client) -> None:
    say("Bridge")
    answer = client.get("/search", {"q": "bridge"})
    assert 'content="noindex"' in answer.content.decode()
    assert "no-cache" in answer["Cache-Control"]
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "Disallow: /search" in client.get("/robots.txt").content.decode()
    assert "no-store" in signed_in(ann()).get("/search", {"q": "bridge"})["Cache-Control"]


def test_every_page_has_the_box_and_browsers_find_the_search(client: Client) -> None:
    html = client.get("/").content.decode()
    assert 'action="/search"' in html
    assert 'href="/opensearch.xml"' in html
    said = client.get("/opensearch.xml")
    assert said["Content-Type"].startswith("application/opensearchdescription+xml")
    assert "/search?q={searchTerms}" in said.content.decode()


def test_filters_stand_as_chips_that_lead_to_the_search_without_them(client: Client) -> None:
    say("Fire", publisher=make_publisher())
    html = page(client, q='fire publisher:"The Beacon" after:2026-11-01')
    assert 'href="/search?q=fire+after%3A2026-11-01"' in html
    assert 'href="/search?q=fire+publisher%3A%22The+Beacon%22"' in html
    assert "1 result" in html


def test_a_mistyped_word_is_put_right(client: Client) -> None:
    say("Lighthouse keeper retires", "He kept the lighthouse.")
    say("Straßenbahn fährt", "Die Brücke ist gesperrt.")
    for wrong, right in (("lighthose", "lighthouse"), ("lihgthouse", "lighthouse"), ("ighthouse", "lighthouse"),
                         ("Brükce", "brücke"), ('"lighthouse keper"', '"lighthouse keeper"')):  # fmt: skip
        html = page(client, q=wrong)
        assert (
            re.search(r'Did you mean <a href="[^"]+" dir="auto">([^<]+)</a>', html)[1].replace("&quot;", '"') == right
        )  # type: ignore[index]
    assert "Did you mean" not in page(client, q="zzzzzz")
    assert "Did you mean" not in page(client, q="lighthouse")


def test_a_suggestion_never_tells_what_may_not_be_seen(client: Client) -> None:
    article = say("Kryptonite recalled", publisher=make_publisher())
    assert "kryptonite" in page(client, q="kryptonit")
    terms.suspend(contract=Contract.objects.get(), now=NOW, reason="x", editor=ed())
    assert "kryptonite" not in page(client, q="kryptonit").replace("kryptonit&", "")
    terms.resume(contract=Contract.objects.get(), editor=ed())
    withdraw(article=article, now=NOW, reason="x")
    assert "kryptonite" not in page(client, q="kryptonit")


def test_a_filter_that_names_nothing_says_so_and_helps(client: Client) -> None:
    say("Fire", publisher=make_publisher())
    make_topic("Education")
    html = page(client, q='fire publisher:"The Becon"')
    assert "No publisher here is called" in html
    assert "publisher%3A%22The+Beacon%22" in html
    assert "topic%3AEducation" in page(client, q="topic:eduction")


def test_a_name_leads_to_its_own_page(client: Client) -> None:
    make_publisher()
    make_topic("Harbour")
    assert 'href="/publisher/beacon"' in page(client, q="the beacon")
    assert 'href="/topic/harbour"' in page(client, q="harbour")


def test_nothing_found_offers_less(client: Client) -> None:
    say("Fire at the mill")
    say("Water rates")
    html = page(client, q="mill water")
    assert "Nothing found" in html
    assert 'href="/search?q=mill"' in html
    assert 'href="/search?q=water"' in html


@pytest.mark.parametrize("query", ["", "-bridge", "publisher:", "after:tomorrowish", "OR"])
def test_a_question_that_asks_nothing_is_answered_with_a_hint_not_an_error(client: Client, query: str) -> None:
    assert "How to search" in page(client, q=query)


@pytest.mark.parametrize("place", ["x", "1", "_x", "9" * 40 + "_", "1_2_3"])
def test_a_place_that_is_none_is_refused_in_our_own_words(client: Client, place: str) -> None:
    answer = client.get("/search", {"q": "fire", "from": place})
    assert answer.status_code == 400
    assert "first page" in answer.content.decode()


def test_more_results_follow_the_first_twenty(client: Client) -> None:
    for number in range(23):
        say(f"Fire {number}", hours=number + 1)
    html = page(client, q="fire")
    assert html.count("<li>\n") or html.count('class="card card-row"') == 20
    more = re.search(r'class="older"><a href="([^"]+)"', html)
    assert more
    rest = client.get(more[1].replace("&amp;", "&")).content.decode()
    assert rest.count('class="card card-row"') == 3
    assert "More results" not in rest


def test_who_asks_too_often_is_told_when_to_come_back(client: Client) -> None:
    say("Fire")
    answers = [client.get("/search", {"q": "fire"}) for _ in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [200] * 20
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Try again in" in answers[-1].content.decode()
    assert client.get("/search").status_code == 200
    assert client.get("/search", {"q": "fire"}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_page_asks_the_same_number_of_questions_for_one_result_and_for_twenty(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    beacon = make_publisher()
    say("Fire 0", publisher=beacon, authors=("Ann Other",))
    with django_assert_max_num_queries(14) as few:
        page(client, q="fire")
    for number in range(1, 22):
        mention(say(f"Fire {number}", publisher=beacon, authors=(f"Ann {number}",)), make_topic(f"T{number}"))
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client, q="fire")


# --- what may be found ----------------------------------------------------------------------------------------------

SEEN = [
    *(
        f"/search?q={query}"
        for query in ("kestrel", "kestrel&sort=newest", "publisher:beacon", "topic:quay", "after:2026")
    ),
    *(f"/search.{form}?q=kestrel" for form in ("rss", "atom", "json")),
]


def shown(client: Client) -> set[bool]:
    cache.clear()
    return {"Kestrel over" in re.sub(r"</?mark>", "", client.get(path).content.decode()) for path in SEEN}


def test_withdrawn_embargoed_expired_and_taken_down_is_never_found(client: Client) -> None:
    article = say("Kestrel over the quay", publisher=make_publisher(), hours=2)
    mention(article, make_topic("Quay"))
    contract = Contract.objects.get()
    assert shown(client) == {True}
    withdraw(article=article, now=NOW, reason="It was a heron.")
    assert shown(client) == {False}
    restore(article=article, now=NOW)
    assert shown(client) == {True}
    terms.suspend(contract=contract, now=NOW, reason="They asked.", editor=ed())
    assert shown(client) == {False}
    terms.resume(contract=contract, editor=ed())
    assert shown(client) == {True}
    for change in ({"embargo_minutes": 180}, {"expires_after_days": 1}):
        if "expires_after_days" in change:
            Article.objects.update(published_at=NOW.replace(month=10))
        Contract.objects.update(**{"embargo_minutes": 0, "expires_after_days": None, **change})
        contract.refresh_from_db()
        terms.take_effect(contract=contract)
        assert shown(client) == {False}, change
        Contract.objects.update(embargo_minutes=0, expires_after_days=None)
        contract.refresh_from_db()
        terms.take_effect(contract=contract)
        assert shown(client) == {True}, change


def test_of_an_excerpt_only_the_words_that_are_shown_are_found_and_shown(client: Client) -> None:
    say("Kestrel", "One two three four five six secretword seven.", publisher=make_publisher(), summary="One deck two")
    assert "secretword" in re.sub(r"</?mark>", "", page(client, q="secretword")).replace('value="secretword"', "")
    contract = Contract.objects.get()
    contract.excerpt_words = 5
    contract.save()
    terms.take_effect(contract=contract)
    assert "Nothing found" in page(client, q="secretword")
    html = page(client, q="four")
    assert "<mark>four</mark>" in html
    assert "secretword" not in html


def test_a_changed_headline_is_found_at_once_and_the_old_one_no_longer(client: Client) -> None:
    article = say("Kestrel over the quay")
    rename(article=article, headline="Heron over the quay", now=NOW)
    assert "Nothing found" in page(client, q="headline:kestrel")
    assert "1 result" in page(client, q="headline:heron")


# --- saved searches -------------------------------------------------------------------------------------------------


def test_a_reader_saves_a_search_follows_its_feed_and_deletes_it(client: Client) -> None:
    say("Ferry aground", "At the pier.")
    reader = signed_in(ann())
    assert "Save this search" in reader.get("/search", {"q": "ferry"}).content.decode()
    done = reader.post("/search/save", {"q": "ferry  after:2026", "name": "Ferries"}, follow=True).content.decode()
    assert "Saved: Ferries" in done
    assert "You keep this search" in reader.get("/search", {"q": "ferry after:2026"}).content.decode()
    kept = SavedSearch.objects.get()
    assert len(kept.token) >= 40
    for form in ("rss", "atom", "json"):
        feed = client.get(f"/search/saved/{kept.token}/feed.{form}")
        assert "Ferry aground" in feed.content.decode()
        assert "private" in feed["Cache-Control"]
        assert (
            client.get(f"/search/saved/{kept.token}/feed.{form}", headers={"If-None-Match": feed["ETag"]}).status_code
            == 304
        )
    reader.post(f"/search/saved/{kept.pk}/delete")
    assert client.get(f"/search/saved/{kept.token}/feed.rss").status_code == 404
    assert not SavedSearch.objects.exists()


def test_another_readers_saved_searches_are_neither_seen_nor_deleted(client: Client) -> None:
    signed_in(ann()).post("/search/save", {"q": "ferry", "name": "Ferries"})
    kept = SavedSearch.objects.get()
    other = signed_in(eve())
    assert "Ferries" not in other.get("/search/saved").content.decode()
    assert other.post(f"/search/saved/{kept.pk}/delete").status_code == 302
    assert client.post(f"/search/saved/{kept.pk}/delete").status_code == 302
    assert SavedSearch.objects.filter(pk=kept.pk).exists()
    assert client.get("/search/saved").status_code == 302
    assert client.post("/search/save", {"q": "x"}).status_code == 302
    assert client.get("/search/saved/wrong/feed.rss").status_code == 404
    ann_again = ann()
    ann_again.is_active = False
    ann_again.save()
    assert client.get(f"/search/saved/{kept.token}/feed.rss").status_code == 404


def test_what_cannot_be_saved_says_why() -> None:
    reader = signed_in(ann())
    said = reader.post("/search/save", {"q": "-ferry", "name": "x"}, follow=True).content.decode()
    assert "Search for something first" in said
    for number in range(51):
        cache.clear()
        said = reader.post("/search/save", {"q": f"ferry {number}", "name": ""}, follow=True).content.decode()
    assert SavedSearch.objects.count() == 50
    assert "which is the most" in said
    cache.clear()
    reader.post("/search/save", {"q": "ferry 3", "name": "Third"})
    assert SavedSearch.objects.get(query="ferry 3").name == "Third"


def test_a_search_is_a_feed_for_anybody(client: Client) -> None:
    for number in range(3):
        say(f"Ferry {number}", hours=number + 1)
    data = json.loads(client.get("/search.json", {"q": "ferry"}).content)
    assert [item["title"] for item in data["items"]] == ["Ferry 0", "Ferry 1", "Ferry 2"]
    assert data["feed_url"].endswith("/search.json?q=ferry")
    assert client.get("/search.json", {"q": ""}).status_code == 404
    assert client.get("/search.xml", {"q": "ferry"}).status_code == 404
