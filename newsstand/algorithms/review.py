"""The way of a draft to readers: which step may be taken, by whom, from where, and where it leads.

The table is the whole rule; `newsstand.contributors.step` is the only one who acts on it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """As what somebody takes a step. A contributor who is an editor too is the contributor of what they wrote."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    CLOCK = "clock"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from which states (`""`: before the first), by whom, where it leads, and whether it needs a reason.

    `then` is where it leads when the text is an article already, where that differs.
    """

    states: frozenset[str]
    who: frozenset[Who]
    to: str
    then: str = ""
    needs_reason: bool = False


C, E, T = Who.CONTRIBUTOR, Who.EDITOR, Who.CLOCK
WAYS_OUT = {"published", "submitted", "in_review", "changes_asked", "approved"}


def move(states: Collection[str], who: Collection[Who], to: str, *, then: str = "", needs_reason: bool = False) -> Move:
    return Move(frozenset(states), frozenset(who), to, then, needs_reason)


# A correction goes the same way as the text did: from "published" it is submitted, and comes back there.
MOVES: Mapping[str, Move] = {
    "begin": move({""}, {C}, "writing"),
    "submit": move({"writing", "changes_asked", "published"}, {C}, "submitted"),
    "recall": move({"submitted", "approved", "declined"}, {C}, "writing", then="published"),
    "take": move({"submitted", "in_review"}, {E}, "in_review"),
    "release": move({"in_review"}, {E}, "submitted"),
    "ask": move({"in_review", "approved"}, {E}, "changes_asked", needs_reason=True),
    "approve": move({"in_review"}, {E}, "approved"),
    "decline": move({"in_review"}, {E}, "declined", then="published", needs_reason=True),
    "schedule": move({"approved", "writing"}, {C, E}, "approved"),
    "publish": move({"approved", "writing"}, {C, E, T}, "published"),
    "correct": move({"approved", "published"}, {C, E, T}, "published"),
    "withdraw": move(WAYS_OUT, {C, E}, "withdrawn", needs_reason=True),
    "restore": move({"withdrawn"}, {C, E}, "published"),
}
# What readers get to see by it: only what an editor approved, or whose writer's label needs no approval.
REACHES_READERS = frozenset({"schedule", "publish", "correct"})
LATER = frozenset({"correct", "withdraw", "restore"})
# Where its contributor, and where the editor who has it, may change the text.
WRITABLE: Mapping[Who, frozenset[str]] = {
    Who.CONTRIBUTOR: frozenset({"writing", "changes_asked", "published"}),
    Who.EDITOR: frozenset({"in_review"}),
}
# These end what an approval was about.
UNDOES_APPROVAL = frozenset({"begin", "submit", "recall", "ask", "decline", "publish", "correct"})
WAITS_FOR: Mapping[str, Who | None] = {
    "writing": Who.CONTRIBUTOR,
    "changes_asked": Who.CONTRIBUTOR,
    "submitted": Who.EDITOR,
    "in_review": Who.EDITOR,
    "approved": Who.CONTRIBUTOR,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a step is to be taken.

    `is_approved`: an editor approved the text as it stands (see `is_approved`). `may_skip`: its writer's label needs
    no approval. `is_article`: readers have it, or had. `is_holder`: the editor is the one who took it.
    `is_theirs`: no editor withdrew it.
    """

    state: str
    who: Who
    is_approved: bool = False
    may_skip: bool = False
    is_article: bool = False
    is_holder: bool = True
    is_theirs: bool = True


class NotAllowedError(ValueError):
    """The step cannot be taken; the message says why, in the person's words."""


def lead(action: str, standing: Standing, reason: str = "") -> str:
    """The state to which a step leads. Raises NotAllowedError where it cannot be taken, KeyError for no step at all."""
    rule = MOVES[action]
    why = why_not(action, standing)
    if why is not None:
        raise NotAllowedError(why)
    if rule.needs_reason and not reason.strip():
        raise NotAllowedError("Write the reason: it is kept with the step, and whoever it concerns reads it.")
    return rule.then if rule.then and standing.is_article else rule.to


def why_not(action: str, standing: Standing) -> str | None:
    """Why a step cannot be taken now, or None. Raises KeyError for no step at all."""
    rule = MOVES[action]
    if standing.who not in rule.who:
        return WRONG_PERSON.get(standing.who, "Only its contributor and the editors decide about this text.")
    if standing.state not in rule.states:
        return f"It is {STATES.get(standing.state, 'not begun')} now: this cannot be done with it any more, or not yet."
    return why_not_stage(action, standing) or why_not_holder(action, standing) or why_not_approved(action, standing)


def why_not_stage(action: str, standing: Standing) -> str | None:
    """Readers have it already, or not yet."""
    if action in LATER and not standing.is_article:
        return "Readers do not have it yet: it can still be taken back and changed."
    if action == "publish" and standing.is_article:
        return "Readers have it already: what is changed now is a correction."
    if action == "restore" and standing.who == Who.CONTRIBUTOR and not standing.is_theirs:
        return "An editor withdrew it, so only an editor brings it back. Write to the editors."
    return None


def why_not_holder(action: str, standing: Standing) -> str | None:
    """An editor decides about what they took, not about what another editor works on."""
    if standing.who == Who.EDITOR and action in {"release", "ask", "approve", "decline"} and not standing.is_holder:
        return "Another editor has it. Take it over first: the contributor then knows who decides."
    return None


def why_not_approved(action: str, standing: Standing) -> str | None:
    """No text reaches readers without an approval where the rules ask one."""
    if action not in REACHES_READERS or standing.is_approved:
        return None
    if standing.may_skip and (standing.who == Who.CONTRIBUTOR or standing.state == "approved"):
        return None
    return "An editor has to approve it first: submit it for review."


def is_approved(actions: Sequence[str]) -> bool:
    """Whether the last text that was submitted has been approved, by the draft's steps in their order."""
    for action in reversed(actions):
        if action == "approve":
            return True
        if action in UNDOES_APPROVAL:
            return False
    return False


def may_skip(label: str, unreviewed: Collection[str], actions: Sequence[str]) -> bool:
    """Whether a text needs no approval: its writer's label says so, and no editor has had it in hand since readers did.

    What an editor asked for or declined does not reach readers by going round the editor.
    """
    if label not in unreviewed:
        return False
    for action in reversed(actions):
        if action == "take":
            return False
        if action in {"publish", "correct"}:
            return True
    return True


def may_write(state: str, who: Who, *, is_holder: bool = True) -> bool:
    """Whether somebody may change the text in this state; of editors only the one who took it."""
    return state in WRITABLE.get(who, frozenset()) and (who != Who.EDITOR or is_holder)


def waits_for(state: str) -> Who | None:
    """Who has to act next; None where nobody has to."""
    return WAITS_FOR.get(state)


def possible(standing: Standing) -> list[str]:
    """The steps that can be taken now, in the order of the table."""
    return [action for action in MOVES if why_not(action, standing) is None]


STATES: Mapping[str, str] = {
    "writing": "being written",
    "submitted": "waiting for an editor",
    "in_review": "with an editor",
    "changes_asked": "waiting for its contributor's changes",
    "approved": "approved",
    "published": "published",
    "declined": "declined",
    "withdrawn": "withdrawn",
}
WRONG_PERSON: Mapping[Who, str] = {
    Who.CONTRIBUTOR: "An editor decides this: nobody decides about their own text.",
    Who.EDITOR: "Only its contributor can do that.",
    Who.CLOCK: "The clock only publishes what was approved.",
}
