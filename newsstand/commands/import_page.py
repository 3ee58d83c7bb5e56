"""`newsstand import-page FILE`: the text of a saved article page becomes an article with its comments."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from newsstand.algorithms.saved_page import SavedPageError
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import progress_bar, say
from newsstand.importers.saved_page import import_page
from newsstand.lib.clock import now
from newsstand.worker.rounds import complete


def import_files(files: Sequence[str], captured: str | None) -> int:
    """Import each file and print its article's address; a file that cannot be read stops no other. 1 if any failed."""
    prepare_database()
    try:
        day = date.fromisoformat(captured) if captured else None
    except ValueError:
        say(f"--captured {captured!r} is not a date. Write it as 2022-07-08.")
        return 1
    failed = [name for name in files if not import_file(name, day)]
    with progress_bar("Fetching pictures") as progress:
        asyncio.run(complete(clock=now, progress=progress))
    return 1 if failed else 0


def import_file(name: str, day: date | None) -> bool:
    """One file; False, with the reason on standard error, when it cannot be imported."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_bytes().decode("utf-8-sig")
        imported = import_page(text=text, file_name=name, captured=day, now=now())
    except OSError as error:
        say(f"{name}: {error.strerror}.")
        return False
    except UnicodeDecodeError as error:
        say(f"{name}: it is not UTF-8 text (byte {error.start}). Save it as UTF-8.")
        return False
    except SavedPageError as error:
        say(f"{name}: {error}")
        return False
    what = "imported" if imported.created else "was here already"
    say(f"{name}: {what}, {imported.new_comments} new comments.")
    print(f"{settings.NEWSSTAND_URL}{imported.article.get_absolute_url()}", flush=True)
    return True
