"""The people in bylines."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, count

from newsstand.algorithms.urls import slug
from newsstand.articles.models import Article, Author, Byline
from newsstand.articles.text import storable
from newsstand.lib.rows import insert
from newsstand.publishers.models import Publisher

MOST_AUTHORS = 12
MOST_NAME = 200


def known_authors(publisher: Publisher | None, names: Iterable[str]) -> dict[str, Author]:
    """The author of each name at this publisher, made where there is none yet. Names map to authors."""
    wanted = {storable(" ".join(name.split()), MOST_NAME): None for name in names if name.strip()}
    if not wanted:
        return {}
    found = {author.name: author for author in Author.objects.filter(publisher=publisher, name__in=wanted)}
    missing = [name for name in wanted if name not in found]
    return {**found, **new_authors(publisher, missing)} if missing else found


def new_authors(publisher: Publisher | None, names: Sequence[str]) -> dict[str, Author]:
    """An author for each name that has none at this publisher, in a few queries whatever their number."""
    slugs = free_slugs(names, publisher)
    fresh = [Author(publisher=publisher, name=name, slug=slugs[name]) for name in names]
    # Another worker may enter the same name, or take the same slug, at the same moment.
    insert(fresh, ignore_conflicts=True)
    made = {author.name: author for author in Author.objects.filter(publisher=publisher, name__in=names)}
    for name in names:
        if name not in made:
            made[name], _ = Author.objects.get_or_create(
                publisher=publisher, name=name, defaults={"slug": free_slug(slug(name)[:70], publisher)}
            )
    return made


def free_slugs(names: Iterable[str], publisher: Publisher | None) -> dict[str, str]:
    """An address for each new author: the name, else name and publisher, else with a number."""
    plain = {name: slug(name)[:70] for name in names}
    taken = set(Author.objects.filter(slug__in=plain.values()).values_list("slug", flat=True))
    chosen: dict[str, str] = {}
    for name, wanted in plain.items():
        chosen[name] = wanted if wanted not in taken else free_slug(wanted, publisher, taken)
        taken.add(chosen[name])
    return chosen


def free_slug(plain: str, publisher: Publisher | None, also: Collection[str] = ()) -> str:
    """`plain` where it is free and not among `also`, else with the publisher, else with a number."""
    base = f"{plain}-{publisher.slug}"[:95] if publisher is not None else plain
    taken = {*Author.objects.filter(slug__startswith=plain).values_list("slug", flat=True), *also}
    candidates = chain([plain, base], (f"{base[:90]}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


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
