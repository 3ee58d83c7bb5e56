"""Pictures go with what showed them, and come back with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsstand.articles.models import Article, Revision
from newsstand.articles.terms import resume, suspend
from newsstand.articles.withdraw import restore, withdraw
from newsstand.images.models import Image, remember
from newsstand.images.store import MASTER, folder
from newsstand.publishers.models import Contract, Publisher
from tests.images import files
from tests.pages.newsroom import NOON, make_article, make_picture, make_publisher

pytestmark = pytest.mark.django_db


def picture(name: str, root: Path) -> Image:
    """One that is here, so that its address answers 200."""
    image = make_picture(name, content=f"{name:0<64}".replace("-", "0"), width=800, height=400)
    place = folder(image.content)
    place.mkdir(parents=True, exist_ok=True)
    (place / MASTER).write_bytes(files.encoded(files.photo(800, 400), "WEBP"))
    return image


def status(client: Client, image: Image) -> int:
    return client.get(f"/image/{image.pk}/640").status_code


def body(*images: Image) -> str:
    return "".join(f'<figure><img src="/image/{image.pk}/960" alt=""></figure>' for image in images)


@pytest.fixture
def beacon(settings: Any, tmp_path: Path) -> Publisher:
    settings.IMAGES_ROOT = tmp_path / "images"
    return make_publisher()


@pytest.fixture
def pictures(beacon: Publisher, tmp_path: Path) -> dict[str, Image]:
    """A publisher with an icon and an article: a lead, one in the text, one in what it said before."""
    found = {name: picture(name, tmp_path) for name in ("icon", "lead", "inside", "former")}
    Publisher.objects.filter(pk=beacon.pk).update(icon=found["icon"])
    article = make_article(beacon, lead_picture=found["lead"], body=body(found["inside"]))
    Revision.objects.create(article=article, since=NOON, until=NOON, headline="x", body=body(found["former"]))
    return found


def take_down(publisher: Publisher) -> Callable[[], None]:
    contract = Contract.objects.get(publisher=publisher)
    suspend(contract=contract, now=NOON, reason="They asked for it.", editor=None)
    return lambda: resume(contract=contract, editor=None)


def withdraw_it(publisher: Publisher) -> Callable[[], None]:
    article = Article.objects.get(publisher=publisher)
    withdraw(article=article, now=NOON, reason="It was wrong.")
    return lambda: restore(article=article, now=NOON)


@pytest.mark.parametrize(("take_away", "stays"), [(take_down, set()), (withdraw_it, {"icon"})])
def test_pictures_are_gone_with_it_and_come_back_with_it(
    client: Client, beacon: Publisher, pictures: dict[str, Image],
    take_away: Callable[[Publisher], Callable[[], None]], stays: set[str],
) -> None:  # fmt: skip
    assert {status(client, image) for image in pictures.values()} == {200}
    bring_back = take_away(beacon)
    for name, image in pictures.items():
        assert status(client, image) == (200 if name in stays else 410), name
    gone = client.get(f"/image/{pictures['lead'].pk}/640")
    assert gone["Cache-Control"] == "public, max-age=60"
    bring_back()
    assert {status(client, image) for image in pictures.values()} == {200}


@pytest.mark.parametrize("take_away", [take_down, withdraw_it])
@pytest.mark.parametrize("how", ["lead", "inside", "former", "icon"])
def test_a_picture_that_another_shows_stays(
    client: Client, beacon: Publisher, pictures: dict[str, Image], take_away: Callable[[Publisher], object], how: str
) -> None:
    courier = make_publisher("courier", name="The Courier")
    shared = pictures["lead"]
    if how == "icon":
        Publisher.objects.filter(pk=courier.pk).update(icon=shared)
    else:
        other = make_article(courier, lead_picture=shared if how == "lead" else None,
                             body=body(shared) if how == "inside" else "<p>x</p>")  # fmt: skip
        if how == "former":
            Revision.objects.create(article=other, since=NOON, until=NOON, headline="x", body=body(shared))
    take_away(beacon)
    assert status(client, shared) == 200
    assert status(client, pictures["inside"]) == 410


def test_many_pictures_are_settled_as_few_are(beacon: Publisher, tmp_path: Path) -> None:
    many = [make_picture(f"p{number}") for number in range(30)]
    make_article(beacon, body=body(*many))
    make_article(make_publisher("courier", name="The Courier"), body=body(*many[:10]))
    bring_back = take_down(beacon)
    assert set(Image.objects.filter(withheld=True)) == set(many[10:])
    bring_back()
    assert not Image.objects.filter(withheld=True).exists()


def test_one_of_two_withdrawn_leaves_the_other_its_pictures(client: Client, beacon: Publisher, tmp_path: Path) -> None:
    shared = picture("lead", tmp_path)
    first, second = (make_article(beacon, lead_picture=shared) for _ in range(2))
    withdraw(article=first, now=NOON, reason="Twice.")
    assert status(client, shared) == 200
    withdraw(article=second, now=NOON, reason="Wrong.")
    assert status(client, shared) == 410
    restore(article=first, now=NOON)
    assert status(client, shared) == 200


def test_who_names_a_withheld_picture_anew_shows_it(
    client: Client, pictures: dict[str, Image], beacon: Publisher
) -> None:
    take_down(beacon)
    assert status(client, pictures["lead"]) == 410
    remember([pictures["lead"].source_url], now=NOON)
    assert status(client, pictures["lead"]) == 200


def test_what_is_withheld_is_not_fetched(beacon: Publisher) -> None:
    due = make_picture("due", state="due", content="", due_at=NOON)
    make_article(beacon, lead_picture=due)
    assert list(Image.objects.due(NOON)) == [due]
    take_down(beacon)
    assert not Image.objects.due(NOON).exists()
