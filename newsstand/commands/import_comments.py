"""`newsstand import-comments FILE`: the comments of Disqus, WordPress, Isso, Coral or another Newsstand become ours."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tqdm import tqdm

from newsstand.algorithms.comment_files.mapping import read_mapping
from newsstand.algorithms.comment_files.values import CommentFileError
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import result, say
from newsstand.importers.comment_file import CommentFile, recognised
from newsstand.importers.import_comments import (
    BrokenFileError,
    Progress,
    Report,
    import_comments,
    refused,
    settle_waiting,
    without_article,
)
from newsstand.lib.clock import now


def import_files(names: Sequence[str], *, kind: str, source: str, maps: Sequence[str]) -> int:
    """Import the files (of one site), or without any try again what waits for its article.

    Prints what was refused and which pages are no article here, a line each; says the exact count at the end. Returns 1
    for a file that cannot be read (to its end), 130 when it was interrupted: the same command goes on from there.
    """
    try:
        mapping = read_mapping(maps)
        files = [opened(name, kind, source) for name in names]
        prepare_database()
        with bars(sum(file.size for file in files)) as progress:
            if files:
                reports = [import_comments(files=files, mapping=mapping, now=now(), progress=progress)]
            else:
                reports = settle_waiting(mapping=mapping, now=now(), progress=progress)
    except BrokenFileError as error:
        tell(error.report)
        say(f"{error}")
        return 1
    except CommentFileError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.filename}: {error.strerror}.")
        return 1
    except KeyboardInterrupt:
        say("Interrupted. Run the same command again: what is here is not stored twice, and the rest follows.")
        return 130
    for report in reports:
        tell(report)
    if not reports:
        say("Nothing waits for an article.")
    return 0


def opened(name: str, kind: str, source: str) -> CommentFile:
    try:
        return recognised(name, kind, source)
    except CommentFileError as error:
        raise CommentFileError(f"{name}: {error}") from None


def tell(report: Report) -> None:
    """What became of everything: on standard output what a person may have to do something about."""
    for key, reason in refused(report.run):
        result(f"refused\t{key}\t{reason}")
    for address, number in without_article(report.run.source):
        result(f"no article\t{address}\t{number}")
    say(
        f"{report.run.source}: {report.read} comments read = {report.stored} stored + {report.already} already there "
        f"+ {report.refused} refused + {report.waiting} waiting for their article."
    )
    if report.waiting:
        say(
            "Those that wait are kept. Say where pages are now with --map OLD=NEW, or add their articles, and run "
            "`newsstand import-comments` without a file."
        )


@contextmanager
def bars(size: int) -> Iterator[Progress]:
    """Progress on a terminal, nothing elsewhere: bytes read, then comments stored."""
    silent = not sys.stderr.isatty()
    with (
        tqdm(total=size or None, desc="Reading", unit="B", unit_scale=True, disable=silent, leave=False) as reading,
        tqdm(desc="Storing", unit="", disable=silent, leave=False) as storing,
    ):

        def more(number: int) -> None:
            storing.total = (storing.total or 0) + number
            storing.refresh()

        yield Progress(read=reading.update, total=more, stored=storing.update)
