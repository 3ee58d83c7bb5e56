"""What a file says is written down, whether its articles are here or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from newsstand.algorithms.comment_files.values import (
    LONGEST_KEY,
    CommentFileError,
    Person,
    Refused,
    Said,
    Thread,
    Value,
)
from newsstand.articles.text import storable
from newsstand.comments.models import Comment
from newsstand.importers.models import CommentImport, ForeignComment, ForeignPerson, ForeignThread
from newsstand.lib.rows import insert

AT_ONCE = 500
MOST_ADDRESSES = 5
State = ForeignComment.State


@dataclass(slots=True)
class Read:
    """How many comments were read, and how many of them are here from an earlier run or twice in the file."""

    read: int = 0
    already: int = 0


def stage(values: Iterable[Value], *, run: CommentImport, name: str, read: Read) -> None:
    """Write the values of a file down in batches, each whole or not at all; `read` counts on.

    1. Load which numbers are known.
    2. Decide: what was stored is left alone; what waited or was refused is taken as it is now.
    3. Save.
    """
    for some in batches(values):
        with transaction.atomic():
            threads = {one.key: thread_row(run.source, one) for one in some if isinstance(one, Thread) and one.key}
            insert(list(threads.values()), unique=("source", "key"), update=("addresses", "guid", "title"))
            people = {one.key: person_row(run.source, one) for one in some if isinstance(one, Person)}
            insert(list(people.values()), unique=("source", "key"), update=("name",))
            stage_comments([one for one in some if isinstance(one, Said | Refused)], run, name, read)


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Of a file that breaks off, what stood before that too."""
    some: list[Value] = []
    try:
        for one in values:
            some.append(one)
            if len(some) == AT_ONCE:
                yield some
                some = []
    except CommentFileError:
        yield some
        raise
    yield some


def stage_comments(some: list[Said | Refused], run: CommentImport, name: str, read: Read) -> None:
    keyed: dict[str, Said | Refused] = {}
    for one in some:
        read.read += 1
        key = storable(one.key or f"{name} no. {read.read}", LONGEST_KEY)
        read.already += key in keyed
        keyed.setdefault(key, one)
    known = ForeignComment.objects.filter(source=run.source, key__in=keyed)
    there = {row.key: row for row in known.only("key", "state", "run_id")}
    settled = {key for key, row in there.items() if row.state == State.STORED or row.run_id == run.pk}
    ours = own(run.source, keyed)
    read.already += len(settled) + len(ours.keys() - settled)
    known.exclude(key__in=settled).delete()
    fresh = [comment_row(key, one, run, ours.get(key)) for key, one in keyed.items() if key not in settled]
    insert(fresh, ignore_conflicts=True)


def own(source: str, keyed: dict[str, Said | Refused]) -> dict[str, int]:
    """Of a file that we have written ourselves: the comments that never went away."""
    if source != f"newsstand {settings.NEWSSTAND_URL}":
        return {}
    said = {int(key): one for key, one in keyed.items() if isinstance(one, Said) and key.isdigit() and len(key) < 19}
    times = Comment.objects.filter(pk__in=said).values_list("pk", "posted_at")
    return {str(pk): pk for pk, posted_at in times if said[pk].posted_at == posted_at}


def comment_row(key: str, one: Said | Refused, run: CommentImport, here: int | None) -> ForeignComment:
    given: dict[str, Any] = {"source": run.source, "run": run, "key": key, "thread": storable(one.thread)}
    if isinstance(one, Refused):
        return ForeignComment(state=State.REFUSED, reason=storable(one.reason, 200), **given)
    if here is not None:
        return ForeignComment(state=State.STORED, comment_id=here, **given)
    return ForeignComment(
        parent=storable(one.parent),
        name=storable(one.name, 120),
        person=storable(one.person),
        text=storable(one.text),
        was=str(one.state),
        posted_at=one.posted_at,
        edited_at=one.edited_at,
        likes=one.likes,
        **given,
    )


def thread_row(source: str, one: Thread) -> ForeignThread:
    addresses = [storable(address, 2000) for address in one.addresses[:MOST_ADDRESSES]]
    return ForeignThread(
        source=source,
        key=storable(one.key, LONGEST_KEY),
        addresses=addresses,
        guid=storable(one.guid, 1000),
        title=storable(one.title, 300),
    )


def person_row(source: str, one: Person) -> ForeignPerson:
    return ForeignPerson(source=source, key=storable(one.key, LONGEST_KEY), name=storable(one.name, 120))
