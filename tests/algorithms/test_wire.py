"""Which agency a text credits, and what is only a mention."""

import pytest

from newsstand.algorithms.wire import AGENCIES, credit


@pytest.mark.parametrize(
    ("text", "agency", "evidence"),
    [
        ("WASHINGTON (AP) — The bridge is shut.", "AP", "WASHINGTON (AP) —"),
        ("(AP) The bridge is shut.", "AP", "(AP)"),
        ("LONDON, Nov 3 (Reuters) - Oil fell.", "Reuters", "LONDON, Nov 3 (Reuters) -"),
        ("Reuters — Oil fell.", "Reuters", "Reuters —"),
        ("Berlin (dpa) - Die Brücke ist gesperrt.", "dpa", "Berlin (dpa) -"),
        ("Madrid, 3 may (EFE).- El puente.", "EFE", "Madrid, 3 may (EFE).-"),
        ("By Associated Press\n\nThe bridge is shut.", "AP", "By Associated Press"),
        ("By Jane Doe, PA Media\nThe bridge is shut.", "PA Media", "By Jane Doe, PA Media"),
        ("Le pont est fermé. (AFP)", "AFP", "(AFP)"),
        ("The bridge is shut.\n© 2026 AFP", "AFP", "© 2026 AFP"),
        ("The bridge is shut. — PA Media", "PA Media", "— PA Media"),
        (
            "Shut. This story was produced by the Local Democracy Reporting Service.",
            "Local Democracy Reporting Service",
            "produced by the Local Democracy Reporting Service",
        ),
    ],
)
def test_a_credit_is_found_with_its_words_and_their_place(text: str, agency: str, evidence: str) -> None:
    found = credit(text)
    assert found is not None
    assert (found.agency, found.evidence) == (agency, evidence)
    assert text[found.start : found.end] == evidence


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press (AP) said on Monday that it will move.",
        "He told Reuters on Monday that the bridge was shut.",
        "According to AP, the bridge is shut.",
        "The report by Reuters said so. And more.",
        "AP classes are full, the school says.",
        "Scranton (PA) - A man was found.",
        "He said: \"I read Reuters\"",
        "The bridge was shut. " * 60 + "(AP) " + "It opened again. " * 60,
        "",
    ],
)  # fmt: skip
def test_a_mention_is_no_credit(text: str) -> None:
    assert credit(text) is None


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Reuters Staff", "Reuters"),
        ("Jane Doe | AP", "AP"),
        ("The Associated Press", "AP"),
        ("Joe Gerrard, Local Democracy Reporter", "Local Democracy Reporting Service"),
        ("By PA Media", "PA Media"),
    ],
)
def test_a_byline_credits_an_agency(name: str, agency: str) -> None:
    found = credit("The bridge is shut.", ["Ann Lee", name])
    assert found is not None
    assert (found.agency, found.evidence, found.start) == (agency, name, -1)


@pytest.mark.parametrize("name", ["Ann Reuters", "Joe AP Smith", "Efe Okoro", "Tass Marsh"])
def test_people_are_not_agencies(name: str) -> None:
    assert credit("The bridge is shut.", [name]) is None


def test_every_name_of_an_agency_is_understood_in_a_dateline() -> None:
    missed = [
        name
        for agency, names in AGENCIES.items()
        for name in names
        if (found := credit(f"LONDON ({name}) - The bridge")) is None or found.agency != agency
    ]
    assert missed == []
