"""Sanctions are open: whoever is sanctioned is told why and until when; they end by themselves, or by a decision."""

from datetime import timedelta

import pytest

from newsstand.accounts.models import User
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Decision, Sanction
from newsstand.moderation.sanction import lift, sanction
from newsstand.moderation.standing import standing
from newsstand.moderation.undo import undo
from newsstand.notices.models import Notice
from tests import people
from tests.moderation.desk import LATER, NOON, held, make_article

pytestmark = pytest.mark.django_db
ALL = ["warn", "mute", "watch", "suspend", "ban"]


def make(user: User, kind: str, by: User | None = None) -> Sanction:
    return sanction(
        user=user, kind=kind, by=by or people.mo(), reason="abusive", explanation="Thrice.", days=7, now=NOON
    )


@pytest.mark.parametrize("kind", ALL)
def test_no_sanction_is_silent(kind: str) -> None:
    made = make(people.ann(), kind)
    notice = Notice.objects.get(user=people.ann())
    assert (notice.kind, notice.address) == ("decision", f"/decisions/{made.decision_id}")
    assert "Thrice." in notice.text
    assert "attacks a person" in notice.text
    assert ("29 November 2026" in notice.title) == (kind in {"mute", "watch", "suspend"})


@pytest.mark.parametrize(
    ("kind", "comments", "acts", "watched"),
    [
        ("warn", True, True, False),
        ("mute", False, True, False),
        ("watch", True, True, True),
        ("suspend", False, False, False),
        ("ban", False, False, False),
    ],
)
def test_what_each_sanction_keeps_from(kind: str, comments: bool, acts: bool, watched: bool) -> None:
    make(people.ann(), kind)
    now = standing(people.ann(), LATER)
    assert (now.why_not_comment is None, now.why_not_act is None, now.is_watched) == (comments, acts, watched)


def test_a_sanction_ends_by_the_clock_alone_and_a_ban_does_not() -> None:
    make(people.ann(), "mute")
    make(people.ben(), "ban")
    after = NOON + timedelta(days=7, seconds=1)
    assert standing(people.ann(), after).why_not_comment is None
    assert standing(people.ben(), NOON + timedelta(days=4000)).why_not_comment is not None


def test_a_sanction_is_lifted_early_by_another_decision_that_is_told() -> None:
    made = make(people.ann(), "ban")
    decision = lift(sanction=made, by=people.mo(), explanation="We spoke.", now=LATER)
    assert decision.action == "lift"
    assert standing(people.ann(), LATER).why_not_act is None
    assert Notice.objects.filter(user=people.ann()).count() == 2
    with pytest.raises(RefusedError, match="ended already"):
        lift(sanction=made, by=people.mo(), explanation="", now=LATER)


def test_undoing_a_sanction_ends_it() -> None:
    made = make(people.ann(), "suspend")
    assert undo(decision=made.decision, by=people.mo(), now=LATER).action == "lift"
    assert standing(people.ann(), LATER).why_not_act is None
    assert Decision.objects.get(pk=made.decision_id).action == "suspend"


@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [
        ("ann", "ben", False),
        ("mo", "ann", True),
        ("mo", "mo", False),
        ("mo", "max", False),
        ("mo", "ed", False),
        ("ed", "ann", True),
        ("ed", "mo", True),
        ("ed", "ed", False),
    ],
)
def test_who_may_sanction_whom(by: str, whom: str, may: bool) -> None:
    other = people.person("Max")
    User.objects.filter(pk=other.pk).update(is_moderator=True)
    cast = {
        "ann": people.ann,
        "ben": people.ben,
        "mo": people.mo,
        "ed": people.ed,
        "max": lambda: User.objects.get(pk=other.pk),
    }
    if may:
        assert make(cast[whom](), "mute", cast[by]()).pk
        return
    with pytest.raises(RefusedError):
        make(cast[whom](), "mute", cast[by]())
    assert not Sanction.objects.exists()


@pytest.mark.parametrize("days", [None, 0, 366])
def test_a_sanction_needs_an_end_that_makes_sense(days: int | None) -> None:
    with pytest.raises(RefusedError, match="how many days"):
        sanction(user=people.ann(), kind="mute", by=people.mo(), reason="abusive", days=days, now=NOON)


def test_a_sanction_remembers_the_text_that_gave_the_occasion() -> None:
    case = held(make_article(), people.ann(), "You fool")
    made = sanction(user=people.ann(), kind="warn", by=people.mo(), reason="abusive", case=case, now=NOON)
    assert (made.decision.kind, made.decision.number, made.decision.snapshot) == ("comment", case.number, "You fool")
