"""The people in bylines."""

from collections.abc import Iterable

from newsstand.algorithms.urls import slug
from newsstand.articles.models import Article, Author, Byline
from newsstand.articles.text import storable
from newsstand.publishers.models import Publisher

MOST_AUTHORS = 12
MOST_NAME = 200


def known_authors(publisher: Publisher | None, names: Iterable[str]) -> dict[str, Author]:
    """The author of each name at this publisher, made where there is none yet. Names map to authors."""
    wanted = {storable(" ".join(name.split()), MOST_NAME): None for name in names if name.strip()}
    if not wanted:
        return {}
    found = {author.name: author for author in Author.objects.filter(publisher=publisher, name__in=wanted)}
    for name in wanted:
        if name not in found:
            found[name], _ = Author.objects.get_or_create(
                publisher=publisher, name=name, defaults={"slug": free_slug(name, publisher)}
            )
    return found


def free_slug(name: str, publisher: Publisher | None) -> str:
    """An address for a new author: the name, else name and publisher, else with a number."""
    plain = slug(name)[:70]
    candidates = [plain]
    if publisher is not None:
        candidates.append(f"{plain}-{publisher.slug}"[:95])
    base = candidates[-1]
    taken = set(Author.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    number = 2
    while candidates[0] in taken:
        candidates.pop(0)
        if not candidates:
            candidates.append(f"{base[:90]}-{number}")
            number += 1
    return candidates[0]


def bylines(article: Article, names: Iterable[str], authors: dict[str, Author]) -> list[Byline]:
    """Unsaved bylines in the order of the names, each author once."""
    ordered: dict[int, Author] = {}
    for name in names:
        author = authors.get(storable(" ".join(name.split()), MOST_NAME))
        if author is not None:
            ordered.setdefault(author.pk, author)
    return [
        Byline(article=article, author=author, position=position)
        for position, author in enumerate(list(ordered.values())[:MOST_AUTHORS])
    ]
