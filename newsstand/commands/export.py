"""`newsstand export`: all feeds as OPML."""

import sys

from django.conf import settings

from newsstand.algorithms.opml import write_list
from newsstand.commands.prepare import prepare_database
from newsstand.lib.clock import now
from newsstand.publishers.listed import listed_feeds


def print_list() -> int:
    """Print the feeds that are read, those of the demonstration town too, as OPML 2.0."""
    prepare_database()
    opml = write_list(listed_feeds(fictional=True), title=f"Feeds of {settings.NEWSSTAND_NAME}", now=now())
    # The file says that it is UTF-8, whatever the terminal is.
    sys.stdout.buffer.write(opml.encode())
    sys.stdout.flush()
    return 0
