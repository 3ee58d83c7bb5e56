"""What a digest would tell a reader now: the order of their own front page, of what is new to them, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsstand.accounts.models import User
from newsstand.algorithms import digest as rules
from newsstand.algorithms.learning import points
from newsstand.algorithms.orders import Asked, Placed, order
from newsstand.algorithms.ranking import Candidate, Reader
from newsstand.algorithms.why import Names, Reason, why
from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher
from newsstand.ranking.keep import Kept, Sheet, kept
from newsstand.ranking.learn import ranking_model
from newsstand.ranking.live import live
from newsstand.ranking.numbers import hours
from newsstand.readers.models import Digest, FrontPage, Mailing
from newsstand.readers.taste import reader_of
from newsstand.stories.models import Story
from newsstand.topics.models import Topic

LENGTH = 12
# Reasons in a mail: the heaviest that speak for it. The page has all of them.
REASONS = 3
# What is older is on no front page, and in no digest: what was told before then cannot come again.
REMEMBERED = timedelta(days=30)
FARTHEST_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a digest, for itself or for its story, and what speaks for it most."""

    article: Article
    story: Story | None
    reasons: Sequence[Reason]

    @property
    def told(self) -> list[int]:
        """What is remembered of it: [article, story or 0]."""
        return [self.article.pk, self.story.pk if self.story is not None else 0]


@dataclass(frozen=True, slots=True)
class News:
    """The articles of a digest, the best first, and their order as it is kept. Empty when nothing is new."""

    pieces: Sequence[Piece]
    kept: Kept | None = None


def news_for(digest: Digest, *, now: datetime) -> News:
    """What the digest of a user would tell them now; changes nothing.

    No place in it is given by chance, as some of a page are: nobody can say that they saw a mail, so nothing could be
    learnt from it. The reader's own page otherwise, with the same formula and the same model where that may rank.
    """
    user, choices = digest.user, FrontPage.of(digest.user)
    reader = reader_of(user, choices=choices, now=now)
    told = told_before(digest, now=now)
    known = live.ask(lambda pool: list(pool.gathered(reader).values()), now=now)
    new = rules.news(known, reader, told, arrived=arrivals(known, told))
    asked = asked_for(new, reader, now)
    placed = order(asked)
    if not placed:
        return News(())
    pieces = pieces_of(placed, reader, choices.place.name if choices.place else "", now)
    return News(pieces, kept(f"digest:{user.pk}", {"digest": Sheet(asked, placed)}, user=user.pk, at=now))


def asked_for(candidates: Sequence[Candidate], reader: Reader, now: datetime) -> Asked:
    """Everything that the order depends on."""
    chosen, hour, model = tuple(sorted(candidates, key=lambda one: one.id)), hours(now), ranking_model()
    learnt = points(model, chosen, reader, hour=hour) if model is not None else {}
    return Asked(chosen, reader, hour, (), LENGTH, learnt=learnt)


def told_before(digest: Digest, *, now: datetime) -> rules.Told:
    """Up to when the reader knows the news, and what earlier mails held, whether or not they are known to be sent."""
    until = hours(max(digest.told_until, now - FARTHEST_BACK))
    if digest.pk is None:
        return rules.Told(until)
    rows = Mailing.objects.filter(digest=digest, made_at__gt=now - REMEMBERED).values_list("told", flat=True)
    pairs = [(article, story) for told in rows for article, story in told]
    return rules.Told(until, {article for article, _ in pairs}, {story for _, story in pairs} - {0})


def arrivals(candidates: Sequence[Candidate], told: rules.Told) -> dict[int, float]:
    """When those came to us that were published shortly before the last digest, in hours since 1970. One query."""
    late = [one.article for one in candidates if told.until - rules.LATE_HOURS < one.hour <= told.until]
    found = Article.objects.filter(pk__in=late).values_list("pk", "received_at") if late else ()
    return {article: hours(received) for article, received in found}


def pieces_of(placed: Sequence[Placed], reader: Reader, place: str, now: datetime) -> list[Piece]:
    """What readers may still see of it, with what a mail shows. Contracts are asked again: a pool is a moment old."""
    articles = Article.objects.published(now).for_cards().in_bulk([one.candidate.article for one in placed])
    stories = Story.objects.shown().in_bulk({one.candidate.story for one in placed} - {0})
    names = names_of([one.candidate for one in placed], reader, place)
    return [
        Piece(article, stories.get(one.candidate.story), in_favour(why(one, reader, names)))
        for one in placed
        if (article := articles.get(one.candidate.article)) is not None
    ]


def in_favour(reasons: Sequence[Reason]) -> list[Reason]:
    """The heaviest reasons that speak for something; the first of all where none does: then it is there for its age."""
    found = [reason for reason in reasons if (reason.points or 0.0) > 0]
    return found[:REASONS] or list(reasons[:1])


def names_of(candidates: Sequence[Candidate], reader: Reader, place: str) -> Names:
    """What the reasons may name. Three queries at most."""
    publishers = {one.publisher for one in candidates} | {number for one in candidates for number in one.publishers}
    authors = {number for one in candidates for number in one.authors}
    topics = {number for one in candidates for number, _ in one.topics}
    authors &= reader.authors | {*reader.likes_authors}
    topics &= reader.topics | {*reader.likes_topics}
    return Names(
        publishers=dict(Publisher.objects.filter(pk__in=publishers).values_list("pk", "name")),
        authors=dict(Author.objects.filter(pk__in=authors).values_list("pk", "name")) if authors else {},
        topics=dict(Topic.objects.filter(pk__in=topics).values_list("pk", "name")) if topics else {},
        place=place,
    )


def preview(user: User, digest: Digest, *, now: datetime) -> News:
    """What would be sent to the user at this moment."""
    digest.user = user
    return news_for(digest, now=now)
