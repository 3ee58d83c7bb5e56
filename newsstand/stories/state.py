"""The open stories in memory: loaded once a process, kept in step with the database, given up when another has them."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from newsstand.algorithms import groups, word_counts
from newsstand.algorithms.clusters import Clusters
from newsstand.algorithms.word_counts import WordCounts
from newsstand.stories.models import Memory, Story

NAME = "clusters"
# Who clusters keeps the stories to itself for so long; then, or when it says so, another process may.
LEASE = timedelta(minutes=2)
# How often terms came is written after so many texts: a restart forgets no more of it than that.
WRITTEN_AFTER = 300


@dataclass(slots=True)
class Held:
    """What this process has in memory. `mark` is the end of the lease that it wrote, by which it knows it again."""

    clusters: Clusters = field(default_factory=Clusters)
    words: WordCounts = field(default_factory=WordCounts)
    version: int = 0
    mark: datetime | None = None
    unwritten: int = 0


_held: Held | None = None
in_turn = threading.Lock()


def forget() -> None:
    """Drop what this process has in memory: something went wrong half way, and the database knows better."""
    global _held  # noqa: PLW0603 (a process has these stories once)
    _held = None


def hold(now: datetime) -> Held | None:
    """The open stories, with the lease to change them; None while another process has it. Inside a transaction.

    The row of the memory is ours until the transaction ends: no editor decides meanwhile.
    """
    global _held  # noqa: PLW0603
    row = locked()
    if _held is None or row.leased_until is None or row.leased_until != _held.mark:
        if row.leased_until is not None and row.leased_until > now:
            return None
        _held = loaded(row)
    elif row.version != _held.version:
        catch_up(_held, row)
    _held.mark = now + LEASE
    Memory.objects.filter(pk=NAME).update(leased_until=_held.mark)
    return _held


def locked() -> Memory:
    """The memory's row, ours until the transaction ends."""
    Memory.objects.get_or_create(name=NAME)
    return Memory.objects.select_for_update().get(name=NAME)


def loaded(row: Memory) -> Held:
    """Everything from the database."""
    held = Held(words=known_words(row), version=row.version)
    opened = Story.objects.filter(state=Story.State.OPEN, merged_into=None).order_by("pk")
    for pk, centroid in opened.values_list("pk", "centroid").iterator(2000):
        put(held, pk, bytes(centroid))
    return held


def known_words(row: Memory) -> WordCounts:
    """How often terms came; counted afresh where what was kept cannot be read."""
    try:
        return word_counts.unpacked(bytes(row.words))
    except ValueError:
        return WordCounts()


def catch_up(held: Held, row: Memory) -> None:
    """Take over what editors changed since."""
    changed = Story.objects.filter(version__gt=held.version).order_by("pk")
    for pk, centroid, is_open in changed.annotate(is_open=Q(state=Story.State.OPEN) & Q(merged_into=None)).values_list(
        "pk", "centroid", "is_open"
    ):
        held.clusters.groups.pop(pk, None)
        if is_open:
            put(held, pk, bytes(centroid))
    held.version = row.version


def put(held: Held, pk: int, centroid: bytes) -> None:
    """Open a story as it was kept. One without a centroid has no text to find anything by."""
    if not centroid:
        return
    try:
        held.clusters.put(pk, groups.unpacked(centroid))
    except ValueError:
        return


def write(held: Held, *, always: bool = False) -> None:
    """Keep how often terms came, when enough came since."""
    if held.unwritten >= WRITTEN_AFTER or (always and held.unwritten):
        Memory.objects.filter(pk=NAME).update(words=held.words.packed())
        held.unwritten = 0


def give_back() -> None:
    """End the lease early: another process may cluster at once. Inside a transaction."""
    row = locked()
    if _held is not None and row.leased_until is not None and row.leased_until == _held.mark:
        write(_held, always=True)
        Memory.objects.filter(pk=NAME).update(leased_until=None)
    forget()
