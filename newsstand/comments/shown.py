"""A comment as one visitor sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from newsstand.accounts.models import Block, User
from newsstand.algorithms import comment_rules as rules
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.html import comment_html
from newsstand.algorithms.threads import Placed
from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.comments.sorts import likes_of
from newsstand.comments.tell import people_in
from newsstand.moderation.models import Decision
from newsstand.moderation.reasons import label_of
from newsstand.moderation.screen import why_held

GONE, HELD, REMOVED = "withdrawn", "held", "removed"


@dataclass(frozen=True, slots=True)
class Answered:
    """Whom a comment answers, where its place does not show it, and where that stands."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class More:
    """The rest of a list: `number` of them where it is known, else 0; the address of their page.

    `target` is the list that they take the place of in a page with script, because they stand between what is there;
    "" where they follow it.
    """

    number: int
    address: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a comment was removed, and the decision that says so; 0 where there is none."""

    reason: str
    decision: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as this visitor sees it.

    `instead` says what stands in place of its words ("" for nothing): `GONE`, `HELD`, `REMOVED`. Who may read what is
    held has `instead` empty and `waits` true.
    """

    comment: Comment
    # Its number as text: Django's templates look a number up in the language's formats each time it is written.
    id: str
    level: int
    # Whether a list of replies opens under it, and how many lists end with it.
    replies: bool
    closes: range
    html: SafeString
    likes: int
    liked: bool
    own: bool
    why_not_edit: str | None
    instead: str = ""
    waits: bool = False
    # Why it waits, in the rules' sentences; and whether the viewer may see what it said before.
    because: Sequence[str] = ()
    has_history: bool = False
    muted: bool = False
    removal: Removal | None = None
    answers: Answered | None = None
    # More replies in the list that ends with it.
    more: More | None = None
    # Where its replies stand, which are too deep for this page.
    continues: str = ""

    @property
    def editable(self) -> bool:
        return self.why_not_edit is None


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, when, and what that changes: whom they do not want to hear of, and why something was removed."""

    viewer: User | None
    now: datetime
    muted: Collection[int]
    removals: Mapping[int, Removal]
    reasons: Mapping[int, Sequence[str]]
    people: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def may_read(self, comment: Comment) -> bool:
        """Whether they may read what is held: its author and moderators may."""
        return self.viewer is not None and (self.viewer.moderates or comment.user_id == self.viewer.pk)


def eyes(viewer: User | None, rows: Sequence[Comment], now: datetime) -> Eyes:
    """For these comments, in three queries at most: whom the viewer muted among their authors; why some were removed,
    and why some wait, where there are any.
    """
    writers = {row.user_id for row in rows if row.user_id is not None}
    muted: set[int] = set()
    if viewer is not None and writers - {viewer.pk}:
        muted = set(Block.objects.filter(by=viewer, of__in=writers).values_list("of", flat=True))
    removed = [row.pk for row in rows if row.status == Comment.Status.REMOVED]
    looking = Eyes(viewer, now, muted, removals(removed) if removed else {}, {}, people_in(rows))
    held = [row.pk for row in rows if row.status == Comment.Status.HELD and looking.may_read(row)]
    return replace(looking, reasons=why_held("comment", held)) if held else looking


def removals(numbers: Sequence[int]) -> dict[int, Removal]:
    """The latest decision that removed each of these comments. One query."""
    rows = Decision.objects.filter(kind="comment", number__in=numbers, action=Decision.Action.REMOVE).order_by("id")
    return {
        number: Removal(label_of(reason) if reason else "", pk)
        for pk, number, reason in rows.values_list("pk", "number", "reason")
    }


def html_of(comment: Comment, text: str, eyes: Eyes) -> SafeString:
    """The words with links, also to those whom they mention."""
    return mark_safe(comment_html(text, eyes.people.get(comment.pk, {})))  # noqa: S308 (escaped by comment_html)


def shown(placed: Placed, comment: Comment, *, article: Article, eyes: Eyes, liked: bool) -> Shown:
    """What the template shows of a comment; nothing of what its author has withdrawn or a moderator removed."""
    own = eyes.viewer is not None and comment.user_id == eyes.viewer.pk
    instead = instead_of(comment, eyes)
    return Shown(
        comment=comment,
        id=str(comment.pk),
        level=placed.level,
        replies=placed.replies,
        closes=range(placed.closes),
        html=html_of(comment, "" if instead else comment.text, eyes),
        likes=likes_of(comment),
        liked=liked,
        own=own,
        why_not_edit=rules.why_not_edit(
            own=own,
            active=eyes.viewer is not None and eyes.viewer.is_active,
            article_gone=article.standing(eyes.now) is not Standing.SHOWN,
            withdrawn=comment.withdrawn_at is not None,
            posted_at=comment.posted_at,
            now=eyes.now,
        ),
        instead=instead,
        waits=not instead and comment.status == Comment.Status.HELD,
        because=eyes.reasons.get(comment.pk, ()),
        has_history=not instead and comment.edited_at is not None and eyes.may_read(comment),
        muted=not own and comment.user_id in eyes.muted,
        removal=eyes.removals.get(comment.pk, Removal("", 0)) if instead == REMOVED else None,
    )


def instead_of(comment: Comment, eyes: Eyes) -> str:
    """What is said in place of the comment's words; "" where they are shown."""
    if comment.withdrawn_at is not None:
        return GONE
    if comment.status == Comment.Status.REMOVED:
        return REMOVED
    if comment.status == Comment.Status.HELD and not eyes.may_read(comment):
        return HELD
    return ""


def name_of(comment: Comment, eyes: Eyes) -> str:
    """By which name an answer calls what it answers."""
    said = {GONE: "a withdrawn comment", HELD: "a comment that waits", REMOVED: "a removed comment"}
    return said.get(instead_of(comment, eyes), comment.name)


def with_more(one: Shown, more: More | None) -> Shown:
    return replace(one, more=more)


def answering(one: Shown, parent: Comment, eyes: Eyes, *, on_page: bool) -> Shown:
    """The comment, naming what it answers and leading there."""
    address = f"#comment-{parent.pk}" if on_page else f"/comments/{parent.pk}"
    return replace(one, answers=Answered(name_of(parent, eyes), address))


def continued(one: Shown, address: str) -> Shown:
    """At the last level that a page shows: where its answers are, if there are any."""
    return replace(one, continues=address) if one.comment.reply_count else one
