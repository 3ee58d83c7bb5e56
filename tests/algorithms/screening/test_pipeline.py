"""All phases together: nothing is hidden by what came before, nothing depends on an order, nothing is done twice."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.comment_rules import removed, tidy
from newsstand.algorithms.screening.facts import Facts, Mode
from newsstand.algorithms.screening.pipeline import PHASES, screen
from newsstand.algorithms.screening.verdicts import strongest
from tests.algorithms.screening.facts import facts, said

PIECES = some.sampled_from(
    [
        "grump ",
        "scheme ",
        "https://a.example/x ",
        "bit.ly/3x ",
        "words and more words ",
        "\u202e",
        "\x00",
        "\n\n\n",
        "é ",
    ]
)
TEXTS = some.lists(PIECES, max_size=40).map("".join)
AUTHORS = some.fixed_dictionaries(
    {
        "trusted": some.booleans(),
        "watched": some.booleans(),
        "approved": some.integers(0, 5),
        "in_thread": some.integers(0, 5),
        "lately": some.integers(0, 40),
        "decided": some.integers(0, 20),
        "removed": some.integers(0, 20),
        "said": some.lists(some.builds(lambda text: said(text, minutes_ago=2), TEXTS), max_size=4).map(tuple),
    }
)
PLACES = some.fixed_dictionaries({"mode": some.sampled_from(Mode), "first_held": some.integers(1, 4)})
RULES = {"banned": ("grump",), "suspect": ("scheme",), "newcomer_held": 2}
FACTS = some.builds(lambda author, place: facts(rules=RULES, author=author, place=place), AUTHORS, PLACES)


def test_an_ordinary_comment_passes_without_a_word() -> None:
    assert screen("At last! The bridge is open, see https://a.example/.", facts()) == []


def test_everything_is_found_and_not_only_what_was_first() -> None:
    given = facts(rules=RULES, author={"approved": 0, "watched": True}, place={"mode": Mode.ALL_HELD})
    found = screen("A grump with a scheme: bit.ly/3x", given)
    assert [one.phase for one in found] == ["thread", "words", "words", "links", "newcomer", "standing"]
    assert strongest(found).value == "refuse"


def test_a_text_without_an_end_is_looked_at_no_further() -> None:
    assert [one.phase for one in screen("grump " * 100_000, facts(rules=RULES))] == ["length"]


def test_each_phase_has_a_name_of_its_own() -> None:
    assert len({phase.name for phase in PHASES}) == len(PHASES)


@given(TEXTS, FACTS)
def test_spans_lie_inside_the_text(text: str, known: Facts) -> None:
    for one in screen(text, known):
        assert (one.start is None) == (one.end is None)
        if one.start is not None and one.end is not None:
            assert 0 <= one.start < one.end <= len(text)
        assert one.evidence.endswith(".")


@given(TEXTS, FACTS)
def test_looking_twice_finds_the_same(text: str, known: Facts) -> None:
    assert screen(text, known) == screen(text, known)


@given(TEXTS, FACTS)
def test_the_order_of_what_is_known_changes_nothing(text: str, known: Facts) -> None:
    turned = replace(
        known,
        author=replace(known.author, said=known.author.said[::-1]),
        rules=replace(known.rules, banned=(*known.rules.banned[::-1], "other"), suspect=known.rules.suspect[::-1]),
    )
    assert screen(text, turned) == screen(text, known)


@given(TEXTS, FACTS)
def test_each_phase_finds_alone_what_it_finds_among_the_others(text: str, known: Facts) -> None:
    whole = screen(text, known)
    if not any(one.phase == "length" for one in whole):
        alone = [one for phase in reversed(PHASES) for one in phase.find(text, known)]
        assert sorted(map(repr, alone)) == sorted(map(repr, whole))


@given(some.text(max_size=80))
def test_cleaning_a_clean_text_takes_nothing_away(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert removed(tidy(text)) == ""
