"""What readers of an article are told of its corrections and of what is contested in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from newsstand.algorithms.answer_clock import days_waiting
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.diff import Piece
from newsstand.algorithms.history import difference
from newsstand.articles.models import Article, Copy, Revision
from newsstand.articles.states import former, present
from newsstand.corrections.contest import zone
from newsstand.corrections.models import Contest, Correction

MOST_PASSAGES = 3
MOST_CONTESTS = 5


@dataclass(frozen=True, slots=True)
class Note:
    """A correction with the old and new words of the passages that it changed: three at most, `more` if there are."""

    correction: Correction
    passages: Sequence[Sequence[Piece]]
    more: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A contested statement whose time to be answered has passed."""

    contest: Contest
    days: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Corrections of an article, the latest first; those of the original that it is a copy of; what is contested.

    `unanswered`: the time has passed, or an editor looks at it again; `standing`: it was answered that it stands.
    """

    notes: Sequence[Note]
    of_original: Sequence[Correction]
    unanswered: Sequence[Unanswered]
    standing: Sequence[Contest]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.notes or self.of_original or self.unanswered or self.standing)


NOTHING = Shown((), (), (), ())


def has_any() -> Exists:
    """Whether there can be anything to tell of an article, for its own query: nearly always there is not."""
    mine = OuterRef("pk")
    of_original = Correction.objects.filter(article__in=Copy.objects.filter(article=OuterRef(mine)).values("original"))
    own = Correction.objects.filter(article=mine)
    return Exists(own) | Exists(of_original) | Exists(Contest.objects.filter(article=mine))  # type: ignore[return-value]


def shown(article: Article, now: datetime) -> Shown:
    """All that stands on the article's page. Two queries, and three more where its text was corrected.

    None where the article was asked for with `has_corrections=has_any()`, and there is nothing.
    """
    if not vars(article).get("has_corrections", True):
        return NOTHING
    mine = Q(article=article) | Q(article__in=Copy.objects.filter(article=article).values("original"))
    rows = Correction.objects.filter(mine).select_related("article__publisher__contract", "contest", "revision")
    found = list(rows.order_by("-at", "-pk"))
    own = [row for row in found if row.article_id == article.pk]
    originals = [row for row in found if row.article_id != article.pk]
    contests = contested(article, now)
    return Shown(
        notes=notes(article, own),
        of_original=[row for row in originals if row.article.standing(now) is Standing.SHOWN],
        unanswered=[
            Unanswered(one, days_waiting(one.asked_at or one.made_at, now=now, zone=zone()))
            for one in contests
            if one.is_waiting
        ],
        standing=[one for one in contests if one.state == Contest.State.STANDS],
    )


def contested(article: Article, now: datetime) -> list[Contest]:
    """What readers are told is contested: answered with "it stands", overdue, or looked at again. The latest first."""
    is_told = Q(state__in=[Contest.State.STANDS, Contest.State.AGAIN]) | Q(state=Contest.State.OPEN, due_at__lt=now)
    return list(Contest.objects.asked().filter(is_told, article=article).order_by("-asked_at", "-pk")[:MOST_CONTESTS])


def notes(article: Article, corrections: Sequence[Correction]) -> list[Note]:
    """Each correction with what it changed."""
    with_text = [row.revision for row in corrections if row.revision is not None]
    if not with_text:
        return [Note(row, (), more=False) for row in corrections]
    contract = article.contract()
    words = contract.excerpt_words if contract else None
    later = Revision.objects.filter(article=article, pk__gt=min(one.pk for one in with_text)).order_by("pk")
    following = list(later)
    return [note(row, article, following, words) for row in corrections]


def note(row: Correction, article: Article, later: Sequence[Revision], words: int | None) -> Note:
    """A correction with the passages of the text and the headline that are others since."""
    before = row.revision
    if before is None:
        return Note(row, (), more=False)
    next_one = next((one for one in later if one.pk > before.pk), None)
    after = former(next_one) if next_one else present(article)
    what = difference(former(before), after, excerpt_words=words)
    changed = [what.headline, what.summary, *(passage.pieces for passage in what.passages)]
    passages = [pieces for pieces in changed if pieces]
    return Note(row, passages[:MOST_PASSAGES], more=len(passages) > MOST_PASSAGES)
