"""The names under which people speak."""

import pytest

from newsstand.algorithms.user_names import clean_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ann   Lee ", "Ann Lee"),
        ("Ann\u200b\u202e", "Ann"),
        ("\uff21nn", "Ann"),
        ("Ann\n\tLee", "Ann Lee"),
        ("José", "José"),
        ("山田 太郎", "山田 太郎"),
        ("Ann\x00", "Ann"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("   ", "letter or digit"),
        ("\u200b\u2060", "letter or digit"),
        ("---", "letter"),
        ("A", "2 char"),
        ("x" * 61, "61"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        clean_name(given)
