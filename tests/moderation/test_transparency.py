"""The figures of a year are those of the rows."""

import math
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from newsstand.accounts.models import User
from newsstand.legal.figures import figures as legal_figures
from newsstand.legal.models import LegalNotice
from newsstand.moderation.models import Appeal, Case, Decision, Report, Sanction
from newsstand.moderation.reasons import REASONS
from newsstand.moderation.transparency import figures
from tests.people import ann, ben, ed, eve, mo

pytestmark = pytest.mark.django_db
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
END = datetime(2026, 1, 1, tzinfo=UTC)
ACTIONS = ["approve", "remove", "hold", "restore"]


def a_year(seed: int) -> None:
    """Rows such as years leave behind, some of them of the years before and after."""
    dice = Random(seed)
    people: list[User] = [ann(), ben(), eve()]
    for number in range(120):
        decision, case = a_decision(dice, number)
        Report.objects.create(
            kind="comment",
            number=number,
            case=case,
            by=dice.choice(people),
            reason=dice.choice(list(REASONS)),
            state=dice.choice(["open", "upheld", "refused"]),
            made_at=some_time(dice),
        )
        if dice.random() < 0.4:
            state = dice.choice(["open", "upheld", "overturned"])
            Appeal.objects.create(decision=decision, by=ann(), text="No", made_at=some_time(dice), state=state)
        if dice.random() < 0.3:
            a_sanction(dice, decision.decided_at)
        if dice.random() < 0.4:
            a_notice(dice, number, decision)


def some_time(dice: Random) -> datetime:
    return BEGIN + timedelta(days=dice.uniform(-60, 425))


def a_decision(dice: Random, number: int) -> tuple[Decision, Case]:
    opened = some_time(dice)
    decided = opened + timedelta(hours=dice.expovariate(0.1))
    case = Case.objects.create(kind="comment", number=number, author=ann(), opened_at=opened, closed_at=decided)
    automatic = dice.random() < 0.3
    decision = Decision.objects.create(
        case=case if dice.random() < 0.9 else None,
        kind="comment",
        number=number % 40,
        user=ann(),
        by=None if automatic else dice.choice([mo(), ed()]),
        is_automatic=automatic,
        action="hold" if automatic else dice.choice(ACTIONS),
        reason=dice.choice(["", *REASONS]),
        ground=dice.choice(["", "§ 1", "§ 2"]),
        decided_at=decided,
    )
    return decision, case


def a_sanction(dice: Random, since: datetime) -> None:
    muted = Decision.objects.create(kind="profile", number=1, user=ann(), by=mo(), action="mute", decided_at=since)
    lifted, until = since + timedelta(days=1) if dice.random() < 0.5 else None, since + timedelta(days=9)
    Sanction.objects.create(user=ann(), kind="mute", decision=muted, since=since, until=until, lifted_at=lifted)


def a_notice(dice: Random, number: int, decision: Decision) -> None:
    state, made = dice.choice(["received", "review", "legal", "illegal", "void"]), some_time(dice)
    is_decided, is_over = state in {"legal", "illegal"}, state in {"legal", "illegal", "void"}
    LegalNotice.objects.create(
        reference=f"{number:014}",
        form_key=str(number),
        kind="comment",
        number=number,
        address="x",
        law="L",
        explanation="E",
        state=state,
        decision=decision if is_decided else None,
        made_at=made,
        decided_at=made + timedelta(hours=dice.uniform(1, 90)) if is_over else None,
    )


def within(rows: Any, field: str) -> list[Any]:
    return [row for row in rows if BEGIN <= getattr(row, field) < END]


def rank(values: list[float], part: float) -> float | None:
    """The smallest value that at least `part` of all do not exceed, counted one by one."""
    for value in sorted(values):
        if sum(one <= value for one in values) >= math.ceil(part * len(values)):
            return value
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_equals_a_recount_of_the_rows(seed: int) -> None:
    a_year(seed)
    found = figures(BEGIN, END)
    decisions = within(Decision.objects.select_related("case"), "decided_at")
    automatic = [one for one in decisions if one.is_automatic]
    assert found["decisions"]["number"] == len(decisions) > 0
    assert found["decisions"]["automatic"] == len(automatic) > 0
    assert found["decisions"]["automatic_share"] == round(len(automatic) / len(decisions), 4)
    for row in found["decisions"]["by_reason_and_action"]:
        same = [one for one in decisions if (one.reason, one.action) == (row["reason"], row["action"])]
        assert (row["number"], row["automatic"]) == (len(same), sum(one.is_automatic for one in same))
    assert sum(row["number"] for row in found["decisions"]["by_reason_and_action"]) == len(decisions)
    waits = [
        (one.decided_at - one.case.opened_at).total_seconds()
        for one in decisions
        if not one.is_automatic and one.case is not None and one.action in ACTIONS
    ]
    times = found["time_to_decision"]
    assert (times["number"], times["median_seconds"], times["p90_seconds"]) == (
        len(waits),
        rank(waits, 0.5),
        rank(waits, 0.9),
    )


@pytest.mark.parametrize("seed", [4, 5])
def test_reports_appeals_sanctions_and_notices_equal_a_recount_too(seed: int) -> None:
    a_year(seed)
    found = figures(BEGIN, END)
    reports = within(Report.objects.all(), "made_at")
    upheld, refused = (sum(one.state == state for one in reports) for state in ("upheld", "refused"))
    assert found["reports"]["number"] == len(reports)
    assert found["reports"]["upheld_share"] == round(upheld / (upheld + refused), 4)
    for row in found["reports"]["by_reason"]:
        same = [one for one in reports if one.reason == row["reason"]]
        assert (row["number"], row["upheld"]) == (len(same), sum(one.state == "upheld" for one in same))
    appeals = within(Appeal.objects.all(), "made_at")
    overturned, stands = (sum(one.state == state for one in appeals) for state in ("overturned", "upheld"))
    assert (found["appeals"]["number"], found["appeals"]["overturned"]) == (len(appeals), overturned)
    assert found["appeals"]["overturned_share"] == round(overturned / (overturned + stands), 4)
    sanctions = within(Sanction.objects.all(), "since")
    [muted] = found["sanctions"]["by_kind"]
    assert (muted["number"], muted["lifted"]) == (len(sanctions), sum(one.lifted_at is not None for one in sanctions))
    held = [one for one in within(Decision.objects.all(), "decided_at") if one.is_automatic]
    shown = [
        one
        for one in held
        if Decision.objects.filter(
            number=one.number, kind="comment", pk__gt=one.pk, is_automatic=False, action__in=["approve", "restore"]
        ).exists()
    ]
    assert (found["rules"]["held"], found["rules"]["shown_later"]) == (len(held), len(shown))
    notices = within(LegalNotice.objects.select_related("decision"), "made_at")
    law = legal_figures(BEGIN, END)
    assert law["number"] == len(notices) > 0
    assert {row["state"]: row["number"] for row in law["by_state"]} == {
        state: sum(one.state == state for one in notices) for state in LegalNotice.State.values
    }
    for row in law["by_ground"]:
        ground = "" if row["ground"] == "Not named" else row["ground"]
        assert row["number"] == sum(one.state == "illegal" and one.decision.ground == ground for one in notices)


def test_a_year_without_anything_has_dashes_and_no_division() -> None:
    found = figures(BEGIN, END)
    assert found["decisions"]["automatic_share"] is None
    assert found["time_to_decision"] == {"number": 0, "median_seconds": None, "p90_seconds": None}
    assert legal_figures(BEGIN, END)["number"] == 0


def test_the_page_and_the_json_say_the_same() -> None:
    a_year(6)
    whole = Client().get("/moderation/transparency/2025.json").json()
    page = Client().get("/moderation/transparency/2025").content.decode()
    assert f'<td class="figure">{whole["decisions"]["number"]}</td>' in page
    assert f"({whole['appeals']['overturned_share'] * 100:.1f} %)" in page
    assert page.count("<table>") == page.count("<caption") == 6
    assert page.count('scope="row"') > 20
    first = Client().get("/moderation/transparency/2024").content.decode()
    assert 'aria-current="page">2024' in first


def test_a_decision_changes_the_cached_page(client: Client) -> None:
    from newsstand.lib.stamps import versions
    from newsstand.moderation.listeners import LOG
    from newsstand.moderation.sanction import sanction

    before = versions([LOG])
    sanction(user=ann(), kind="warn", by=mo(), reason="spam", now=BEGIN)
    assert versions([LOG]) != before
