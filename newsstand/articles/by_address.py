"""Articles by any address that others know them by: the original's, its own word for it, or ours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from newsstand.articles.models import ArticleQuerySet
from newsstand.articles.text import original_key

_OWN = re.compile(r"/a/(\d{1,18})(?:[/?#].*)?")


@dataclass(frozen=True, slots=True)
class Known:
    """An article's number, and how many comments everybody sees there."""

    number: int
    comments: int


def articles_at(addresses: Iterable[str], among: ArticleQuerySet) -> dict[str, Known]:
    """The article at each address, as it is written there; addresses of none are left out. One query.

    Where several publishers have a text of that address, the article that was here first.
    """
    numbers = {address: number for address in addresses if (number := own_number(address))}
    keys = {address: key for address in addresses if address not in numbers and (key := original_key(address))}
    if not numbers and not keys:
        return {}
    wanted = set(keys.values())
    at = Q(pk__in=set(numbers.values())) | Q(original_key__in=wanted) | Q(canonical_key__in=wanted)
    rows = among.filter(at).order_by("-pk").values_list("pk", "original_key", "canonical_key", "comment_count")
    by_number, by_key, by_own = {}, {}, {}
    for pk, original, canonical, comments in rows:
        by_number[pk] = by_key[original] = by_own[canonical] = Known(pk, comments)
    found = {address: by_number.get(number) for address, number in numbers.items()}
    found |= {address: by_key.get(key) or by_own.get(key) for address, key in keys.items()}
    return {address: known for address, known in found.items() if known is not None}


def own_number(address: str) -> int:
    """The number of an article in an address of ours, whole or from "/a/" on; 0 for other addresses."""
    found = _OWN.fullmatch(address.removeprefix(settings.NEWSSTAND_URL))
    return int(found[1]) if found else 0
