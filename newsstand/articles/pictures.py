"""Pictures and the articles that show them: which pages change when one came, which pictures go with an article."""

import operator
import re
from collections.abc import Collection
from functools import reduce

from django.db.models import Q, QuerySet

from newsstand.articles.models import Article, Revision
from newsstand.images.models import Image
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract, Publisher

OURS = re.compile(r"/image/([a-z2-7]{20})/")
# So many pictures are looked for by name; for more, all texts are gone through once.
FEW = 20
AT_ONCE = 500


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


def pictures_of(articles: "QuerySet[Article]") -> set[str]:
    """The ids of all pictures in these articles and in what they said before."""
    former = Revision.objects.filter(article__in=articles)
    found = set(articles.values_list("lead_picture", flat=True)) | set(former.values_list("lead_picture", flat=True))
    bodies = (rows.filter(body__contains="/image/").values_list("body", flat=True) for rows in (articles, former))
    for rows in bodies:
        found.update(key for body in rows.iterator(chunk_size=AT_ONCE) for key in OURS.findall(body))
    return {key for key in found if key}


def settle_pictures(ids: Collection[str]) -> None:
    """Withhold those of these pictures that nothing shows any more, and give the others free. In a transaction.

    An article that is withdrawn or whose publisher is taken down shows nothing. One that is under embargo or expired
    counts as if it were shown: the clock decides about it, and nobody is there to do this at that moment.

    1. Load: the articles, revisions and icons that use them.
    2. Decide: what nobody uses is withheld.
    3. Save.
    """
    wanted = set(ids)
    shown = in_use(wanted) if wanted else set()
    for keys, withheld in ((wanted - shown, True), (shown, False)):
        ordered = sorted(keys)
        for start in range(0, len(ordered), AT_ONCE):
            some = Image.objects.filter(pk__in=ordered[start : start + AT_ONCE], withheld=not withheld)
            some.update(withheld=withheld)


def in_use(ids: set[str]) -> set[str]:
    """Which of these pictures an article that stands, what it said before, or the icon of a publisher shows."""
    standing = Article.objects.filter(withdrawn_at=None).exclude(publisher__in=Contract.objects.suspended())
    former = Revision.objects.filter(article__in=standing)
    found: set[str] = set()
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        found.update(Publisher.objects.here().filter(icon__in=some).values_list("icon", flat=True))
        found.update(standing.filter(lead_picture__in=some).values_list("lead_picture", flat=True))
        found.update(former.filter(lead_picture__in=some).values_list("lead_picture", flat=True))
    named = Q(body__contains="/image/")
    if len(ids) <= FEW:
        named = reduce(operator.or_, (Q(body__contains=f"/image/{key}/") for key in ordered))
    for bodies in (rows.filter(named).values_list("body", flat=True) for rows in (standing, former)):
        for body in bodies.iterator(chunk_size=AT_ONCE):
            found.update(ids.intersection(OURS.findall(body)))
            if len(found) == len(ids):
                return found
    return found
