"""Names in texts that no registry knows."""

import pytest

from newsstand.algorithms.mentions import weight_of
from newsstand.algorithms.names import names_in, recurring


def kinds(text: str) -> dict[str, str]:
    return {name.words: name.kind for name in names_in(text)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Yesterday Margaret Toft spoke.", "Margaret Toft", "person"),
        ("The court heard Mrs Lindqvist on Monday.", "Lindqvist", "person"),
        ("It was paid by Orrin Holdings last week.", "Orrin Holdings", "organisation"),
        ("She studied at the University of Orrin for years.", "University of Orrin", "organisation"),
        ("They asked the Marram Parish Council.", "Marram Parish Council", "organisation"),
        ("The NHSX answered.", "NHSX", "organisation"),
        ("A plane left Changi International Airport.", "Changi International Airport", "place"),
    ],
)
def test_a_cue_says_what_a_name_is(text: str, name: str, kind: str) -> None:
    assert kinds(text)[name] == kind


def test_a_title_is_no_part_of_a_name() -> None:
    assert "President Obama" not in kinds("On Friday President Obama spoke.")


def test_a_title_in_the_middle_parts_two_names() -> None:
    assert {"Apple", "Steve Jobs"} <= kinds("Then Apple CEO Steve Jobs spoke.").keys()


def test_the_beginning_of_a_sentence_is_no_name() -> None:
    assert kinds("However, it rained. Because of that nobody came.") == {}


def test_months_and_days_are_no_names() -> None:
    assert kinds("It opens on Monday in March.") == {}


def test_a_surname_counts_for_its_person() -> None:
    found = recurring("On Monday Margaret Toft spoke. Later Toft left, and Toft returned.")
    assert [(each.words, each.count, each.kind) for each in found] == [("Margaret Toft", 3, "person")]


def test_a_script_without_capitals_gives_no_names() -> None:
    assert names_in("市长去了俄亥俄州。") == []


def test_the_headline_and_the_publishers_word_weigh_more() -> None:
    passing = weight_of([500], headline=50, lead=200)
    assert passing < weight_of([120], headline=50, lead=200) < weight_of([10], headline=50, lead=200)
    assert passing < weight_of([500], headline=50, lead=200, said="about") <= 1
