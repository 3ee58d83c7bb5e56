"""What was withdrawn here does not come back under another headline or another guid."""

from collections import Counter
from collections.abc import Sequence

from newsstand.articles.models import Article
from newsstand.articles.text import Text
from newsstand.lib.rows import select
from newsstand.publishers.models import Feed

RULE = "withdrawn"
REASON = "The article at this address was withdrawn from this site. An editor can restore it."
SAME_TEXT = (
    "An article with the same text was withdrawn by this site's editors, and its text stays away. They can restore it."
)


def withdrawn_there(feed: Feed, texts: Sequence[Text]) -> dict[int, int]:
    """Position -> id of the withdrawn article at the same address. One query.

    An address that several entries or articles share, as of a live page or a home page, names none of them.
    """
    often = Counter(text.original_key for text in texts if text.original_key)
    keys = {key for key, times in often.items() if times == 1}
    if not keys:
        return {}
    fields = ("original_key", "id", "withdrawn_at")
    gone: dict[str, int] = {}
    shared: set[str] = set()
    for key, pk, withdrawn_at in select(Article, fields, publisher=feed.publisher_id, among=("original_key", keys)):
        if withdrawn_at is None:
            shared.add(key)
        gone.setdefault(key, pk)
    return {
        at: gone[text.original_key]
        for at, text in enumerate(texts)
        if text.original_key in gone and text.original_key not in shared
    }
