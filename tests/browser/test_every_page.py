"""What holds for every page in a real browser: axe, no scrolling sideways, headings, pictures, nothing from elsewhere.

`open_page` adds: no error in the console, nothing refused by the CSP, no request to another host.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.places import PLACES
from tests.browser.town import Town

pytestmark = pytest.mark.browser

# Both widths and both colours: to look at every pair would double what the rules about colours cost, nearly all of it.
VIEWS: list[tuple[int, Literal["light", "dark"]]] = [(1440, "light"), (360, "dark")]
TOO_WIDE = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const right = one => one.getBoundingClientRect().right;
    return [...document.querySelectorAll("body *")].filter(one => right(one) > wide + 1).slice(0, 8)
        .map(one => `${one.tagName.toLowerCase()}.${one.className} reaches ${right(one)}`)
        .concat(`the page is ${document.documentElement.scrollWidth} wide`);
}"""
PICTURES = """() => [...document.images].map(one => ({
    address: one.getAttribute("src"), width: one.getAttribute("width"), height: one.getAttribute("height"),
    alt: one.getAttribute("alt"),
}))"""
HEADINGS = (
    "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => [Number(one.tagName[1]), one.innerText])"
)


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_there_for_everybody(
    open_page: Callable[..., Page], axe: Callable[..., list[str]], town: Town, name: str
) -> None:
    place = PLACES[name]
    user = place.user() if place.user else None
    page = open_page(place.path(town), width=1440, user=user, refused=(place.status,))
    assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == place.status

    found: dict[str, list[str]] = {}
    for width, colours in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        found[f"axe, {width}, {colours}"] = axe(page)
    found["too wide for 360"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 320, "height": 800})
    found["too wide for 320"] = page.evaluate(TOO_WIDE)
    found["headings"] = wrong_headings(page.evaluate(HEADINGS))
    found["pictures"] = [
        str(one)
        for one in page.evaluate(PICTURES)
        if not (one["width"] and one["height"] and one["alt"] is not None and one["address"].startswith("/image/"))
    ]
    assert {where: what for where, what in found.items() if what} == {}


def wrong_headings(headings: list[tuple[int, str]]) -> list[str]:
    """One h1, and no level left out on the way down."""
    levels = [level for level, _ in headings]
    wrong = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    steps = pairwise([(0, "the beginning"), *headings])
    return wrong + [
        f"h{level} {text!r} follows h{before[0]} {before[1]!r}"
        for before, (level, text) in steps
        if level > before[0] + 1
    ]
