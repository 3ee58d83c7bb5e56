"""The names under which people speak."""

import pytest

from newsstand.algorithms.user_names import clean_name, name_key, new_name, speaks_for_the_site


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", "ann"),
        ("Ann", "\u0410nn"),
        ("Ann", "A n n."),
        ("Ann", "\U0001d400nn"),
        ("Ann", "Ann \u2605"),
        ("Bill", "BiII"),
        ("Bill", "Bi1l"),
        ("Ian", "lan"),
        ("Bob", "B0b"),
        ("Tom", "Torn"),
        ("Mia", "mia"),
        ("Cora", "\u0421\u043e\u0433\u0430"),
        ("Jose\u0301", "Jos\u00e9"),
        ("Ann Lee", "Ann\u00a0Lee"),
        ("O\u2019Neil", "O'Neil"),
    ],
)
def test_names_that_the_eye_takes_for_one_another_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ian", "Lan"),
        ("Ann", "Anna"),
        ("Jos\u00e9", "Jose"),
        ("Lia", "Ila"),
        ("Ann 1", "Ann 2"),
        ("M\u00fcller", "Muller"),
    ],
)
def test_names_that_readers_tell_apart_have_keys_of_their_own(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("\u0410nn", "several alphabets"),
        ("Ann\u03bf", "several alphabets"),
        ("Ann \u2713", "seal"),
        ("Ann \u2705", "seal"),
        ("A\u0300\u0301\u0302\u0303nn", "marks"),
    ],
)
def test_a_new_name_mixes_no_alphabets_and_wears_no_seal(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        new_name(given)


@pytest.mark.parametrize(
    "given",
    [
        "Jos\u00e9 Mar\u00eda",
        "\u5c71\u7530 \u592a\u90ce",
        "\u30c8\u30e8\u30bfT\u90ce",
        "\u0410\u043d\u043d\u0430",
        "Anna \u0410\u043d\u043d\u0430",
        "\u0645\u062d\u0645\u062f",
        "Nguy\u1ec5n",
        "\u0e2a\u0e21\u0e0a\u0e32\u0e22",
        "Ann-Marie O\u2019Neil 3",
    ],
)
def test_names_of_the_world_are_welcome(given: str) -> None:
    assert new_name(given) == given
    assert name_key(given)


@pytest.mark.parametrize("hidden", ["\u115f", "\u3164", "\u2800", "\ufe0f", "\u034f", "\u00ad", "\U000e0101", "\uffa0"])
def test_what_is_drawn_as_nothing_is_no_part_of_a_name(hidden: str) -> None:
    assert clean_name(f"An{hidden}n") == "Ann"


@pytest.mark.parametrize(
    "given",
    [
        *("Editor", "Ed1tor", "ADMIN", "Admin2", "A.d.m.i.n", "Ann (Moderator)", "rnoderator", "\u00c9diteur", "Staff"),
        *("The Ferry Post", "Ferry Post", "Ferry P0st", "ferry post official", "Newsstand team", "Real Newsstand"),
    ],
)
def test_nobody_speaks_for_the_site_or_a_publisher(given: str) -> None:
    assert speaks_for_the_site(given, ["Newsstand", "The Ferry Post"])


@pytest.mark.parametrize("given", ["Ann", "Leopold Staff", "Ferryman", "Ann Ferry", "Post Ferry", "Edita", "Adrian"])
def test_a_name_that_only_resembles_an_office_is_free(given: str) -> None:
    assert not speaks_for_the_site(given, ["Newsstand", "The Ferry Post"])
