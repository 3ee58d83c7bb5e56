"""How the commands speak: results on standard output, a line each; everything else on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from newsstand.ingest.refresh import Outcome
from newsstand.worker.rounds import Progress


@contextmanager
def progress_bar(title: str, total: int | None = None) -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    with tqdm(total=total, desc=title, unit="", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def step(_: object) -> None:
            bar.update()

        def steps(count: int) -> None:
            bar.update(count)

        yield Progress(feed=step, page=step, pictures=steps)


@contextmanager
def counting_bar(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar towards `total` on a terminal, nothing elsewhere; call what it gives once a step."""
    with tqdm(total=total, desc=title, unit="", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def step() -> None:
            bar.update()

        yield step


def sentence(outcome: Outcome) -> str:
    """What became of a feed, on one line."""
    if outcome.state == "error":
        again = outcome.feed.next_check_at
        return f"{outcome.feed.address}: error: {outcome.error} Next try {again:%Y-%m-%d %H:%M} UTC."
    if outcome.state == "unchanged":
        return f"{outcome.feed.address}: unchanged"
    counts = outcome.counts
    parts = [
        f"{number} {word}"
        for number, word in (
            (counts.accepted, "new"),
            (counts.changed, "changed"),
            (counts.duplicate, "duplicate"),
            (counts.rejected, "rejected"),
            (counts.same, "unchanged"),
        )
        if number
    ]
    notes = "".join(f" Note: {problem}" for problem in outcome.problems)
    return f"{outcome.feed.address}: {', '.join(parts) or 'no entries'}.{notes}"


def say(text: str) -> None:
    """A message for the person at the terminal."""
    with tqdm.external_write_mode(file=sys.stderr):
        print(text, file=sys.stderr, flush=True)


def result(text: str) -> None:
    """A line of what was asked for; a progress bar on the same terminal makes room for it."""
    with tqdm.external_write_mode(file=sys.stdout):
        print(text, flush=True)
