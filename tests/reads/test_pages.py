"""The numbers are the same wherever they stand, and seen by those whose they are."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from newsstand.accounts.models import User
from newsstand.algorithms.read_log import Deed
from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Membership, Publisher, Role
from newsstand.reads.count import count
from newsstand.reads.numbers import days, total_of
from tests import people
from tests.pages.newsroom import NOON, make_article
from tests.reads.conftest import SetClock
from tests.reads.readers import event

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def read(article: Article, now: SetClock) -> Article:
    """An article that 1,204 have read: in a page the number has its comma."""
    events = [event(article, reader=number) for number in range(1204)]
    events += [event(article, Deed.FINISHED, reader=number) for number in range(417)]
    events += [event(article, Deed.REFERRED, reader=number) for number in range(73)]
    count([*events, *[event(article, Deed.ROBOT)] * 2048, *[event(article, Deed.PREFETCH)] * 31])
    return article


NUMBERS = {"reads": 1204, "finished": 417, "referrals": 73, "robots": 2048, "prefetches": 31}


def sums_of_csv(text: str) -> dict[str, int]:
    rows = list(csv.DictReader(io.StringIO(text)))
    return {name: sum(int(row[name]) for row in rows) for name in NUMBERS}


def sums_of_json(text: str) -> dict[str, int]:
    rows = json.loads(text)["rows"]
    return {name: sum(row[name] for row in rows) for name in NUMBERS}


def said_on(page: str) -> set[int]:
    """All numbers that stand in a page, outside of addresses."""
    words = re.sub(r"<[^>]*>", " ", page)
    return {int(one.replace(",", "")) for one in re.findall(r"\b\d[\d,]*\b", words)}


def test_the_same_number_stands_everywhere(client: Client, read: Article, publisher: Publisher) -> None:
    sign_in(client, people.ed())
    own = read.get_absolute_url()
    for page in (f"{own}/numbers", "/about/numbers", f"/publishers/{publisher.slug}"):
        found = said_on(client.get(page).content.decode())
        assert {1204, 417, 73, 2048, 31} <= found, page
    for files in (f"{own}/numbers", "/about/numbers", f"/publishers/{publisher.slug}/figures"):
        assert sums_of_csv(client.get(f"{files}.csv").content.decode()) == NUMBERS, files
        assert sums_of_json(client.get(f"{files}.json").content.decode()) == NUMBERS, files
    author = read.authors.get()
    total = total_of(read.pk)
    assert {name: getattr(total, name) for name in NUMBERS} == NUMBERS
    for whose in ({"article": read.pk}, {"author": author.pk}, {"publisher": publisher.pk}, {}):
        (day,) = days(**whose, first=TODAY, last=TODAY)  # type: ignore[arg-type]
        assert {name: getattr(day, name) for name in NUMBERS} == NUMBERS


def test_the_articles_own_page_shows_no_number_to_chase(client: Client, read: Article) -> None:
    assert 1204 not in said_on(client.get(read.get_absolute_url()).content.decode())


def test_the_file_of_an_article_has_a_row_for_each_day(client: Client, read: Article) -> None:
    answer = sign_in(client, people.ed()).get(f"{read.get_absolute_url()}/numbers.csv?days=7")
    rows = answer.content.decode().splitlines()
    assert rows[0] == "day,reads,finished,robots,prefetches,referrals"
    assert rows[-1] == f"{TODAY},1204,417,2048,31,73"
    assert len(rows) == 8
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
def test_an_articles_numbers_are_seen_by_those_whose_it_is(
    client: Client, article: Article, publisher: Publisher, ending: str
) -> None:
    address = f"{article.get_absolute_url()}/numbers{ending}"
    assert client.get(address).status_code == 302
    other = Publisher.objects.create(name="Other", slug="other", joined_at=NOON)
    Membership.objects.create(publisher=publisher, user=people.cy(), role=Role.VIEWER, since=NOON)
    Membership.objects.create(publisher=other, user=people.di(), role=Role.OWNER, since=NOON)
    expected = {people.cy(): 200, people.ed(): 200, people.di(): 403, people.ben(): 403, people.mo(): 403}
    assert {user: sign_in(client, user).get(address).status_code for user in expected} == expected


def test_a_contributor_sees_their_own_and_no_others(client: Client, now: SetClock) -> None:
    own = Author.objects.create(name="Ben", slug="ben", user=people.ben())
    article = make_article(None, authors=(own,))
    address = f"{article.get_absolute_url()}/numbers"
    assert sign_in(client, people.ben()).get(address).status_code == 200
    assert sign_in(client, people.ann()).get(address).status_code == 403


def test_a_page_of_numbers_that_nobody_read_says_so(client: Client, now: SetClock) -> None:
    answer = client.get("/about/numbers")
    assert "Nobody has read anything in this time yet" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("asked", ["days=3", "days=", "days=%00", "days=99999999999"])
def test_a_period_that_is_none_is_not_there(client: Client, asked: str) -> None:
    assert client.get(f"/about/numbers?{asked}").status_code == 404
    assert client.get(f"/about/numbers.csv?{asked}").status_code == 404


@pytest.mark.parametrize("length", [7, 365])
def test_a_page_costs_the_same_queries_however_long_the_time_is(
    client: Client, read: Article, length: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get(f"/about/numbers?days={length}")


def test_how_reads_are_counted_is_said(client: Client) -> None:
    page = client.get("/about").content.decode()
    assert 'id="reads"' in page
    assert "200 readers of an article" in page
