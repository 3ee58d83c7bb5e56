"""The acceptance piece: an imported page shows everything that the saved page shows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.test import Client

from newsstand.images.models import Image, State, image_id
from newsstand.importers.saved_page import import_page

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PICTURE = "https://img.particlenews.com/image.php?url=1ESiPf_0gYqJ0c500"
# What belongs to the page's furniture or is said in another way: ages are counted from today.
FURNITURE = {"3 days ago", "2d ago", "IN THIS ARTICLE", "date 2022-07-08 ContributorsPublishersAdvertisers", PICTURE}

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def saved(data: Path) -> list[str]:
    lines = (data / "saved-page/page.txt").read_text().splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


@pytest.fixture
def page(data: Path, client: Client) -> Any:
    """The article's page as a browser reads it, with its comments in the order in which they came."""
    text = (data / "saved-page/page.txt").read_text()
    imported = import_page(text=text, file_name="page.txt", captured=None, now=NOW)
    Image.objects.update(state=State.READY, content="0" * 64, width=960, height=640)
    response = client.get(f"{imported.article.get_absolute_url()}?sort=oldest")
    assert response.status_code == 200
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def test_every_line_of_the_saved_page_is_on_ours_in_its_order(page: Any, saved: list[str]) -> None:
    shown = words(page.find(".//main"))
    here = 0
    for line in saved:
        if line in FURNITURE or line == "Newsweek":
            continue
        wanted = line.removeprefix("By ")
        found = shown.find(wanted, here)
        assert found >= 0, f"{wanted!r} is not where it should be"
        here = found


def test_the_publisher_stands_in_the_head_and_in_this_article_and_leads_to_its_page(page: Any) -> None:
    links = [link for link in page.iter("a") if link.get("href") == "/publisher/newsweek"]
    assert len(links) >= 2
    assert all("Newsweek" in words(link) for link in links)
    assert "In this article" in words(page)


def test_the_dates_are_those_of_the_capture_less_the_ages(page: Any) -> None:
    times = [time.get("datetime", "") for time in page.iter("time")]
    assert sum(time.startswith("2022-07-05T12:00") for time in times) >= 1
    assert sum(time.startswith("2022-07-06T12:00") for time in times) == 3


def test_the_picture_stands_between_the_same_paragraphs_and_comes_from_us(page: Any) -> None:
    order = [
        words(node) if node.tag == "p" else node.get("src", "") for node in page.iter() if node.tag in {"p", "img"}
    ]
    at = next(index for index, said in enumerate(order) if said.startswith(f"/image/{image_id(PICTURE)}/"))
    assert order[at - 1].endswith("while others were ordered to wait.")
    assert order[at + 1].startswith("However, a week later")
    assert not any("particlenews" in (node.get("src") or "") for node in page.iter())


def test_the_person_who_was_a_link_is_one_again(page: Any) -> None:
    linked = [link for link in page.iter("a") if words(link) == "Vladimir Putin"]
    assert linked
    assert all(link.get("href") == "/topic/vladimir-putin" for link in linked)
