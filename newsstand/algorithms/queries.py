"""What a reader types into the search box, as a value. Nothing that can be typed is an error: what makes no sense
becomes a hint."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from newsstand.algorithms.query_dates import HOW, first_day
from newsstand.algorithms.words import Sought, sought

MOST_CHARACTERS = 300
MOST_PARTS = 16
# Filters by name; filters by time; parts of the article in which words have to stand.
NAMED = ("publisher", "topic", "place")
TIMED = ("after", "before")
IN_PART = ("headline", "author")
EXAMPLES = {
    "publisher": 'publisher:"The Beacon"',
    "topic": "topic:education",
    "place": 'place:"New York"',
    "author": "author:harbottle",
    "headline": "headline:bridge",
    "after": "after:2026-11-20",
    "before": "before:2026-11-20",
}

OR, AND = {"OR", "|", "||"}, {"AND", "&", "&&"}
OPERATORS = OR | AND
# Brackets say nothing here: they part words.
_PLAIN = str.maketrans({**dict.fromkeys("“”„‟«»「」『』〝〞＂", '"'), **dict.fromkeys("()[]{}", " ")})
_PART = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<field>[A-Za-z]{2,12}):(?=\S))?
        (?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query. `raw` is how to write it again; `field` is "" for plain words.

    `sought` is None for filters. `joined`: it may stand in place of the part before it (OR).
    """

    raw: str
    field: str
    said: str
    excluded: bool = False
    joined: bool = False
    sought: Sought | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `all_of`: of each group one part has to be there; `none_of`: none of them may be.

    `filters` are the parts that name publishers, topics and places. `after`: published from that day on; `before`:
    before that day.
    """

    parts: tuple[Part, ...] = ()
    all_of: tuple[tuple[Part, ...], ...] = ()
    none_of: tuple[Part, ...] = ()
    filters: tuple[Part, ...] = ()
    after: date | None = None
    before: date | None = None
    hints: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query as it can be typed again."""
        return written(self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for: only what must not be there, or nothing at all."""
        wanted = [part for part in self.filters if not part.excluded]
        return not (self.all_of or wanted or self.after or self.before)

    def without(self, part: Part) -> str:
        """The query without one of its parts."""
        return written(tuple(other for other in self.parts if other is not part))

    def wanted(self) -> tuple[Sought, ...]:
        """What to mark in the results."""
        return tuple(part.sought for group in self.all_of for part in group if part.sought is not None)


def written(parts: tuple[Part, ...]) -> str:
    """Parts as one types them. One that stands in place of the part before it needs one before it."""
    said = [f"OR {part.raw}" if part.joined and at else part.raw for at, part in enumerate(parts)]
    return " ".join(said)


@dataclass(slots=True)
class _Reading:
    """A query while it is read."""

    today: date
    parts: list[Part] = field(default_factory=list)
    groups: list[list[Part]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)


def parse(text: str, *, today: date) -> Query:
    """Read a query. `today` is the reader's day, for "yesterday" and its like. Never raises.

    Words that stand side by side all have to be there. "a phrase"; -not; one OR other; part*; publisher:, topic:,
    place:, author:, headline:, after:, before:.
    """
    reading = _Reading(today)
    clean = "".join(" " if ord(character) < 32 else character for character in text.translate(_PLAIN))
    if len(clean) > MOST_CHARACTERS:
        reading.hints.append(f"Only the first {MOST_CHARACTERS} characters were looked at.")
        clean = clean[:MOST_CHARACTERS]
    clean = clean.encode("utf-8", "ignore").decode("utf-8")
    for part in _parts(clean):
        if len(reading.parts) >= MOST_PARTS:
            reading.hints.append(f"Only the first {MOST_PARTS} words and filters were looked at.")
            break
        _take(reading, part)
    return _query(reading)


def _parts(text: str) -> Iterator[Part]:
    joined = False
    for found in _PART.finditer(text):
        minus, quoted, bare = bool(found["minus"]), found["quoted"], found["bare"]
        name = (found["field"] or "").casefold()
        if bare is not None and not name and not minus:
            if bare in OR:
                joined = True
                continue
            if bare in AND:
                continue
        if bare is not None and not name and bare.endswith(":") and (empty := bare.rstrip(":").casefold()) in EXAMPLES:
            yield Part("", empty, "")
            continue
        known = name if name in EXAMPLES else ""
        said = quoted if quoted is not None else bare
        if name and not known:
            said = f"{found['field']}:{said}"
        yield _part(known, said, minus=minus, joined=joined, quoted=quoted is not None)
        joined = False


def _part(name: str, said: str, *, minus: bool, joined: bool, quoted: bool) -> Part:
    said = " ".join(said.replace('"', " ").split())
    if not quoted:
        said = said.rstrip(",;")
    written = f'"{said}"' if quoted or " " in said or said in OPERATORS else said
    raw = f"{'-' if minus else ''}{f'{name}:' if name else ''}{written}"
    if name in NAMED or name in TIMED:
        return Part(raw, name, said, excluded=minus)
    begins = not quoted and said.endswith("*") and len(said) > 2
    return Part(raw, name, said, excluded=minus, joined=joined and not minus, sought=sought(said, begins=begins))


def _take(reading: _Reading, part: Part) -> None:
    if not part.said:
        if part.field:
            reading.hints.append(
                f"After {part.field}: comes what to look for, without a space: {EXAMPLES[part.field]}."
            )
        return
    if part.field in TIMED:
        day = first_day(part.said, reading.today)
        if day is None or part.excluded:
            reading.hints.append(f"{part.raw} is no date. {HOW}" if day is None else f"Write {part.raw[1:]}, no minus.")
            return
        reading.days[part.field] = day
        reading.parts = [other for other in reading.parts if other.field != part.field]
    elif part.field not in NAMED:
        if part.sought is None:
            return
        if part.joined and reading.groups and reading.parts and reading.parts[-1] is reading.groups[-1][-1]:
            reading.groups[-1].append(part)
        elif not part.excluded:
            reading.groups.append([part])
    reading.parts.append(part)


def _query(reading: _Reading) -> Query:
    after, before = reading.days.get("after"), reading.days.get("before")
    if after and before and after >= before:
        reading.hints.append(f"Nothing can be both from {after} on and before {before}.")
    query = Query(
        parts=tuple(reading.parts),
        all_of=tuple(tuple(group) for group in reading.groups),
        none_of=tuple(part for part in reading.parts if part.excluded and part.field not in NAMED),
        filters=tuple(part for part in reading.parts if part.field in NAMED),
        after=after,
        before=before,
    )
    if query.parts and query.is_empty:
        reading.hints.append("Add a word to look for: everything that does not say something would be too much.")
    return replace(query, hints=tuple(reading.hints))
