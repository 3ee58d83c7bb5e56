"""An advertiser closes: nothing of it runs any more, its money goes back, and what is personal of it is forgotten.

What readers saw stays in the library for a year (DSA Art. 39, done voluntarily), and the books keep its number.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from newsstand.accounts.models import User
from newsstand.advertisers.campaign import end
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.invite import open_ones
from newsstand.advertisers.may import must_be
from newsstand.advertisers.members import article, note_about
from newsstand.advertisers.models import Ad, Advertiser, Kind, Membership, Purse, Role
from newsstand.advertisers.note import note_change
from newsstand.advertisers.pay_back import ask_back, can_go_back
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.amounts import amount
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

# Late refunds and objections to a bill come within this time; then nobody is at the desk any more.
FORGET_AFTER = timedelta(days=30)
LIBRARY = timedelta(days=366)
AT_ONCE = 50
WHY = "The advertiser was closed."
GONE = "An advertiser that has left"


@transaction.atomic
def close(*, advertiser: Advertiser, name: str, by: User, now: datetime) -> None:
    """Close an advertiser for good, whose `name` was typed. Twice is as good as once.

    Raises RefusedError for anybody but an owner, for another name, and for the house's own.
    1. Load the advertiser, locked.
    2. Decide who may.
    3. End its campaigns, ask its money back, take invitations and the secret back, tell its people and the cashiers.
    """
    must_be(by, advertiser, Role.OWNER, now)
    if advertiser.kind != Kind.SELF_SERVICE:
        raise RefusedError("Only an advertiser that pays in advance is closed here.")
    if " ".join(name.split()).casefold() != advertiser.name.casefold():
        raise RefusedError(f"Write its name, {advertiser.name}, so that nothing is closed by mistake.")
    shut(advertiser, by=by, now=now)


def shut(advertiser: Advertiser, *, by: User | None, now: datetime) -> None:
    """The same for a caller who has decided already, in its transaction."""
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    if found.closed_at is not None:
        return
    for campaign in found.campaigns.filter(ended_at=None).order_by("pk"):
        end(campaign=campaign, by=by, now=now)
    open_ones(found).update(withdrawn_at=now, email="")
    found.closed_at, found.conversion_secret = now, ""
    found.save(update_fields=["closed_at", "conversion_secret"])
    note_change(advertiser=found, campaign=None, by=by, said="Closed for good", now=now)
    give_back(found, by=by, now=now)
    tell_people(
        advertiser=found,
        key=f"closed:{found.pk}",
        title=f"{found.name} was closed",
        text="Its campaigns have ended, and what was not spent is paid back.",
        now=now,
        but=by,
        roles=(Role.OWNER, Role.MANAGER, Role.VIEWER),
    )


def give_back(advertiser: Advertiser, *, by: User | None, now: datetime) -> int:
    """Have all that can go back owed to whoever paid it; micros. Cashiers hear of it, and of what they must look at."""
    free = can_go_back(advertiser)
    if free > 0:
        try:
            with transaction.atomic():
                ask_back(advertiser=advertiser, micros=free, reason=WHY, by=by, now=now)
        except RefusedError as refusal:
            # More in the wallet than was paid in by top-ups: a gift of the house, or an old correction.
            free = refusal.most or 0
            if free > 0:
                ask_back(advertiser=advertiser, micros=free, reason=WHY, by=by, now=now)
    purse = Purse.objects.filter(pk=advertiser.pk).first()
    left = purse.funded - purse.spent if purse else 0
    if free > 0 or left > 0:
        tell_cashiers(advertiser, free, left, now)
    return max(0, free)


def tell_cashiers(advertiser: Advertiser, micros: int, left: int, now: datetime) -> None:
    """A notice for each cashier: what is to be sent, and what stays in the wallet meanwhile."""
    currency = settings.NEWSSTAND_CURRENCY
    said = f"{amount(micros, currency)} go back. {amount(left, currency)} stay in its wallet for now."
    for user in User.objects.filter(is_cashier=True, is_active=True).order_by("pk"):
        tell(
            user=user,
            kind=Notice.Kind.WORK,
            key=f"closing:{advertiser.pk}:{now.date()}",
            title=f"{advertiser.name} closes: pay back what it did not spend",
            text=said,
            address="/counter",
            now=now,
        )


def forget_due(*, now: datetime) -> int:
    """Forget closed advertisers whose thirty days are over; and names in the library a year after they were seen.

    Up to 50 of each at once; how many were forgotten. What a node still held at the closing is given back first.
    """
    closed = Advertiser.objects.filter(closed_at__lte=now - FORGET_AFTER, purged_at=None).order_by("closed_at")
    done = 0
    for advertiser in closed[:AT_ONCE]:
        with transaction.atomic():
            if can_go_back(advertiser) > 0:
                give_back(advertiser, by=None, now=now)
            purge(advertiser, now=now)
        done += 1
    return done + forget_names(now=now)


@transaction.atomic
def purge(advertiser: Advertiser, *, now: datetime) -> None:
    """What is personal of a closed advertiser goes: its contact, its people, who changed what. Its number stays."""
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    found.email = found.address = found.tax_number = found.conversion_secret = ""
    found.purged_at = found.purged_at or now
    found.save(update_fields=["email", "address", "tax_number", "conversion_secret", "purged_at"])
    found.memberships.all().delete()
    found.invitations.all().delete()
    found.changes.update(by=None, about=None)


def forget_names(*, now: datetime) -> int:
    """The names of purged advertisers whose last ad left the library; how many."""
    purged = Advertiser.objects.filter(purged_at__isnull=False).exclude(name=GONE)
    shown = purged.annotate(shown=Max("campaigns__ads__last_shown_on")).exclude(shown__gt=(now - LIBRARY).date())
    rows = list(shown.order_by("pk")[:AT_ONCE])
    for row in rows:
        with transaction.atomic():
            row.name, row.slug, row.payer, row.site = GONE, f"gone-{row.pk}", GONE, ""
            row.save(update_fields=["name", "slug", "payer", "site"])
            Ad.objects.filter(campaign__advertiser=row).update(payer=GONE, behalf="")
    return len(rows)


@transaction.atomic
def leave_all(*, user: User, now: datetime) -> int:
    """Somebody's account is erased: they leave every advertiser; how many.

    Where they were the only owner, the first manager becomes one and hears of it; where there is none, it is closed,
    and what is personal of it goes at once, because it is theirs.
    """
    rows = list(Membership.objects.filter(user=user).select_related("advertiser").order_by("advertiser_id"))
    for row in rows:
        advertiser = Advertiser.objects.select_for_update(no_key=True).get(pk=row.advertiser_id)
        others = Membership.objects.filter(advertiser=advertiser, user__is_active=True).exclude(user=user)
        alone = row.role == Role.OWNER and not others.filter(role=Role.OWNER).exists()
        heir = others.filter(role=Role.MANAGER).select_related("user").order_by("since", "pk").first()
        row.delete()
        if alone and heir is not None:
            inherit(advertiser, heir, now)
        elif alone and advertiser.kind == Kind.SELF_SERVICE:
            shut(advertiser, by=None, now=now)
            purge(advertiser, now=now)
    return len(rows)


def inherit(advertiser: Advertiser, heir: Membership, now: datetime) -> None:
    """Its longest manager is an owner from now on, because every advertiser has one."""
    heir.role = Role.OWNER
    heir.save(update_fields=["role"])
    note_about(advertiser, "Became an owner: the last one’s account was erased", by=None, about=heir.user, now=now)
    tell(
        user=heir.user,
        kind=Notice.Kind.WORK,
        key=f"advertiser:{advertiser.pk}:heir",
        title=f"You are {article(Role.OWNER)} of {advertiser.name} now",
        text="Its only owner’s account was erased. Make somebody else an owner, or close it, if you do not want to be.",
        address=f"{advertiser.get_absolute_url()}/people",
        now=now,
    )
