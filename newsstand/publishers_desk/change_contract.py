"""A publisher changes what it lets us do, and it holds at once."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.contract_words import differences
from newsstand.articles.terms import take_effect
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Contract, ContractChange, Publisher, Role
from newsstand.publishers_desk.tell_people import tell_people

# What a publisher decides itself. The share of revenue is agreed with the editors.
TERMS = (
    "excerpt_words",
    "embargo_minutes",
    "expires_after_days",
    "indexing",
    "attribution",
    "licence",
    "licence_url",
)
STALE = (
    "Somebody else has changed the contract since you opened this page. What you see below is yours; "
    "compare it with the list of changes, and save again if it is still what you want."
)


def terms_of(contract: Contract) -> dict[str, object]:
    """The terms as plain values, the share of revenue among them."""
    return {name: getattr(contract, name) for name in (*TERMS, "share")}


def latest_change(publisher: Publisher) -> int:
    """The number of the latest change, 0 before the first: by it a form knows what it was made from."""
    return ContractChange.objects.filter(publisher=publisher).order_by("-id").values_list("id", flat=True).first() or 0


@transaction.atomic
def change_contract(
    *, publisher: Publisher, terms: Mapping[str, object], seen: int, by: User, now: datetime
) -> ContractChange | None:
    """Let other terms hold from now on; None when they are the same. `seen` is `latest_change` as `by` saw it.

    Every page, list, feed and the search follow at once (`articles.terms`).
    Raises RefusedError for who may not, for terms that make no sense, and where somebody else was faster.
    1. Load the contract, locked.
    2. Decide who may, and whether the terms can stand.
    3. Save the contract, its effect, and the row of the change; the other owners hear of it.
    """
    must_be(by, publisher, Role.OWNER, now)
    # Without a row the strictest terms hold already; the first change makes it.
    contract, _ = Contract.objects.select_for_update().get_or_create(publisher=publisher)
    if latest_change(publisher) != seen:
        raise RefusedError(STALE)
    before = terms_of(contract)
    for name in TERMS:
        if name in terms:
            setattr(contract, name, terms[name])
    try:
        contract.full_clean(exclude=["publisher"])
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from None
    after = terms_of(contract)
    changed = [name for name in TERMS if before[name] != after[name]]
    if not changed:
        return None
    contract.save(update_fields=changed)
    take_effect(contract=contract)
    change = ContractChange.objects.create(
        publisher=publisher,
        by=by,
        at=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    say(change, by, now)
    return change


def say(change: ContractChange, by: User, now: datetime) -> None:
    """The other owners hear of it, in words."""
    said = "; ".join(f"{one.name}: {one.before} → {one.after}" for one in differences(change.before, change.after))
    tell_people(
        publisher=change.publisher,
        key=f"contract-change:{change.pk}",
        title=f"{by.name} changed the contract of {change.publisher.name}",
        text=said[:1000],
        address=f"/publishers/{change.publisher.slug}/contract",
        now=now,
        but=by,
        roles=(Role.OWNER,),
    )
