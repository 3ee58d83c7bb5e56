"""How often somebody looked at the cards of a page that was shown: the further down, the fewer."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from newsstand.algorithms.learning import examined
from newsstand.articles.models import Article
from newsstand.ranking.keep import read
from newsstand.ranking.models import PageOrder, Reading
from newsstand.ranking.sheets import TOP


def add_looks(views: Mapping[tuple[str, datetime], int]) -> None:
    """Add the views of orders, by key and hour, to the looks at their articles.

    1. Load: the orders. 2. Decide: how many look as far as each place (algorithms.learning, `examined`).
    3. Save: the sums by article and hour.
    """
    rows = PageOrder.objects.filter(key__in={key for key, _ in views})
    places = {row.key: places_of(row) for row in rows} if views else {}
    looks: dict[tuple[int, datetime], float] = defaultdict(float)
    for (key, hour), count in views.items():
        for article, place in places.get(key, {}).items():
            looks[article, hour] += count * examined(place)
    there = set(Article.objects.filter(pk__in={article for article, _ in looks}).values_list("pk", flat=True))
    ordered = sorted(key for key in looks if key[0] in there)
    Reading.objects.bulk_create(
        [Reading(article_id=article, hour=hour) for article, hour in ordered], ignore_conflicts=True, batch_size=200
    )
    for article, hour in ordered:
        Reading.objects.filter(article=article, hour=hour).update(shown=F("shown") + looks[article, hour])


def places_of(row: PageOrder) -> dict[int, int]:
    """Article -> its place, from 0. What does not stand at the top is looked at as seldom as what ends it."""
    found: dict[int, int] = {}
    for name, sheet in read(row)["sheets"].items():
        article_of = {one.get("id", 0): one.get("article", 0) for one in sheet["asked"]["candidates"]}
        for at, (number, _) in enumerate(sheet["order"]):
            found[article_of[number]] = at if name == "top" else TOP + at
    return found
