"""Why something stands where it does, in words and numbers, from the numbers that put it there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsstand.algorithms.orders import Placed
from newsstand.algorithms.ranking import PARTS, PLAIN, Candidate, Reader, kilometres, reading_rate

# A part that moved it by less than this is not worth a sentence.
LEAST_POINTS = 0.05


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, where a reason names them. An id without a name is spoken of in general."""

    publishers: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[int, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, and how many points it stands for; None where it is about no points."""

    words: str
    points: float | None

    @property
    def signed(self) -> str:
        """The points as "+6.0" or "−3.2"; "" for none."""
        if self.points is None:
            return ""
        return f"{'−' if self.points < 0 else '+'}{abs(self.points):.1f}"


def why(placed: Placed, reader: Reader, names: Names) -> list[Reason]:
    """The reasons in the order of their weight, chance first; the points of all add up to the score."""
    found = [Reason(chance_words(placed), None)] if placed.by_chance else []
    points = dict(zip(PARTS, placed.parts, strict=True))
    points |= {"learnt": placed.learnt, "same_source": placed.same_source, "same_topic": placed.same_topic}
    told = [
        Reason(age(-worth) if name == "age" else WORDS[name](placed.candidate, reader, names), worth)
        for name, worth in points.items()
        if abs(worth) >= LEAST_POINTS or name == "age"
    ]
    return found + sorted(told, key=lambda reason: -abs(reason.points or 0.0))


def chance_words(placed: Placed) -> str:
    """That chance gave it this place, and how large the chance was."""
    one_in = max(2, round(1 / placed.propensity))
    return f"This place is given by chance to something new, so that new voices are met: its chance was 1 in {one_in}"


def age(hours: float) -> str:
    """ "New 3 hours ago". `hours`: how long ago, 0 or more."""
    if hours < 1:
        minutes = max(1, round(60 * hours))
        return f"New {minutes} minute{'s' * (minutes != 1)} ago; each hour costs a point"
    whole = round(hours)
    return f"New {whole} hour{'s' * (whole != 1)} ago; each hour costs a point"


def counted(number: float, word: str) -> str:
    """ "1 reader", "12 readers"; a weighed count in whole numbers, never 0."""
    whole = max(1, round(number))
    return f"{whole:,} {word}{'s' * (whole != 1)}"


def reading(candidate: Candidate, _reader: Reader, _names: Names) -> str:
    """How it was received by those who looked at it, against what is usual.

    A share and no count: what ranking counts is weighed, and how many have read something is said by reads/ alone.
    """
    share, usual = reading_rate(candidate, PLAIN), PLAIN.usual_reading
    if candidate.shown < 0.5:
        return "Hardly seen here yet, but opened"
    return f"Worth reading to {share:.0%} of those who saw it here; {usual:.0%} is usual"


def near(candidate: Candidate, reader: Reader, names: Names) -> str:
    where = names.place or "the place you chose"
    if reader.place is None or not candidate.places:
        return f"Near {where}"
    far = min(kilometres(reader.place, (north, east)) for north, east, _ in candidate.places)
    return f"In {where} or next to it" if far < 3 else f"{far:,.0f} km from {where}"


def follows(candidate: Candidate, reader: Reader, names: Names) -> str:
    found = [names.publishers.get(one, "a publisher") for one in candidate.publishers if one in reader.publishers]
    found += [names.authors.get(one, "an author") for one in candidate.authors if one in reader.authors]
    found += [names.topics.get(one, "a topic") for one, _ in candidate.topics if one in reader.topics]
    if candidate.story and candidate.story in reader.stories:
        found.append("this story")
    return f"You follow {listed(found)}"


def affinity(candidate: Candidate, reader: Reader, names: Names) -> str:
    """What the page believes they like or dislike about it."""
    believed = [
        (reader.likes_topics.get(one, 0.0), names.topics.get(one, "a topic of it")) for one, _ in candidate.topics
    ]
    publisher = candidate.publisher
    believed.append((reader.likes_publishers.get(publisher, 0.0), names.publishers.get(publisher, "its publisher")))
    believed += [
        (reader.likes_authors.get(one, 0.0), names.authors.get(one, "its author")) for one in candidate.authors
    ]
    more = [name for strength, name in sorted(believed, reverse=True) if strength > 0]
    less = [name for strength, name in sorted(believed) if strength < 0]
    told = [f"your page believes that you like {listed(more[:3])}"] if more else []
    told += [f"your page believes that you want less of {listed(less[:3])}"] if less else []
    return sentence(" and ".join(told))


def quiet(candidate: Candidate, _reader: Reader, names: Names) -> str:
    who = names.publishers.get(candidate.publisher, "Its source")
    return f"{who} publishes seldom, about {candidate.rate:.1f} articles a day"


def source(candidate: Candidate, _reader: Reader, names: Names) -> str:
    return f"Others by {names.publishers.get(candidate.publisher, 'the same source')} stand above it"


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "it"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


Say = Callable[[Candidate, Reader, Names], str]
WORDS: dict[str, Say] = {
    "outlets": lambda one, _reader, _names: f"Reported by {one.outlets} outlets, each in its own words",
    "reading": reading,
    "talk": lambda one, _reader, _names: f"Talked about in {counted(one.comments, 'comment')}",
    "quiet": quiet,
    "hidden": lambda one, _reader, _names: f"Hidden by {counted(one.hidden, 'reader')}",
    "pin": lambda _one, _reader, _names: "An editor put it at the top",
    "near": near,
    "follows": follows,
    "affinity": affinity,
    "seen": lambda _one, _reader, _names: "You have opened it already",
    "learnt": lambda _one, _reader, _names: "Learnt from what was read to the end here lately",
    "same_source": source,
    "same_topic": lambda _one, _reader, _names: "Others about the same topics stand above it",
}
