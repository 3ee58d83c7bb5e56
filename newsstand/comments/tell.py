"""Who hears of a comment: whom it answers, whom it mentions, who follows its thread."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Lower

from newsstand.accounts.models import Block, User
from newsstand.algorithms.mentions_of_people import candidates, find, key_of
from newsstand.comments.models import Comment, Follower, Mentioned
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.notices.wishes import hold_boxes

# More names than that are a megaphone: they are words like others.
MOST_MENTIONED = 10
# Who follows a thread hears of what was said in these minutes at once.
TOGETHER = timedelta(minutes=5)
LONGEST_EXCERPT = 280


def note_mentions(comment: Comment) -> list[User]:
    """Write down whom the comment mentions as it is now, inside the caller's transaction; returns them.

    Nobody who blocked its author, whose account is shut, or who wrote it. Three queries, none without an @.
    """
    if "@" not in comment.text and not comment.edited_at:
        return []
    people = mentioned_in(comment) if "@" in comment.text else {}
    stale = Mentioned.objects.filter(comment=comment)
    stale.exclude(user__in=[user.pk for user in people.values()]).delete()
    rows = [Mentioned(comment=comment, user=user, name=user.name) for user in people.values()]
    Mentioned.objects.bulk_create(rows, ignore_conflicts=True)
    return list(people.values())


def mentioned_in(comment: Comment) -> dict[str, User]:
    """Whom the text mentions, by the key of their name, in its order."""
    written = candidates(comment.text)
    if not written:
        return {}
    blocked = Exists(Block.objects.filter(by=OuterRef("pk"), of=comment.user_id, kind=Block.Kind.BLOCK))
    # SQLite folds nothing but ASCII: a name in other letters is found as it is written.
    named = Q(small__in={one.lower() for one in written}) | Q(name__in=written)
    people = User.objects.alias(small=Lower("name")).filter(named, is_active=True).exclude(blocked)
    known = {key_of(user.name): user for user in people if user.pk != comment.user_id}
    keys = list(dict.fromkeys(one.key for one in find(comment.text, known.keys())))
    return {key: known[key] for key in keys[:MOST_MENTIONED]}


def tell_of(comment: Comment, *, now: datetime) -> None:
    """Tell everybody whom a shown comment concerns, inside the caller's transaction; once in its life.

    1. Load whom it answers and mentions.
    2. Decide: each hears of it once, as an answer, a mention or news of a thread, in this order; `tell` leaves out who
       does not want to hear of its author.
    3. Save notices, and that there is news for those who follow the thread.
    """
    fresh = Comment.objects.filter(pk=comment.pk, told_at=None, status=Comment.Status.SHOWN, withdrawn_at=None)
    if comment.user is None or not fresh.update(told_at=now):
        return
    comment.told_at = now
    address, text = f"/comments/{comment.pk}", excerpt(comment.text)
    where = f"under “{comment.article.headline}”"
    heard = {comment.user.pk}
    above = Comment.objects.select_related("user").filter(pk=comment.parent_id).first() if comment.parent_id else None
    concerned = [(above.user, Notice.Kind.REPLY, "answers you")] if above is not None and above.user is not None else []
    rows = Mentioned.objects.filter(comment=comment).select_related("user")
    concerned += [(row.user, Notice.Kind.MENTION, "mentions you") for row in rows]
    hold_boxes({user.pk for user, _, _ in concerned} - heard)
    for user, kind, deed in concerned:
        if user.pk in heard or not user.is_active:
            continue
        heard.add(user.pk)
        title = f"{comment.name} {deed} {where}"
        tell(
            user=user,
            kind=kind,
            key=f"{kind}:{comment.pk}",
            title=title,
            text=text,
            address=address,
            about=comment.user,
            now=now,
        )
    tell_followers(comment, heard, now)


def tell_followers(comment: Comment, heard: set[int], now: datetime) -> None:
    """There is news for those who follow the thread, save those who heard of it and those who do not want to.

    One statement, however many they are; the worker makes their notices (followers.py).
    """
    unheard = Exists(Block.objects.filter(by=OuterRef("user"), of=comment.user_id))
    others = Follower.objects.filter(article_id=comment.article_id).exclude(user__in=heard).exclude(unheard)
    others.update(news=F("news") + 1, due_at=Coalesce("due_at", now + TOGETHER))


def excerpt(text: str) -> str:
    """The beginning of a comment in one line, for a notice."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXCERPT else line[: LONGEST_EXCERPT - 1].rstrip() + "…"


def people_in(comments: Sequence[Comment]) -> dict[int, dict[str, str]]:
    """For each comment, the pages of those it mentions by the key of their name: what `comment_html` wants.

    One query for all of them; none where no comment has an @ in it.
    """
    numbers = [one.pk for one in comments if "@" in one.text]
    found: dict[int, dict[str, str]] = {}
    for row in Mentioned.objects.filter(comment__in=numbers, user__is_active=True) if numbers else ():
        found.setdefault(row.comment_id, {})[key_of(row.name)] = f"/user/{row.user_id}"
    return found
