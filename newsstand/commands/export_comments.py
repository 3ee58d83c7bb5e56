"""`newsstand export-comments`: the comments as JSON, an object a line."""

import sys

from newsstand.articles.models import Article
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import say
from newsstand.comments.export import exported
from newsstand.lib.clock import now


def print_comments(number: int | None, *, everything: bool) -> int:
    """Print the comments of all articles or of one; with `everything` also what nobody sees. 1 for no article."""
    prepare_database()
    article = None
    if number is not None:
        article = Article.objects.filter(pk=number).first() if 0 < number < 2**63 else None
        if article is None:
            say(f"There is no article {number}. Its number stands in its address: /a/NUMBER/.")
            return 1
    for line in exported(article=article, everything=everything, now=now()):
        # The file is UTF-8, whatever the terminal is.
        sys.stdout.buffer.write(line.encode("utf-8", "ignore"))
    sys.stdout.flush()
    return 0
