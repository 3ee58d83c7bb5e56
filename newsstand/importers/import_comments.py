"""The comments of another system become ours: read, written down, matched with articles, stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from newsstand.algorithms.comment_files.values import CommentFileError
from newsstand.importers.comment_file import CommentFile, values
from newsstand.importers.match_threads import match_threads
from newsstand.importers.models import CommentImport, ForeignComment, ForeignThread
from newsstand.importers.stage_comments import Read, stage
from newsstand.importers.store_comments import store_some

State = ForeignComment.State


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is told how it goes: bytes that were read, comments that were dealt with (and how many there are)."""

    read: Callable[[int], object] = lambda _: None
    total: Callable[[int], object] = lambda _: None
    stored: Callable[[int], object] = lambda _: None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the comments of a run: `read` is the sum of the others."""

    run: CommentImport
    read: int
    stored: int
    already: int
    refused: int
    waiting: int


def import_comments(
    *, files: Sequence[CommentFile], mapping: Mapping[str, str], now: datetime, progress: Progress | None = None
) -> Report:
    """Import files of one source, Coral's three for one. Interrupted, the same call goes on where it was.

    1. Load: the files, piece by piece; what they say is written down in batches.
    2. Decide which article each thread is; what has none waits for a later run.
    3. Save: thread by thread, some thousands of comments a transaction.
    Raises CommentFileError where a file breaks off: what was read before is stored first, and said by its report.
    """
    progress = progress or Progress()
    source = one_source(files)
    name = ", ".join(file.name for file in files)[:300]
    run = CommentImport.objects.create(source=source, file_name=name, started_at=now)
    read, broken = Read(), None
    for file in files:
        try:
            stage(values(file, progress.read), run=run, name=file.name, read=read)
        except CommentFileError as error:
            broken = CommentFileError(f"{file.name}: {error}")
            break
    report = settle(run=run, read=read, mapping=mapping, now=now, progress=progress)
    if broken is not None:
        raise BrokenFileError(str(broken), report)
    return report


class BrokenFileError(CommentFileError):
    """A file that could be read up to some place: `report` says what became of that."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def one_source(files: Sequence[CommentFile]) -> str:
    sources = {file.source for file in files}
    if len(sources) != 1:
        listed = ", ".join(sorted(sources))
        raise CommentFileError(f"The files are of several sites ({listed}). Import those of each by themselves.")
    return sources.pop()


def settle(*, run: CommentImport, read: Read, mapping: Mapping[str, str], now: datetime, progress: Progress) -> Report:
    """Store all that waits of the run's source and whose article is here."""
    match_threads(source=run.source, mapping=mapping)
    waiting = ForeignComment.objects.filter(source=run.source, state=State.WAITING)
    progress.total(waiting.count())
    stored = 0
    keys = waiting.order_by().values("thread").distinct()
    threads = ForeignThread.objects.filter(source=run.source, article__isnull=False, key__in=keys).order_by("pk")
    for thread in list(threads.only("pk", "source", "key", "article")):
        while True:
            done, mine = store_some(thread=thread, run_id=run.pk, now=now)
            if not done:
                break
            stored += mine
            progress.stored(done)
    left = run.met.aggregate(
        refused=Count("pk", filter=Q(state=State.REFUSED)), waiting=Count("pk", filter=Q(state=State.WAITING))
    )
    return Report(run, read.read, stored, read.already, left["refused"], left["waiting"])


def settle_waiting(*, mapping: Mapping[str, str], now: datetime, progress: Progress | None = None) -> list[Report]:
    """Try again what waited for its article, whichever file it came from. A report for each source."""
    sources = ForeignComment.objects.filter(state=State.WAITING).order_by("source").values_list("source", flat=True)
    reports = []
    for source in list(sources.distinct()):
        run = CommentImport.objects.create(source=source, started_at=now)
        met = ForeignComment.objects.filter(source=source, state=State.WAITING).update(run=run)
        reports.append(settle(run=run, read=Read(met), mapping=mapping, now=now, progress=progress or Progress()))
    return reports


def without_article(source: str) -> Iterable[tuple[str, int]]:
    """The addresses of a source's threads that are no article's here, with how many comments wait there."""
    waiting = ForeignComment.objects.filter(source=source, state=State.WAITING).order_by("thread")
    counts = dict(waiting.values_list("thread").annotate(number=Count("pk")))
    names = {thread.key: str(thread) for thread in ForeignThread.objects.filter(source=source, article=None)}
    return [(names.get(key, f"(no page is known by {key})"), number) for key, number in counts.items()]


def refused(run: CommentImport) -> Iterable[tuple[str, str]]:
    """The comments of a run that were refused, with the reasons."""
    return run.met.filter(state=State.REFUSED).order_by("pk").values_list("key", "reason").iterator()
