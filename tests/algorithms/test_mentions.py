"""Known names are found in texts."""

from newsstand.algorithms.mentions import KnownNames

NAMES = KnownNames({"York": 1, "New York": 2, "Ann Lee": 3, "Café Nord": 4, "St. Mary's Church": 5})


def found(text: str) -> list[tuple[int, str]]:
    return [(mention.topic_id, mention.name) for mention in NAMES.find(text)]


def test_the_longest_name_wins() -> None:
    assert found("She flew to New York.") == [(2, "New York")]


def test_a_shorter_name_is_found_elsewhere_in_the_text() -> None:
    assert found("From New York to York") == [(2, "New York"), (1, "York")]


def test_a_name_inside_a_word_is_not_a_mention() -> None:
    assert found("Yorkshire and Newyork") == []


def test_case_counts() -> None:
    assert found("new york, ann lee") == []


def test_a_possessive_is_a_mention() -> None:
    assert found("Ann Lee's boat, York’s walls") == [(3, "Ann Lee"), (1, "York")]


def test_each_topic_is_found_once_at_its_first_place() -> None:
    assert found("York, Ann Lee, York") == [(1, "York"), (3, "Ann Lee")]
    assert NAMES.find("In York")[0].position == 3


def test_letters_beyond_ascii_are_letters() -> None:
    assert found("Im Café Nord") == [(4, "Café Nord")]


def test_a_name_with_punctuation_is_found() -> None:
    assert found("at St. Mary's Church today") == [(5, "St. Mary's Church")]
