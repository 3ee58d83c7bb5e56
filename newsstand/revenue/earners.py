"""Who earns, by what the ledger calls them: their names, their people, their pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from newsstand.accounts.models import User
from newsstand.contributors.models import Contributor
from newsstand.publishers.models import Membership, Publisher, Role
from newsstand.revenue.shares import SITE


@dataclass(frozen=True, slots=True)
class Earner:
    """A publisher or contributor: `home` is where its own pages about money begin."""

    owner: str
    name: str
    home: str
    publisher: Publisher | None = None
    contributor: Contributor | None = None


def numbers(owners: Collection[str], kind: str) -> list[int]:
    """The numbers of the publishers, or of the contributors, among owners."""
    return [int(one.partition(":")[2]) for one in owners if one.startswith(f"{kind}:")]


def earners(owners: Collection[str]) -> dict[str, Earner]:
    """All of them, by what they are called in the ledger; those that are gone keep their number. Two queries."""
    publishers = Publisher.objects.in_bulk(numbers(owners, "publisher"))
    contributors = Contributor.objects.select_related("user", "author").in_bulk(numbers(owners, "contributor"))
    found = {}
    for owner in owners:
        kind, _, number = owner.partition(":")
        if kind == "publisher" and (publisher := publishers.get(int(number))) is not None:
            found[owner] = Earner(owner, publisher.name, f"/publishers/{publisher.slug}", publisher)
        elif kind == "contributor" and (contributor := contributors.get(int(number))) is not None:
            name = contributor.author.name if contributor.author else f"Contributor {number}"
            found[owner] = Earner(owner, name, "/write", None, contributor)
        else:
            found[owner] = Earner(
                owner, "The site itself" if owner == SITE else owner.replace(":", " ").capitalize(), ""
            )
    return found


def people_of(earner: Earner) -> Sequence[User]:
    """Who hears of an earner's money: the contributor, or the publisher's owners. One query for a publisher."""
    if earner.contributor is not None:
        user = earner.contributor.user
        return [user] if user is not None and user.is_active else []
    if earner.publisher is not None:
        owners = Membership.objects.filter(publisher=earner.publisher, role=Role.OWNER, user__is_active=True)
        return [membership.user for membership in owners.select_related("user")]
    return []


def cashiers() -> Sequence[User]:
    """Who keeps the books here. One query."""
    return list(User.objects.filter(Q(is_cashier=True) | Q(is_superuser=True), is_active=True).order_by("pk"))
