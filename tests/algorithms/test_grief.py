"""Which articles advertising is quiet beside."""

import pytest

from newsstand.algorithms.grief import grave_words, is_grave


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Two killed as lorry hits bus on the coast road", "en"),
        ("Inquest opens into drowning at Saltmarsh", "en"),
        ("Man charged with murder of neighbour", ""),
        ("Drei Tote nach Unglück auf der A7", "de"),
        ("Deux morts dans un attentat à Lyon", "fr"),
        ("Cinco muertos en un terremoto", "es"),
    ],
)
def test_a_headline_about_deaths_or_crime_is_grave(headline: str, language: str) -> None:
    assert is_grave(headline, "", language=language)


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Regatta ends in a dead heat after a free shot at the line", "en"),
        ("Die Stadt baut: der neue Markt war teuer", "de"),
        ("Tote bags return to the market", "en"),
        ("A crash course in bread", "en"),
        ("Council agrees budget for the harbour", "en"),
        ("", ""),
    ],
)
def test_words_that_mean_nothing_of_the_kind_are_not(headline: str, language: str) -> None:
    assert not is_grave(headline, "", language=language)


def test_a_text_is_grave_by_three_different_words_and_not_by_one_said_often() -> None:
    assert not is_grave("Council meets", "The war memorial. The war memorial again. Nobody died.")
    assert is_grave("Council meets", "A gunman opened fire; two victims died before the ambulance came.")


def test_only_the_beginning_of_a_text_is_looked_at() -> None:
    assert not is_grave("Council meets", "Peace. " * 2000 + "A gunman killed two victims.")


def test_accents_and_case_do_not_hide_a_word() -> None:
    assert grave_words("DÉCÉDÉ", "fr") == {"decede"}
