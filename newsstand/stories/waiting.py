"""Articles wait for their stories, in the transaction that wrote them; stories wait to be counted again."""

from collections.abc import Collection
from datetime import UTC, datetime

from newsstand.lib import clock
from newsstand.lib.rows import insert
from newsstand.publishers.models import Contract
from newsstand.stories.models import Coverage, Story, Waiting

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def expect(ids: Collection[int]) -> None:
    """Let clustering look at these articles, again where it was about to. Call it inside their transaction."""
    now = clock.now()
    rows = [Waiting(article_id=pk, since=now) for pk in sorted(set(ids))]
    insert(rows, unique=["article"], update=["since"])


def terms_changed(contract: Contract) -> None:
    """Another contract holds: the stories with articles of its publisher are counted again."""
    touched = Coverage.objects.filter(article__publisher=contract.publisher_id).values("story")
    Story.objects.filter(pk__in=touched).update(recount_at=AT_ONCE)
