"""Each phase: what it finds, what it says of it, and whom it leaves alone."""

import pytest

from newsstand.algorithms.screening import (
    history,
    length,
    links,
    mail,
    newcomer,
    repeats,
    sanitise,
    speed,
    standing,
    thread,
)
from newsstand.algorithms.screening.facts import Mode
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict, strongest
from tests.algorithms.screening.facts import facts, said

LONG = "The council voted last night to close the old bridge for a year, which nobody on our side of the river wanted."


def verdicts(phase: Phase, text: str = "Words", **given: object) -> list[str]:
    return [one.verdict.value for one in phase.find(text, facts(**given))]  # type: ignore[arg-type]


def test_a_text_that_is_empty_or_too_long_is_refused() -> None:
    assert verdicts(length.PHASE, " \u200b ") == ["refuse"]
    assert "5,001" in length.PHASE.find("x" * 5001, facts())[0].evidence
    assert verdicts(length.PHASE, "x" * 5000) == []


def test_its_author_hears_what_was_taken_away_and_is_not_suspected() -> None:
    found = sanitise.PHASE.find("ab", facts(typed="a\x00\u202eb"))
    assert [(one.verdict, one.evidence) for one in found] == [
        (Verdict.PASS, "2 characters that cannot be seen were taken away.")
    ]
    assert verdicts(sanitise.PHASE, typed="a\r\nb\u2028c") == []


# --- repeats --------------------------------------------------------------------------------------------------------


def test_the_same_text_within_minutes_waits() -> None:
    author = {"said": (said(LONG, minutes_ago=5),)}
    assert verdicts(repeats.PHASE, LONG.upper() + "!!", author=author) == ["hold"]
    assert verdicts(repeats.PHASE, LONG, author={"said": (said(LONG, minutes_ago=7),)}) == []


def test_nearly_the_same_text_waits_and_another_does_not() -> None:
    author = {"said": (said(LONG, minutes_ago=1),)}
    assert verdicts(repeats.PHASE, f"Again: {LONG}", author=author) == ["hold"]
    other = "The council voted last night, and it was a good vote: the bridge is old, and the ferry is free for all."
    assert verdicts(repeats.PHASE, other, author=author) == []


def test_a_short_answer_may_be_given_often() -> None:
    assert verdicts(repeats.PHASE, "I agree", author={"said": (said("I agree", minutes_ago=1),)}) == []


def test_an_edit_is_no_repetition_of_itself() -> None:
    assert verdicts(repeats.PHASE, LONG, author={"said": (said(LONG, minutes_ago=1),)}, is_edit=True) == []


# --- links ----------------------------------------------------------------------------------------------------------

ONE, TWO = "See https://a.example/x", "See https://a.example/x and www.b.example, both."
FOUR = " ".join(f"https://{one}.example/" for one in "abcd")


def test_so_many_links_are_usual_and_the_first_one_too_many_is_marked() -> None:
    assert verdicts(links.PHASE, "https://a.example https://b.example https://c.example") == []
    found = links.PHASE.find(FOUR, facts())
    assert [one.verdict for one in found] == [Verdict.HOLD]
    assert FOUR[found[0].start : found[0].end] == "https://d.example/"
    assert "4 links" in found[0].evidence


def test_somebody_new_sets_fewer_links() -> None:
    assert verdicts(links.PHASE, TWO, author={"approved": 0}) == ["hold"]
    assert verdicts(links.PHASE, ONE, author={"approved": 0}) == []
    assert verdicts(links.PHASE, TWO, author={"approved": 1}) == []
    assert verdicts(links.PHASE, ONE, author={"approved": 0}, rules={"newcomer_links_most": 0}) == ["hold"]


def test_links_to_our_own_pages_do_not_count() -> None:
    assert verdicts(links.PHASE, " ".join(["https://news.example.org/a/1"] * 9), author={"approved": 0}) == []


def test_a_link_that_does_not_say_where_it_leads_waits() -> None:
    found = links.PHASE.find("Look: bit.ly/3xYz.", facts())
    assert [(one.verdict, one.start, one.end) for one in found] == [(Verdict.HOLD, 6, 17)]
    assert "bit.ly" in found[0].evidence


def test_hosts_that_the_house_lists_wait_or_are_refused_with_all_names_under_them() -> None:
    rules = {"hosts_refused": ("spam.example",), "hosts_held": ("odd.example",)}
    assert verdicts(links.PHASE, "http://www.spam.example/", rules=rules) == ["refuse"]
    assert verdicts(links.PHASE, "https://odd.example", rules=rules) == ["hold"]
    assert verdicts(links.PHASE, "https://notspam.example", rules=rules) == []
    assert verdicts(links.PHASE, "http://www.spam.example/", rules=rules, author={"trusted": True}) == ["refuse"]


@pytest.mark.parametrize(
    "text", ["Python 3.11/3.12", "half.", "me@example.org", "and/or", "1.5/2.5", "https:// nothing"]
)
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert links.addresses(text) == []


# --- who writes -----------------------------------------------------------------------------------------------------


def test_first_comments_wait_where_the_house_wants_it() -> None:
    assert verdicts(newcomer.PHASE, author={"approved": 0}) == []
    rules = {"newcomer_held": 2}
    assert verdicts(newcomer.PHASE, author={"approved": 1}, rules=rules) == ["hold"]
    assert verdicts(newcomer.PHASE, author={"approved": 2}, rules=rules) == []
    assert verdicts(newcomer.PHASE, author={"approved": 0, "trusted": True}, rules=rules) == []


@pytest.mark.parametrize(
    ("removed", "decided", "expected"),
    [(3, 10, ["hold"]), (2, 3, []), (3, 11, []), (3, 3, ["hold"]), (0, 0, []), (30, 101, []), (30, 100, ["hold"])],
)
def test_who_had_a_large_share_removed_lately_waits(removed: int, decided: int, expected: list[str]) -> None:
    assert verdicts(history.PHASE, author={"removed": removed, "decided": decided}) == expected


def test_addresses_that_are_thrown_away_are_known_with_their_subdomains() -> None:
    assert verdicts(mail.PHASE, author={"mail_domain": "Mailinator.example"}) == ["hold"]
    assert verdicts(mail.PHASE, author={"mail_domain": "x.mailinator.example"}) == ["hold"]
    assert verdicts(mail.PHASE, author={"mail_domain": "mailinator.example"}, rules={"disposable_verdict": "flag"}) == [
        "flag"
    ]
    for honest in ("example.org", "notmailinator.example", "", "example"):
        assert verdicts(mail.PHASE, author={"mail_domain": honest}) == []


def test_more_comments_than_anybody_writes_with_care_wait() -> None:
    assert verdicts(speed.PHASE, author={"lately": 19}) == []
    assert verdicts(speed.PHASE, author={"lately": 20}) == ["hold"]
    assert verdicts(speed.PHASE, author={"lately": 20}, is_edit=True) == []


def test_a_thread_that_is_too_fast_for_its_moderators_waits_where_the_house_wants_it() -> None:
    assert verdicts(speed.PHASE, place={"lately": 500}) == []
    assert verdicts(speed.PHASE, place={"lately": 29}, rules={"thread_most": 30}) == []
    assert verdicts(speed.PHASE, place={"lately": 30}, rules={"thread_most": 30}) == ["hold"]
    assert verdicts(speed.PHASE, place={"lately": 30}, rules={"thread_most": 30}, author={"trusted": True}) == []


def test_who_is_watched_waits_and_reads_why() -> None:
    assert verdicts(standing.PHASE) == []
    found = standing.PHASE.find("Words", facts(author={"watched": True}))
    assert found == [
        Finding("standing", Verdict.HOLD, "A moderator decided that what you write is looked at first, for a while.")
    ]


# --- the thread -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ({}, ONE, []),
        ({"mode": Mode.CLOSED, "closed_since": "1 May"}, "Words", ["refuse"]),
        ({"mode": Mode.ALL_HELD}, "Words", ["hold"]),
        ({"mode": Mode.LINKS_HELD}, "Words", []),
        ({"mode": Mode.LINKS_HELD}, ONE, ["hold"]),
        ({"mode": Mode.FIRST_HELD, "first_held": 3}, "Words", ["hold"]),
        ({"mode": Mode.FIRST_HELD, "first_held": 2}, "Words", []),
        ({"quiet_until": "06:00"}, "Words", ["hold"]),
    ],
)
def test_a_thread_is_open_or_waits_or_is_closed(place: dict[str, object], text: str, expected: list[str]) -> None:
    assert verdicts(thread.PHASE, text, place=place, author={"in_thread": 2}) == expected


def test_a_moderator_does_not_wait_but_a_closed_thread_is_closed_for_all() -> None:
    trusted = {"trusted": True}
    assert verdicts(thread.PHASE, place={"mode": Mode.ALL_HELD}, author=trusted) == []
    assert verdicts(thread.PHASE, place={"quiet_until": "06:00"}, author=trusted) == []
    assert verdicts(thread.PHASE, place={"mode": Mode.CLOSED}, author=trusted) == ["refuse"]


def test_what_was_said_before_a_thread_was_closed_may_be_put_right() -> None:
    assert verdicts(thread.PHASE, place={"mode": Mode.CLOSED}, is_edit=True) == []


def test_the_strongest_verdict_wins_whatever_the_order() -> None:
    def found(*names: str) -> list[Finding]:
        return [Finding("a", Verdict(name), "b") for name in names]

    assert strongest([]) is Verdict.PASS
    assert strongest(found("flag", "pass")) is Verdict.FLAG
    assert strongest(found("hold", "refuse", "flag")) is Verdict.REFUSE
    assert strongest(found("refuse", "hold", "pass")) is Verdict.REFUSE
