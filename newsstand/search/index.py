"""The index of what readers can find: one interface, and behind it the engine of the database that is used.

Every writer of articles/ tells `put` in its own transaction (articles.listeners), so that an article is found from the
moment it stands, and no longer when it is withdrawn.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from newsstand.algorithms.results import number as number_for
from newsstand.articles.models import Article
from newsstand.lib.rows import insert, insert_values, select
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract
from newsstand.search import postgres, sqlite
from newsstand.search.documents import Findable, document, findable, spelled
from newsstand.search.engine import Engine
from newsstand.search.models import Due, Entry, Spelling

AT_ONCE = 100
# More articles than these are left to the worker when a contract changes: nobody waits for them in a form.
MOST_IN_A_FORM = 100
# How far to look for a free number beside those of the same second.
NEIGHBOURS = 4096


def engine() -> Engine:
    """The engine of the database that is used."""
    return postgres.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE


def put(ids: Collection[int]) -> None:
    """Bring the index in step with these articles: in with what readers may find, out with what they may not.

    Idempotent. Call it inside the transaction of the change.
    1. Load: the articles with authors and contracts, the numbers they have or may have.
    2. Decide: what of each may be found (`documents.findable`).
    3. Save: entries, words, spellings.
    """
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), AT_ONCE):
        with transaction.atomic():
            # Whoever else writes to the index at this moment waits here: two must not take one number.
            touch(["search"])
            put_some(ordered[start : start + AT_ONCE])


def put_some(ids: Sequence[int]) -> None:
    rows = Article.objects.filter(pk__in=ids, withdrawn_at=None)
    articles = list(rows.select_related("publisher__contract").prefetch_related("authors").order_by("published_at"))
    there = dict(select(Entry, ("article", "number"), among=("article", ids)))
    numbers = numbers_of(articles, there)
    if select(Due, ["article"], among=("article", ids)):
        Due.objects.filter(article__in=ids).delete()
    if moved := there.keys() - {pk for pk in numbers if numbers[pk] == there.get(pk)}:
        Entry.objects.filter(article__in=moved).delete()
    insert(
        [entry_of(article, numbers[article.pk]) for article in articles],
        unique=["number"],
        update=["article", "publisher", "opens_at", "closes_at"],
    )
    found = [(numbers[article.pk], findable(article)) for article in articles]
    engine().write([document(number, parts) for number, parts in found])
    learn(parts for _, parts in found)


def entry_of(article: Article, number: int) -> Entry:
    return Entry(
        number=number,
        article=article,
        publisher_id=article.publisher_id,
        opens_at=article.opens_at,
        closes_at=article.closes_at,
    )


def numbers_of(articles: Sequence[Article], there: dict[int, int]) -> dict[int, int]:
    """A number for each article: the one it has while it stands for its time, else the first free one of its time."""
    wanted = {article.pk: number_for(article.published_at.timestamp(), article.pk) for article in articles}
    chosen = {pk: there[pk] for pk, first in wanted.items() if pk in there and 0 <= there[pk] - first < NEIGHBOURS}
    taken = {number for (number,) in select(Entry, ["number"], among=("number", wanted.values()))}
    taken |= set(chosen.values())
    for pk, first in wanted.items():
        if pk in chosen:
            continue
        free = first
        if free in taken:
            near = Entry.objects.filter(number__gte=first, number__lt=first + NEIGHBOURS)
            taken.update(near.values_list("number", flat=True))
            while free in taken:
                free += 1
        chosen[pk] = free
        taken.add(free)
    return chosen


def learn(found: Iterable[Findable]) -> None:
    """Remember the words that one can misspell."""
    words = {word: written for parts in found for word, written in spelled(parts).items()}
    if not words:
        return
    # In one order, so that two writers cannot wait for each other for ever.
    rows = [(word, word[::-1], written) for word, written in sorted(words.items())]
    insert_values(Spelling, ("word", "backwards", "written"), rows, ignore_conflicts=True)


def terms_changed(contract: Contract) -> None:
    """Another contract holds: embargo and expiry at once, and only the words that may be shown now can be found.

    What cannot be written again at once is due, and not found until the worker has done it.
    """
    of_publisher = Entry.objects.filter(publisher=contract.publisher_id)
    own = Article.objects.filter(pk=OuterRef("article"))
    of_publisher.update(opens_at=Subquery(own.values("opens_at")), closes_at=Subquery(own.values("closes_at")))
    ids = list(of_publisher.values_list("article_id", flat=True)[: MOST_IN_A_FORM + 1])
    if len(ids) <= MOST_IN_A_FORM:
        put(ids)
    else:
        mark_due(Article.objects.filter(publisher=contract.publisher_id))


def mark_due(articles: QuerySet[Article]) -> None:
    """Let the worker write these again: one statement, however many they are."""
    query, parameters = articles.filter(withdrawn_at=None).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO search_due (article_id) {query} ON CONFLICT DO NOTHING", parameters)


def catch_up(most: int = AT_ONCE) -> int:
    """Write some of what is due; how many. Workers share it: one that another holds is passed over."""
    with transaction.atomic():
        due = Due.objects.order_by("article")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("article_id", flat=True)[:most])
        put(ids)
        Due.objects.filter(article__in=ids).delete()
    return len(ids)


def out_of_step() -> tuple[int, int]:
    """How many articles should be in the index and are not, or are due; and how many are and should not."""
    entries = Entry.objects.filter(article=OuterRef("pk"))
    due = Due.objects.filter(article=OuterRef("pk"))
    missing = Article.objects.filter(Q(~Exists(entries)) | Q(Exists(due)), withdrawn_at=None).count()
    return missing, Entry.objects.filter(article__withdrawn_at__isnull=False).count()


def rebuild(*, progress: Callable[[int], None] = lambda _: None, whole: bool = False) -> int:
    """Write every article again, the oldest first, or only those that are out of step. Returns how many.

    Can be stopped at any moment and run again: what is done is done, and search goes on meanwhile.
    """
    Entry.objects.filter(article__withdrawn_at__isnull=False).delete()
    articles = Article.objects.filter(withdrawn_at=None)
    if whole:
        mark_due(articles)
    else:
        mark_due(articles.filter(~Exists(Entry.objects.filter(article=OuterRef("pk")))))
    done = 0
    while some := catch_up():
        done += some
        progress(some)
    engine().tidy()
    return done
