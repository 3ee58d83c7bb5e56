"""Who adds what: names and numbers that nobody had said before."""

import pytest

from newsstand.algorithms.additions import Said, additions, line, said_in
from newsstand.algorithms.capitals import names_in
from newsstand.algorithms.headlines import most_central
from newsstand.algorithms.terms import as_written, words_of


def test_names_are_runs_of_capitals_and_no_sentence_openers() -> None:
    text = "Officials said that Anna Berg met J. P. Lund of the Port of Aldermouth. "
    text += "Nobody knew, and in Orrin there was NATO."
    assert names_in(text) == ["Anna Berg", "J. P. Lund", "Port of Aldermouth", "Orrin", "NATO"]


def test_a_sentence_does_not_run_into_the_next_name() -> None:
    assert names_in("And so he said Yes. Had anybody come with Orla Finn?") == ["Yes", "Orla Finn"]
    assert names_in("They met Mr. Lund there") == ["Mr. Lund"]


def test_lines_in_title_case_and_scripts_without_capitals_give_no_names() -> None:
    assert names_in("Breaking News From The Whole Wide World Today") == []
    assert names_in("台风登陆福建省") == []


def test_german_nouns_are_no_names() -> None:
    assert names_in("Gestern war der Fluss in der Stadt, sagte Anna Berg.", language="de") == ["Anna Berg"]


def test_numbers_come_with_what_they_count_and_without_times() -> None:
    said = said_in("", "At 14:30 on 12 March 2026 the fire took 14 houses and cost $4.5 million, or 12%. See 3 of 7.")
    assert "14 houses" in said.numbers
    assert "$4.5 million" in said.numbers
    assert "12%" in said.numbers
    assert not any("2026" in number or "March" in number or "30" in number for number in said.numbers)


def test_authors_and_publishers_are_apart() -> None:
    said = said_in(
        "",
        "That is what Anna Berg wrote in the Aldermouth Post about Kit Oakes.",
        apart=["Anna Berg", "Aldermouth Post"],
    )
    assert said.names == ("Kit Oakes",)


def test_an_article_adds_what_those_before_it_did_not_say() -> None:
    first = Said(("Anna Berg", "Aldermouth"), ("14 houses",))
    second = Said(("Berg", "Kit Oakes"), ("14 homes", "62 houses"))
    third = Said(("Kit Oakes",), ("62 houses",))
    assert additions([first, second, third]) == [Said(), Said(("Kit Oakes",), ("62 houses",)), Said()]


def test_the_line_is_short_and_begins_with_whole_names() -> None:
    adds = Said(
        ("NATO", "Kit Oakes", "Orrin", "Ada Holm", "Tom Reyes"), ("62 houses", "11.52", "7 boats", "9%", "5 dogs")
    )
    assert line(adds) == "Kit Oakes, Ada Holm, Tom Reyes, NATO; 62 houses, 7 boats, 9%"
    assert line(Said()) == ""


def test_the_headline_of_a_story_says_what_most_of_them_say() -> None:
    headlines = [
        "Why I love rain",
        "River Alder floods Aldermouth harbour",
        "Alder floods Aldermouth",
        "Harbour flooded by Alder",
    ]
    assert most_central(headlines) in {1, 2}
    assert most_central(headlines[:1]) == 0
    with pytest.raises(ValueError, match="no headline"):
        most_central([])


def test_names_in_the_texts_speak_for_a_headline() -> None:
    headlines = ["A surge explained: why the tide came early", "Storm Wenna floods thirty-four homes"]
    assert most_central(headlines, names=["Storm Wenna", "Storm Wenna"]) == 1


def test_a_title_stays_until_another_is_clearly_better() -> None:
    headlines = ["Alder floods Aldermouth harbour", "Alder floods Aldermouth harbour market"]
    assert most_central(headlines, present=1) == 1


def test_words_lose_case_accents_and_endings() -> None:
    assert words_of("Aldermouth’s FLOODS, São Paulo’s floods") == ["aldermo", "flood", "sao", "paulo", "flood"]
    assert words_of("台风登陆 abc") == ["台风", "风登", "登陆", "abc"]
    assert as_written("Aldermouth's floods") == {"aldermo": "Aldermouth's", "flood": "floods"}
