"""The sentences to which an applicant agrees."""

from typing import Any

import pytest

from newsstand.algorithms.terms_agreed import what_follows

STRICT: dict[str, Any] = {
    "indexing": "noindex",
    "excerpt_words": None,
    "embargo_minutes": 0,
    "expires_after_days": None,
    "licence": "",
    "licence_url": "",
    "share": 7000,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "in full"),
        ({"excerpt_words": 80}, "the first 80 words"),
        ({}, "as soon as we read it"),
        ({"embargo_minutes": 120}, "2 hours after you published it"),
        ({"embargo_minutes": 1}, "1 minute after you published it"),
        ({"expires_after_days": 30}, "leaves this site 30 days after"),
        ({}, "until you take it down"),
        ({}, "not to list our copy"),
        ({"indexing": "canonical"}, "your own page is the one that counts"),
        ({"indexing": "index"}, "beside yours"),
        ({}, "the rights stay yours"),
        ({"licence": "CC BY 4.0"}, "CC BY 4.0"),
        ({"licence_url": "https://l.example/"}, "https://l.example/"),
        ({}, "you get 70 %"),
        ({"share": 6667}, "you get 66.67 %"),
        ({"share": 0}, "you get 0 %"),
    ],
)
def test_each_term_has_its_sentence(changed: dict[str, Any], said: str) -> None:
    assert any(said in sentence for sentence in what_follows({**STRICT, **changed}))


def test_a_share_that_nobody_offers_is_not_spoken_of() -> None:
    without = {key: value for key, value in STRICT.items() if key != "share"}
    assert not any("earn" in sentence for sentence in what_follows(without))
