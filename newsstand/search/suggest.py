"""Help for who mistyped, from the words that articles here really have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length

from newsstand.algorithms.queries import Part, Query, parse, written
from newsstand.algorithms.spelling import allowed, ends, nearest
from newsstand.algorithms.words import fold, is_run, stem, words
from newsstand.publishers.models import Publisher
from newsstand.search.find import find
from newsstand.search.index import engine
from newsstand.search.models import Spelling
from newsstand.topics.models import Alias, Topic

MOST_CANDIDATES = 4_000
MOST_COUNTED = 1_000
# A word that this many articles have is no slip.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds something, where the reader's did not."""

    text: str


def did_you_mean(query: Query, *, now: datetime) -> Suggestion | None:
    """The query with its mistyped words put right; None where that finds nothing that the reader may see, either."""
    better = tuple(corrected(part) for part in query.parts)
    text = written(better)
    if text == query.text:
        return None
    meant = parse(text, today=now.date())
    return Suggestion(meant.text) if find(meant, now=now, length=1).page.total else None


def corrected(part: Part) -> Part:
    """The part with the nearest word that is here in place of each word that is not."""
    if part.sought is None or part.sought.begins or part.excluded:
        return part
    said, raw = part.said, part.raw
    for word in reversed(list(words(said, stemmed=False))):
        other = nearest_word(word.token)
        if other:
            wrong = said[word.start : word.end]
            raw = other.join(raw.rsplit(wrong, 1))
    return Part(raw, part.field, said, part.excluded, part.joined, part.sought) if raw != part.raw else part


def nearest_word(word: str) -> str:
    """The word that was probably meant: the closest, and among those the one that most articles have; "" for none."""
    if not allowed(word) or not word.isalpha() or is_run(word):
        return ""
    here = engine().holds([stem(word)], ENOUGH)[stem(word)]
    if here >= ENOUGH:
        return ""
    written_as = dict(candidates(word))
    close = nearest(word, written_as)
    counts = engine().holds([stem(other) for other in close], MOST_COUNTED)
    better = [other for other in close if counts[stem(other)] > max(ENOUGH * 3 * here, 0)]
    # `close` is sorted by slips; among the first few, more articles count more than a slip less.
    best = max(better[:5], key=lambda other: counts[stem(other)] / (1 + 9 * better.index(other)), default="")
    return written_as.get(best, "")


def candidates(word: str) -> Iterator[tuple[str, str]]:
    """Words that begin or end like it, of about its length, and how each is written."""
    first, last = ends(word)
    slips = allowed(word)
    near = Spelling.objects.annotate(length=Length("word")).filter(
        length__gte=len(word) - slips, length__lte=len(word) + slips
    )
    for name, beginning in (("word", first), ("backwards", last[::-1])):
        yield from near.filter(starting(name, beginning)).values_list("word", "written")[:MOST_CANDIDATES]


def starting(name: str, beginning: str) -> Q:
    """Rows whose column begins so, in a form for which each database has an index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{name}__gte": beginning, f"{name}__lt": beginning + "\U0010ffff"})
    return Q(**{f"{name}__startswith": beginning})


def names_like(part: Part, query: Query) -> list[tuple[str, str]]:
    """For a filter that names nothing: names that are almost it, each with the query that has it instead."""
    wanted = fold(part.said.replace(" ", ""))
    if part.field == "publisher":
        names = list(Publisher.objects.here().values_list("name", flat=True))
    else:
        aliases = Alias.objects.filter(key__startswith=part.said.casefold()[:2]).order_by("key")
        aliases = aliases.filter(topic__kind=Topic.Kind.PLACE) if part.field == "place" else aliases
        names = list(aliases.values_list("name", flat=True)[:MOST_CANDIDATES])
    by_form = {fold(name.replace(" ", "")): name for name in names}
    close = nearest(wanted, by_form, most=3)
    partial = [form for form in sorted(by_form) if wanted and wanted in form and form not in close]
    return [(by_form[form], replaced(query, part, by_form[form])) for form in [*close, *partial][:3]]


def replaced(query: Query, part: Part, name: str) -> str:
    quoted = f'"{name}"' if " " in name else name
    other = Part(f"{'-' if part.excluded else ''}{part.field}:{quoted}", part.field, name, part.excluded)
    return written(tuple(other if each is part else each for each in query.parts))


def pages_called(query: Query) -> list[Publisher | Topic]:
    """The publisher and the topics that are called what the query says: who types a name may want its page."""
    if not query.parts or any(part.field or part.excluded for part in query.parts):
        return []
    said = " ".join(part.said for part in query.parts)
    publishers = Publisher.objects.here().filter(Q(name__iexact=said) | Q(slug=said.casefold()))
    topics = Topic.objects.filter(aliases__key=said.casefold()).distinct()
    return [*publishers[:2], *topics.order_by("name")[:3]]
