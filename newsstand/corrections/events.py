"""What happened to a contested statement is written down, and who has to know is told."""

from collections.abc import Iterable
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.corrections.correct import LIST
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.corrections.who import answerers
from newsstand.lib.stamps import touch
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.notices.wishes import hold_boxes


def note(
    contest: Contest, action: ContestEvent.Action, now: datetime, *, by: User | None = None, text: str = ""
) -> None:
    """Write down one thing that happened."""
    ContestEvent.objects.create(contest=contest, action=action, by=by, text=text, at=now)


def locked(contest: Contest) -> Contest:
    """The contest as it stands, held until the transaction ends; of one that joined another, the other."""
    rows = Contest.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("article__publisher__contract", "by", "answered_by").get(pk=contest.pk)
    return found if found.joins_id is None else locked(found.joins or found)


def changed(contest: Contest) -> None:
    """The pages that show how a contest stands are out of date."""
    touch([LIST, f"article:{contest.article_id}"])


def settle(contest: Contest, now: datetime, *, state: str, answer: str, answered_by: User) -> None:
    """Settle a contest, and all that joined it, with one answer."""
    said = {"state": state, "answer": answer, "answered_by": answered_by, "answered_at": now, "remind_at": None}
    Contest.objects.filter(pk=contest.pk).update(**said)
    contest.joined.exclude(state__in=[Contest.State.NEW, Contest.State.WITHDRAWN]).update(**said)
    contest.refresh_from_db()


def group(contest: Contest) -> list[Contest]:
    """The contest and those that joined it and were confirmed."""
    joined = contest.joined.exclude(state__in=[Contest.State.NEW, Contest.State.WITHDRAWN])
    return [contest, *joined.select_related("by").order_by("pk")]


def claimants(contest: Contest) -> list[int]:
    """The users among those who contest a statement."""
    return [one.by_id for one in group(contest) if one.by_id is not None]


def tell_claimants(contest: Contest, *, key: str, title: str, text: str, now: datetime) -> None:
    """Tell everybody who contests the statement what became of it: a notice, or a mail to who has no account."""
    hold_boxes(claimants(contest))
    for one in group(contest):
        if one.by is not None:
            tell(
                user=one.by,
                kind=Notice.Kind.OUTCOME,
                key=f"contest:{one.pk}:{key}",
                title=title,
                text=text,
                address=f"/contest/{one.token}",
                now=now,
            )
        elif one.email:
            Contest.objects.filter(pk=one.pk).update(mail_at=now, attempts=0)


def tell_answerers(
    contest: Contest, *, key: str, title: str, text: str, now: datetime, users: Iterable[User] | None = None
) -> None:
    """Tell who has to answer, or the users given, that there is something to do; the claimant is not told."""
    people = [user for user in (answerers(contest.article) if users is None else users) if user.pk != contest.by_id]
    hold_boxes([user.pk for user in people])
    for user in people:
        tell(
            user=user,
            kind=Notice.Kind.WORK,
            key=f"contest:{contest.pk}:{key}",
            title=title,
            text=text,
            address=contest.get_absolute_url(),
            now=now,
        )
