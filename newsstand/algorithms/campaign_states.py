"""What a campaign does now, in one word and the reason for it: the first thing that keeps it from being shown."""

from dataclasses import dataclass
from datetime import datetime

from newsstand.algorithms.amounts import amount


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a campaign. Times are aware, in the zone in which they are said.

    `left...`: micros, None where there is no such limit. `least`: micros that must be left for one more event. `ads`:
    how many of its ads stand in each state ("draft", "waiting", "approved", "refused", "removed", "retired"; "paused"
    for approved ones that its people paused). `hour_is_on`: whether its hours let it run now. `stopped`: why this site
    stopped its advertiser, or "".
    """

    starts_at: datetime
    ends_at: datetime | None
    paused_at: datetime | None
    paused_why: str
    ended_at: datetime | None
    ads: dict[str, int]
    left_in_all: int | None
    left_today: int | None
    left_in_wallet: int | None
    least: int
    hour_is_on: bool
    stopped: str
    currency: str


@dataclass(frozen=True, slots=True)
class State:
    """`word` for a badge; `why`: what to do about it, "" where there is nothing; `tone`: on, wait or off."""

    word: str
    why: str
    tone: str


def state_of(facts: Facts, now: datetime) -> State:
    """The state of a campaign. The strongest reason comes first: what ends it, what its people did, then its ads,
    its dates, and its money."""
    return over(facts, now) or without_ads(facts) or not_now(facts, now) or State("running", "", "on")


def over(facts: Facts, now: datetime) -> State | None:
    if facts.ended_at is not None:
        return State("ended", f"It was ended on {day(facts.ended_at)}.", "off")
    if facts.ends_at is not None and facts.ends_at <= now:
        return State("over", f"Its time ran out on {day(facts.ends_at)}. Give it another end to run it again.", "off")
    if facts.stopped:
        return State("stopped", f"This site stopped the advertiser: {facts.stopped}", "off")
    if facts.paused_at is not None:
        why = facts.paused_why.rstrip(".") + "." if facts.paused_why else "One of its people paused it."
        return State("paused", f"{why} Since {day(facts.paused_at)}.", "off")
    return None


def without_ads(facts: Facts) -> State | None:
    """Why there is no ad to show, if there is none."""
    count = facts.ads
    if count.get("approved"):
        return None
    if count.get("waiting"):
        return State("in review", "Its ads wait for review. You hear when one was decided about.", "wait")
    if count.get("paused"):
        return State("ads paused", "Every approved ad of it is paused.", "off")
    if count.get("draft"):
        return State("not sent in", "Its ads are drafts: send one in for review.", "wait")
    if count.get("refused") or count.get("removed"):
        return State("no ad", "Its ads were refused. The reasons stand beside each; make another one.", "off")
    return State("no ad", "Make an ad for it.", "wait")


def not_now(facts: Facts, now: datetime) -> State | None:
    """Why nothing of it is shown at the moment, though it could be."""
    if facts.starts_at > now:
        return State("starts later", f"It starts on {day(facts.starts_at)}.", "wait")
    if short(facts.left_in_all, facts.least):
        return State("budget spent", "Its whole budget is spent. Raise the budget to go on.", "off")
    if short(facts.left_in_wallet, facts.least):
        left = amount(max(0, facts.left_in_wallet or 0), facts.currency)
        return State("no money", f"Your wallet has {left} left, too little for the next one. Pay in to go on.", "off")
    if short(facts.left_today, facts.least):
        return State("spent for today", "Its budget of today is spent. It goes on tomorrow.", "wait")
    if not facts.hour_is_on:
        return State("not at this hour", "Its hours do not let it run now.", "wait")
    return None


def short(left: int | None, least: int) -> bool:
    return left is not None and left < max(1, least)


def day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"
