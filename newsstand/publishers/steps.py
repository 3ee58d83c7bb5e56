"""Where an application stands, as a row of steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsstand.algorithms.proofs import covers
from newsstand.algorithms.urls import host
from newsstand.publishers.models import Application, Proof

DONE, NOW, LATER, FAILED = "done", "now", "later", "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the anchor of its part of the page, what it is called, its state, what there is to say, since when."""

    anchor: str
    name: str
    state: str
    said: str
    at: datetime | None = None


def is_covered(application: Application, proofs: Sequence[Proof]) -> bool:
    """Whether what was proved covers the feed, or the site while no feed was found."""
    wanted = host(application.feed_address or application.address)
    return any(covers(proof.proved_domain, wanted) for proof in proofs)


def steps_of(application: Application, proofs: Sequence[Proof]) -> tuple[Step, ...]:
    """The six steps from the application to the first articles; what is to be done next is "now"."""
    rows = [
        ("applied", "Applied", True, "", application.applied_at),
        ("proof", "Domain proved", is_covered(application, proofs), *proof_words(application, proofs)),
        ("feed", "Feed checked", bool(application.feed_address), *feed_words(application)),
        ("contract", "Contract agreed", application.agreed_at is not None, "", application.agreed_at),
        ("answer", "Editors’ answer", application.state == Application.State.ACCEPTED, *answer_words(application)),
        ("live", "Live", application.publisher_id is not None, *live_words(application)),
    ]
    failed = {
        "answer": application.state in {Application.State.DECLINED, Application.State.WITHDRAWN},
        "live": application.has_failed,
        "feed": application.feed_checked_at is not None and not application.feed_address,
    }
    steps: list[Step] = []
    next_found = False
    for anchor, name, done, said, at in rows:
        state = DONE if done else FAILED if failed.get(anchor) else LATER if next_found else NOW
        # Proof can be done without, where the applicant said why and the editors agreed.
        without = anchor == "proof" and not done and application.state != Application.State.STARTED
        state = LATER if without else state
        next_found = next_found or state == NOW
        when = at if done or state == FAILED else None
        steps.append(Step(anchor, name, state, "without proof" if without and not said else said, when))
    return tuple(steps)


def proof_words(application: Application, proofs: Sequence[Proof]) -> tuple[str, datetime | None]:
    proved = [proof for proof in proofs if proof.proved_at]
    if proved and not is_covered(application, proofs):
        return f"{proved[0].proved_domain} is proved, but the feed is elsewhere", proved[0].proved_at
    return (proved[0].proved_domain, proved[0].proved_at) if proved else ("", None)


def feed_words(application: Application) -> tuple[str, datetime | None]:
    if application.feed_checked_at is None:
        return "", None
    if not application.feed_address:
        return "none was found", application.feed_checked_at
    return f"{application.feed_found.get('items', 0)} items", application.feed_checked_at


def answer_words(application: Application) -> tuple[str, datetime | None]:
    said = {"waiting": "an editor reads it", "declined": "declined", "withdrawn": "taken back"}
    return said.get(application.state, ""), application.decided_at


def live_words(application: Application) -> tuple[str, datetime | None]:
    if application.has_failed:
        return "the feed could not be connected", application.decided_at
    return "", None
