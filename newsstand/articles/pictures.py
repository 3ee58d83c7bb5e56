"""Pictures that came, or will not come, change the pages that show them."""

from collections.abc import Collection

from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Publisher


def pictures_settled(ids: Collection[str]) -> None:
    """Say to the pages that show these pictures as a lead or an icon that they are out of date.

    Pictures inside texts are found by their articles' next rendering, at most a minute later.
    """
    articles = Article.objects.filter(lead_picture__in=ids).values_list("pk", "publisher__slug")
    stamps = {stamp for pk, slug in articles for stamp in (f"article:{pk}", f"publisher:{slug}")}
    if stamps:
        stamps.add("front")
    icons = Publisher.objects.filter(icon__in=ids).values_list("slug", flat=True)
    stamps |= {f"publisher:{slug}" for slug in icons}
    if icons:
        stamps |= {"publishers", "front"}
    touch(stamps)
