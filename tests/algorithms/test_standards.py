"""What must be mended before a text is submitted, and what had better be."""

from dataclasses import replace

import pytest

from newsstand.algorithms.standards import Facts, Level, Picture, findings, musts

GOOD = Facts(
    headline="The old bridge stays closed until spring",
    summary="Floods have to go first.",
    text="The council said so on Monday.",
    words=450,
    links=["https://example.org/minutes"],
    pictures=[Picture("The bridge", "Ben", "own")],
    ai="none",
    payment="none",
    has_place=True,
    has_topic=True,
)


def test_a_good_text_has_nothing_to_mend() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"headline": " "}, "headline"),
        ({"headline": "THE OLD BRIDGE STAYS CLOSED UNTIL SPRING"}, "headline"),
        ({"headline": "You won’t believe what the council did"}, "headline"),
        ({"words": 249}, "text"),
        ({"text": "Read more on my page."}, "text"),
        ({"pictures": [Picture("", "Ben", "own")]}, "pictures"),
        ({"pictures": [Picture("A bridge", "", "own")]}, "pictures"),
        ({"pictures": [Picture("A bridge", "Ben", "")]}, "pictures"),
        ({"pictures": [Picture("A bridge", "Ben", "licensed")]}, "pictures"),
        ({"links": ["https://example.org"] * 21}, "links"),
        ({"links": ["https://shop.example/p?tag=ben-21"]}, "links"),
        ({"ai": ""}, "disclosure"),
        ({"ai": "helped"}, "disclosure"),
        ({"payment": ""}, "disclosure"),
        ({"payment": "paid"}, "disclosure"),
    ],
)
def test_what_must_be_mended_is_named_with_how(changed: dict[str, object], part: str) -> None:
    found = musts(replace(GOOD, **changed))  # type: ignore[arg-type]

    assert [one.part for one in found] == [part]
    assert found[0].mend


@pytest.mark.parametrize(
    "changed",
    [
        {"words": 300},
        {"summary": ""},
        {"headline": "Bridge closed"},
        {"headline": "The old bridge stays closed until spring!"},
        {"links": [], "text": "It is closed."},
        {"links": [f"https://ben.example/{number}" for number in range(4)]},
        {"links": [f"https://{number}.example/" for number in range(11)]},
        {"has_place": False},
        {"has_topic": False},
    ],
)
def test_advice_keeps_nobody_from_submitting(changed: dict[str, object]) -> None:
    facts = replace(GOOD, **changed)  # type: ignore[arg-type]

    assert musts(facts) == []
    assert [one.level for one in findings(facts)] == [Level.ADVISE]


def test_a_link_that_pays_may_stand_when_it_is_said() -> None:
    facts = replace(GOOD, links=["https://shop.example/p?tag=ben-21"], payment="paid", payer="The shop")
    assert musts(facts) == []


@pytest.mark.parametrize("address", ["https://[", "http://a b", "", "//", "https://x?tag"])
def test_no_address_breaks_it(address: str) -> None:
    assert musts(replace(GOOD, links=[address])) == []


def test_what_must_be_mended_comes_first() -> None:
    levels = [one.level for one in findings(Facts())]
    assert levels == sorted(levels, key=lambda level: level != Level.MUST)
