"""`newsstand search-index`: the search index is brought in step with the articles."""

from django.db import connection

from newsstand.articles.models import Article
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import progress_bar, say
from newsstand.search.index import out_of_step, rebuild


def bring_in_step(*, whole: bool) -> int:
    """Write what is missing, or with `whole` everything again, and say how many. Can be interrupted and run again."""
    prepare_database()
    missing, surplus = out_of_step()
    total = Article.objects.filter(withdrawn_at=None).count() if whole else missing
    try:
        with progress_bar("Indexing", total) as progress:
            done = rebuild(progress=progress.pictures, whole=whole)
    except KeyboardInterrupt:
        say("Stopped. What is done stays; run it again, or leave the rest to the worker.")
        raise
    say(f"{done:,} articles written, {surplus:,} withdrawn ones taken out, on {connection.vendor}.")
    return 0
