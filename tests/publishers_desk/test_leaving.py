"""A publisher takes everything along, and leaves; for thirty days it can come back."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings as site
from django.test import Client

from newsstand.algorithms.statements import differences
from newsstand.articles.models import Article
from newsstand.articles.revise import revise
from newsstand.articles.text import Text
from newsstand.corrections.correct import correct
from newsstand.images.models import State
from newsstand.images.store import MASTER, folder
from newsstand.ingest.models import Item
from newsstand.lib.clock import now
from newsstand.notices.models import Notice
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Contract, Feed
from newsstand.publishers_desk import make_export
from newsstand.publishers_desk.change_contract import change_contract
from newsstand.publishers_desk.leave import GRACE, come_back, leave, settle_due
from newsstand.publishers_desk.make_export import ask_export, make_due, path_of
from newsstand.publishers_desk.models import Departure, PublisherExport
from newsstand.publishers_desk.take_down import take_down_due
from newsstand.publishers_desk.write_export import write_export
from newsstand.reads.models import PublisherDay
from newsstand.revenue.close import close
from newsstand.revenue.months import can_close_from
from tests import people
from tests.pages.newsroom import make_picture
from tests.publishers_desk.house import DESK, House, browser, make_house, suspended, write
from tests.revenue.town import AFTER, OCTOBER, give, make_town

pytestmark = pytest.mark.django_db
EXPORT, LEAVE = f"{DESK}/export", f"{DESK}/leave"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.NEWSSTAND_HOME = tmp_path
    settings.IMAGES_ROOT = tmp_path / "images"


def with_everything() -> House:
    """A house in which every part of the export has something."""
    house = make_house(2)
    article = Article.objects.newest()[0]
    picture = make_picture("bridge")
    path = folder(picture.content) / MASTER
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF a picture")
    lost = make_picture("lost", state=State.FAILED, content="", error="gone")
    later = now() + timedelta(minutes=5)
    body = f'<p>It was said again.</p><p><img src="/image/{picture.pk}/1280" alt="x"></p>'
    text = Text(headline=article.headline, published_at=article.published_at, body=body, plain="It was said again.")
    revise(article=article, text=text, now=later)
    Article.objects.filter(pk=article.pk).update(lead_picture=lost)
    correct(article=article, kind="correction", note="It was not seven.", by=people.cy(), now=later)
    Item.objects.create(
        feed=house.feed, key="k", outcome="rejected", title="=1+1", first_seen_at=later, decided_at=later
    )
    change_contract(publisher=house.publisher, terms={"licence": "CC BY"}, seen=0, by=people.cy(), now=later)
    PublisherDay.objects.create(publisher=house.publisher, day=later.date(), reads=7)
    write(house.other, 1, start=40)
    return house


def opened(export: PublisherExport) -> dict[str, bytes]:
    """The files of an export by their names below its folder."""
    with ZipFile(path_of(export)) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_cy_has_the_file_made_and_everything_is_in_it() -> None:
    house = with_everything()
    cy = browser(people.cy())
    assert "It is being made" in cy.post(EXPORT, follow=True).content.decode()
    assert cy.post(EXPORT).status_code == 302
    assert PublisherExport.objects.count() == 1, "one that is under way is the same one"
    assert make_due(now=now())
    export = PublisherExport.objects.get()
    assert (export.done, export.total, export.error) == (2, 2, "")
    files = opened(export)
    about = json.loads(files["publisher.json"])
    assert about["contract"]["licence"] == "CC BY"
    assert about["contract_changes"][0]["by"] == "Cy"
    assert {one["name"]: one["role"] for one in about["people"]} == {"Cy": "owner", "Di": "editor", "Ben": "viewer"}
    [name] = [one for one in files if one.startswith("articles/") and one.endswith("-0.json")]
    article = json.loads(files[name])
    assert article["text"] == "It was said again."
    assert [one["headline"] for one in article["revisions"]] == ["Harbour report 0"]
    assert "low tide" in article["revisions"][0]["html"]
    assert [one["note"] for one in article["corrections"]] == ["It was not seven."]
    page = files[name.replace(".json", ".html")].decode()
    picture = next(one for one in files if one.startswith("pictures/"))
    assert f'src="../{picture}"' in page
    assert files[picture] == b"RIFF a picture"
    assert {one["held"] for one in rows_of(files["pictures.csv"])} == {"yes", "no"}
    assert rows_of(files["items.csv"])[0]["title"] == "'=1+1", "no spreadsheet runs what a feed said"
    assert rows_of(files["numbers/days.csv"])[0]["reads"] == "7"
    assert len([one for one in files if one.endswith(".html")]) == 2, "and nothing of another publisher"
    assert b"The Beacon" in files["README.txt"]
    told = Notice.objects.get(user=people.cy(), key=f"publisher-export:{export.pk}")
    link = f"{EXPORT}/{export.token}"
    assert link in cy.get(told.address).content.decode()
    answer = cy.get(link)
    assert b"".join(answer.streaming_content) == path_of(export).read_bytes()
    assert f"{house.publisher.slug}-" in answer["Content-Disposition"]


def test_the_statements_in_the_file_can_be_computed_again() -> None:
    town = make_town()
    give()
    close(month=OCTOBER, by=people.ed(), now=max(AFTER, can_close_from(OCTOBER)))
    held = io.BytesIO()
    write_export(town.bay, held, now=now(), progress=lambda _: None)
    with ZipFile(held) as archive:
        [name] = [one for one in archive.namelist() if "/statements/" in one]
        text = archive.read(name).decode()
    assert name.endswith("2026-10.jsonl")
    assert json.loads(text.splitlines()[-2])["sum"]["micros"] > 0
    assert differences(text) == []


@pytest.mark.parametrize("who", ["di", "ben", "eve", "ann", "suspended", "nobody"])
def test_who_is_no_owner_takes_nothing_along_and_does_not_leave(who: str) -> None:
    house = make_house(1)
    ask_export(publisher=house.publisher, by=people.cy(), now=now())
    make_due(now=now())
    link = f"{EXPORT}/{PublisherExport.objects.get().token}"
    user = None if who == "nobody" else suspended(people.cy()) if who == "suspended" else getattr(people, who)()
    client, refused = browser(user), 302 if who == "nobody" else 403
    assert client.post(EXPORT).status_code == refused
    form = {"articles": "withdrawn", "name": "The Beacon"}
    assert client.post(LEAVE, form).status_code == refused
    assert client.get(link).status_code == (200 if who == "suspended" else refused), "what is theirs stays theirs"
    for path in (EXPORT, LEAVE):
        assert client.get(path).status_code == (200 if who in {"di", "ben", "suspended"} else refused)
    assert link not in client.get(EXPORT).content.decode() or who == "suspended"
    assert (PublisherExport.objects.count(), Departure.objects.count()) == (1, 0)
    if user is not None:
        with pytest.raises(RefusedError):
            leave(publisher=house.publisher, articles="kept", name="The Beacon", by=user, now=now())


def test_anothers_file_is_not_reached_through_ones_own_address_and_goes_after_its_time() -> None:
    house = make_house(1)
    ask_export(publisher=house.publisher, by=people.cy(), now=now())
    make_due(now=now())
    export = PublisherExport.objects.get()
    assert browser(people.eve()).get(f"/publishers/courier/export/{export.token}").status_code == 404
    path = path_of(export)
    make_due(now=now() + make_export.KEPT_FOR + timedelta(hours=1))
    assert not path.exists()
    assert browser(people.cy()).get(f"{EXPORT}/{export.token}").status_code == 404


def test_a_file_that_cannot_be_made_is_tried_three_times_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    house = make_house(1)
    ask_export(publisher=house.publisher, by=people.cy(), now=now())

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(make_export, "write_export", broken)
    moment = now()
    for _ in range(3):
        assert make_due(now=moment)
        moment += make_export.LEASE + timedelta(seconds=1)
    assert not make_due(now=moment)
    assert "could not be made" in browser(people.cy()).get(EXPORT).content.decode()
    assert not list((Path(site.NEWSSTAND_HOME) / "publisher-exports").glob("*.zip"))


@pytest.mark.parametrize("kept", [False, True])
def test_a_publisher_leaves_and_comes_back_as_if_nothing_had_been(kept: bool) -> None:
    house = make_house(2)
    article = Article.objects.newest()[0]
    paused = Feed.objects.create(
        publisher=house.publisher, address="https://beacon.example/2", next_check_at=now(), retired_at=now()
    )
    cy = browser(people.cy())
    page = cy.get(LEAVE).content.decode()
    assert "Your 2 articles go off this site" in page
    choice = "kept" if kept else "withdrawn"
    cy.post(LEAVE, {"articles": choice, "name": " The  Beacon "})
    assert Departure.objects.get().final_at - now() > GRACE - timedelta(minutes=5)
    assert not Feed.objects.due(now() + timedelta(days=9)).exists()
    seen = Client().get(article.get_absolute_url()).status_code
    assert seen == (200 if kept else 410)
    assert (article.headline in Client().get("/latest").content.decode()) is kept
    for user in (people.di(), people.ben(), people.ed()):
        assert Notice.objects.filter(user=user, address=LEAVE).count() == 1
    make_due(now=now())
    export = PublisherExport.objects.get()
    assert export.until == Departure.objects.get().final_at, "the file lies there as long as they may come back"
    assert "has left" in cy.get(DESK).content.decode()

    cy.post(LEAVE, {"decision": "back"})
    assert Client().get(article.get_absolute_url()).status_code == 200
    assert list(Feed.objects.filter(retired_at=None)) == [house.feed]
    paused.refresh_from_db()
    assert paused.retired_at is not None
    assert cy.post(LEAVE, {"articles": choice, "name": "The Beacon"}).status_code == 302, "and may leave again"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"articles": "withdrawn", "name": "the beacon"}, "exactly as it stands above"),
        ({"articles": "burnt", "name": "The Beacon"}, "Choose what becomes"),
        ({"name": "The Beacon"}, "Choose what becomes"),
        ({"decision": "back"}, "has not left"),
    ],
)
def test_nobody_leaves_by_a_slip(form: dict[str, str], said: str) -> None:
    make_house(1)
    answer = browser(people.cy()).post(LEAVE, form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Departure.objects.exists()


def test_after_thirty_days_it_is_final_and_the_articles_are_withdrawn_for_good() -> None:
    house = make_house(3)
    leave(publisher=house.publisher, articles="withdrawn", name="The Beacon", by=people.cy(), now=now())
    assert not settle_due(now=now() + GRACE - timedelta(hours=1))
    over = now() + GRACE + timedelta(hours=1)
    assert settle_due(now=over)
    assert not settle_due(now=over)
    while take_down_due(now=over):
        pass
    assert not Article.objects.filter(withdrawn_at=None, publisher=house.publisher).exists()
    with pytest.raises(RefusedError):
        come_back(publisher=house.publisher, by=people.cy(), now=over)
    Departure.objects.update(final_at=now() - timedelta(days=1))
    page = browser(people.cy()).get(LEAVE).content.decode()
    assert "This is final since" in page
    assert "Come back" not in page


def test_coming_back_does_not_undo_what_the_sites_editors_decided() -> None:
    house = make_house(1)
    before = now() - timedelta(days=1)
    Contract.objects.filter(publisher=house.publisher).update(suspended_at=before, suspended_reason="Spam")
    leave(publisher=house.publisher, articles="withdrawn", name="The Beacon", by=people.cy(), now=now())
    come_back(publisher=house.publisher, by=people.cy(), now=now())
    assert Contract.objects.get(publisher=house.publisher).suspended_reason == "Spam"
