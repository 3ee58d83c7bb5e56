"""What rules see in an ad, one rule a row; and what they leave alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.ad_landing import Landed, look
from newsstand.algorithms.ad_review import Copy, House, Verdict, review, strongest

GOOD = Copy(
    headline="Fresh bread from the mill by the river",
    text="Open every morning from six. Rolls, rye and cake.",
    landing="https://bakery.org/bread",
    category="food",
    payer="River Bakery Ltd",
)
HOUSE = House(site="https://www.bakery.org", refused=("gambling", "dating"), political="refuse")
OPEN = replace(HOUSE, political="declare")


def rules(house: House = HOUSE, **fields: object) -> dict[str, str]:
    return {one.rule: one.verdict.value for one in review(replace(GOOD, **fields), house)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"headline": "NATO and the BBC at the book fair"},
        {"headline": "Frühstück ab 6.30 Uhr – auch sonntags"},
        {"text": "Write to us: bread@bakery.org, or see www.bakery.org."},
        {"text": "Engine 2.0, e.g. for lorries, Fri.Sat."},
        {"text": "What a loaf! Come and try."},
        {"landing": "https://shop.bakery.org/rolls?from=news"},
        {"width": 1200, "height": 675, "alt": "A loaf"},
        {"headline": "The bestseller of the year, signed", "text": "A novel about a baker's lifeblood."},
        {"text": "Selected works by local artists."},
    ],
)
def test_an_honest_ad_has_nothing_to_mend(fields: dict[str, object]) -> None:
    assert rules(**fields) == {}


@pytest.mark.parametrize(
    ("fields", "rule", "verdict"),
    [
        ({"headline": "Bread"}, "short", "refuse"),
        ({"headline": "x" * 91}, "long", "refuse"),
        ({"text": "x" * 201}, "long", "refuse"),
        ({"headline": "CHEAP BREAD FOREVER"}, "capitals", "refuse"),
        ({"text": "Come today!!"}, "marks", "refuse"),
        ({"text": "★ Bread ★"}, "marks", "refuse"),
        ({"text": "Double your money with us"}, "returns", "refuse"),
        ({"text": "Garantierte Rendite"}, "returns", "refuse"),
        ({"text": "Lose 10 kg in 5 days"}, "cure", "refuse"),
        ({"text": "Your computer is infected"}, "fake", "refuse"),
        ({"headline": "You won't believe this bread"}, "bait", "refuse"),
        ({"headline": "Breaking: bread is here"}, "posing", "hold"),
        ({"text": "Fresh, guaranteed"}, "guarantee", "hold"),
        ({"text": "The best bread in town"}, "superlative", "hold"),
        ({"text": "Unser Brot: Nummer 1"}, "superlative", "hold"),
        ({"text": "A tea that heals"}, "health", "hold"),
        ({"text": "Pay with bitcoin"}, "finance", "hold"),
        ({"text": "Only 3 left"}, "hurry", "flag"),
        ({"text": "Click here for bread"}, "click", "flag"),
        ({"text": "Are you in debt?"}, "personal", "hold"),
        ({"landing": "javascript:alert(1)"}, "no-landing", "refuse"),
        ({"landing": "ftp://bakery.org/x"}, "no-landing", "refuse"),
        ({"landing": ""}, "no-landing", "refuse"),
        ({"landing": "http://bakery.org"}, "http", "flag"),
        ({"landing": "https://10.0.0.1/x"}, "hidden-host", "refuse"),
        ({"landing": "https://bakery.org@evil.org/"}, "hidden-host", "refuse"),
        ({"landing": "https://bit.ly/abc"}, "shortener", "refuse"),
        ({"landing": "https://xn--80ak6aa92e.com/"}, "look-alike", "hold"),
        ({"text": "See shopping.com"}, "other-domain", "refuse"),
        ({"landing": "https://elsewhere.com/"}, "not-own", "hold"),
        ({"category": "gambling"}, "category", "refuse"),
        ({"category": "alcohol", "text": "Wine tasting on Friday"}, "looked-at", "hold"),
        ({"text": "Wine tasting on Friday"}, "wrong-category", "hold"),
        ({"text": "Poker night"}, "wrong-category", "refuse"),
        ({"text": "Vote for the mill"}, "undeclared", "hold"),
        ({"text": "Wählt die Mühle"}, "undeclared", "hold"),
        ({"is_political": True}, "political", "refuse"),
        ({"category": "politics"}, "political", "refuse"),
        ({"width": 200, "height": 200, "alt": "x"}, "small-picture", "refuse"),
        ({"width": 3000, "height": 300, "alt": "x"}, "narrow-picture", "flag"),
        ({"width": 1200, "height": 675}, "no-alt", "refuse"),
        ({"payer": " "}, "no-payer", "refuse"),
        ({"payer": "x" * 101}, "long", "refuse"),
        ({"behalf": "x" * 101}, "long", "refuse"),
    ],
)
def test_what_is_wrong_is_found(fields: dict[str, object], rule: str, verdict: str) -> None:
    assert rules(**fields).get(rule) == verdict


def test_a_political_ad_is_taken_where_it_says_who_pays_and_a_person_looks() -> None:
    assert rules(OPEN, is_political=True) == {"undeclared-payer": "refuse", "declared": "hold"}
    declared = rules(OPEN, is_political=True, political_payer="Mill Party, 1 River Road; mayor's election of 5 May")
    assert declared == {"declared": "hold"}


@given(
    some.builds(
        Copy,
        headline=some.text(max_size=120),
        text=some.text(max_size=250),
        landing=some.one_of(some.text(max_size=60), some.just("https://bakery.org")),
        category=some.sampled_from(["food", "gambling", "politics", "other", ""]),
        payer=some.text(max_size=120),
        width=some.integers(0, 5000),
        height=some.integers(0, 5000),
        is_political=some.booleans(),
    )
)
def test_whatever_is_written_each_finding_says_what_to_do_and_the_strongest_stands_first(copy: Copy) -> None:
    found = review(copy, HOUSE)
    assert all(one.said and one.mend for one in found)
    strength = [Verdict.REFUSE, Verdict.HOLD, Verdict.FLAG]
    assert [strength.index(one.verdict) for one in found] == sorted(strength.index(one.verdict) for one in found)
    assert strongest(found) == (found[0].verdict if found else None)


PAGE = b"<title>Fresh bread</title><p>From the mill.</p><a href='mailto:bread@bakery.org'>Write</a>"
HERE = "https://bakery.org/bread"


@pytest.mark.parametrize(
    ("landed", "found", "passes"),
    [
        (Landed(HERE, 200, "text/html", "", PAGE), [], False),
        (Landed("https://www.bakery.org/b", 200, "text/html", "", PAGE), [], False),
        (Landed("https://evil.org/", 200, "text/html", "", PAGE), ["astray"], False),
        (Landed(HERE, 404, "text/html"), ["missing"], False),
        (Landed(HERE, 503, "text/html"), ["unreachable"], True),
        (Landed(HERE, 429, "text/html"), ["unreachable"], True),
        (Landed(HERE, error="It took too long."), ["unreachable"], True),
        (Landed(HERE, 200, "application/zip", "", b"PK"), ["download"], False),
        (Landed(HERE, 200, "text/html", 'attachment; filename="x"', PAGE), ["download"], False),
        (Landed(HERE, 200, "text/html", "", b"<title>Casino</title> contact"), ["unlike"], False),
        (Landed(HERE, 200, "text/html", "", b"<title>Fresh bread</title>"), ["nobody"], False),
        (Landed(HERE, 200, "text/html", "", b"\x00\xff\x01"), ["unlike", "nobody"], False),
    ],
)
def test_a_landing_page_is_there_on_its_domain_about_the_same_and_somebodys(
    landed: Landed, found: list[str], passes: bool
) -> None:
    looked = look(HERE, f"{GOOD.headline} {GOOD.text}", landed)
    assert ([one.rule for one in looked.findings], looked.passes) == (found, passes)
