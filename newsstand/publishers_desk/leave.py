"""A publisher leaves, and for thirty days may come back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from newsstand.accounts.models import User
from newsstand.articles import terms
from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Contract, Feed, FeedEvent, Publisher, Role
from newsstand.publishers_desk.make_export import begin_export
from newsstand.publishers_desk.models import Departure, TakeDown
from newsstand.publishers_desk.take_down import write_down

GRACE = timedelta(days=30)
LEFT = "{} has left this site."
ALREADY = "This publisher has left already. It can come back until then, below."
WRONG_NAME = "To leave, type the publisher’s name exactly as it stands above."
TOO_LATE = "The time to come back is over. Write to this site’s editors."


@transaction.atomic
def leave(*, publisher: Publisher, articles: str, name: str, by: User, now: datetime) -> Departure:
    """Leave: no feed is read any more, and the articles go at once or stay under the contract until they expire.

    `articles` is one of `Departure.Articles`, `name` what the owner typed to confirm. An export is made, which lies
    there as long as the publisher may come back.
    Raises RefusedError for anybody but an owner, another name, an unknown choice, and who has left already.
    1. Load the publisher, locked.
    2. Decide whether it may be.
    3. Save: feeds, contract, export, the row by which it is undone; everybody concerned hears of it.
    """
    must_be(by, publisher, Role.OWNER, now)
    if articles not in Departure.Articles.values:
        raise RefusedError("Choose what becomes of the articles.")
    if " ".join(name.split()) != " ".join(publisher.name.split()):
        raise RefusedError(WRONG_NAME)
    Publisher.objects.select_for_update().get(pk=publisher.pk)
    if Departure.objects.standing().filter(publisher=publisher).exists():
        raise RefusedError(ALREADY)
    read = list(Feed.objects.filter(publisher=publisher, retired_at=None).order_by("id"))
    gone = Departure.objects.create(
        publisher=publisher,
        by=by,
        articles=articles,
        asked_at=now,
        final_at=now + GRACE,
        feeds=[feed.pk for feed in read],
    )
    reason = LEFT.format(publisher.name)[:500]
    retired = {"retired_at": now, "retired_reason": reason, "is_paused": False, "leased_until": None}
    Feed.objects.filter(pk__in=gone.feeds).update(**retired)
    FeedEvent.objects.bulk_create(
        FeedEvent(feed=feed, kind=FeedEvent.Kind.RETIRED, text=reason, by=by, at=now) for feed in read
    )
    if articles == Departure.Articles.WITHDRAWN:
        contract, _ = Contract.objects.get_or_create(publisher=publisher)
        terms.suspend(contract=contract, now=now, reason=reason, editor=None)
    begin_export(publisher=publisher, by=by, now=now)
    say(gone, by, f"{publisher.name} leaves", now)
    touch(["publishers", f"publisher:{publisher.slug}"])
    return gone


@transaction.atomic
def come_back(*, publisher: Publisher, by: User, now: datetime) -> None:
    """Come back as if nothing had been: the feeds are read, and the articles seen, as before.

    Raises RefusedError for anybody but an owner, for a publisher that has not left, and after thirty days.
    1. Load the departure, locked.
    2. Decide whether it may be.
    3. Save; what an editor of the site has decided about the contract since stands.
    """
    must_be(by, publisher, Role.OWNER, now)
    gone = Departure.objects.standing().select_for_update().filter(publisher=publisher).first()
    if gone is None:
        raise RefusedError("This publisher has not left.")
    if now >= gone.final_at and not by.is_editor:
        raise RefusedError(TOO_LATE)
    gone.undone_at, gone.undone_by = now, by
    gone.save(update_fields=["undone_at", "undone_by"])
    contract = Contract.objects.filter(publisher=publisher, suspended_at=gone.asked_at).first()
    if contract is not None:
        terms.resume(contract=contract, editor=None)
    again = list(Feed.objects.filter(pk__in=gone.feeds, retired_at=gone.asked_at))
    fresh = {"retired_at": None, "retired_reason": "", "next_check_at": now}
    Feed.objects.filter(pk__in=[feed.pk for feed in again]).update(**fresh)
    FeedEvent.objects.bulk_create(FeedEvent(feed=feed, kind=FeedEvent.Kind.RESUMED, by=by, at=now) for feed in again)
    say(gone, by, f"{publisher.name} comes back", now)
    touch(["publishers", f"publisher:{publisher.slug}"])


def settle_due(*, now: datetime) -> bool:
    """Departures whose thirty days are over become final: what was off the site is withdrawn for good, one by one.

    Whether there may be more. 1. Load one. 2. Decide nothing. 3. Save what the worker has to do.
    """
    with transaction.atomic():
        gone = Departure.objects.due(now).select_for_update(of=("self",)).select_related("publisher").first()
        if gone is None:
            return False
        gone.settled_at = now
        gone.save(update_fields=["settled_at"])
        if gone.articles == Departure.Articles.WITHDRAWN:
            standing = Article.objects.filter(publisher=gone.publisher, withdrawn_at=None)
            ids = list(standing.order_by("pk").values_list("pk", flat=True))
            if ids:
                made = write_down(gone.publisher, ids, LEFT.format(gone.publisher.name)[:500], None, now)
                TakeDown.objects.filter(pk=made.pk).update(leased_until=None)
    return True


def say(gone: Departure, by: User, title: str, now: datetime) -> None:
    """The publisher's people and this site's editors hear of it."""
    address, key = f"/publishers/{gone.publisher.slug}/leave", f"departure:{gone.pk}:{now.isoformat()}"
    text = f"{by.name} did it. Until {gone.final_at.day} {gone.final_at:%B %Y} it can be taken back."
    theirs = Q(memberships__publisher=gone.publisher) | Q(is_staff=True)
    # Mailboxes are held in one order, so that two who tell many cannot wait for each other.
    for user in User.objects.filter(theirs, is_active=True).exclude(pk=by.pk).distinct().order_by("pk"):
        tell(user=user, kind=Notice.Kind.WORK, key=key, title=title, text=text, address=address, now=now)
