"""How the thread is held: open, some of it waits, all of it waits, closed, or quiet for the night."""

from newsstand.algorithms.screening.facts import Author, Facts, Mode, Place
from newsstand.algorithms.screening.links import addresses
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict


def find(text: str, facts: Facts) -> list[Finding]:
    place, author = facts.place, facts.author
    if place.mode is Mode.CLOSED:
        # What was said before may still be put right.
        return [] if facts.is_edit else [Finding("thread", Verdict.REFUSE, closed(place))]
    if author.trusted:
        return []
    if place.quiet_until:
        return [hold(f"Comments wait for a moderator until {place.quiet_until}.")]
    if place.mode is Mode.LINKS_HELD:
        words = "Comments with links wait for a moderator under this article."
        return [Finding("thread", Verdict.HOLD, words, one.start, one.end) for one in addresses(text)[:1]]
    waits = why_held(place, author)
    return [hold(waits)] if waits else []


def closed(place: Place) -> str:
    return f"The thread is closed{f' since {place.closed_since}' if place.closed_since else ''}."


def why_held(place: Place, author: Author) -> str:
    """Why all of the author's words wait here; "" where they do not."""
    if place.mode is Mode.ALL_HELD:
        return "All comments under this article wait for a moderator."
    if place.mode is Mode.FIRST_HELD and author.in_thread < place.first_held:
        first = place.first_held
        what = "first comment under this article waits" if first == 1 else f"first {first} comments here wait"
        return f"Everybody's {what} for a moderator."
    return ""


def hold(evidence: str) -> Finding:
    return Finding("thread", Verdict.HOLD, evidence)


PHASE = Phase("thread", find)
