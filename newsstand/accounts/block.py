"""Not hear of somebody any more, and hear of them again."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import Block, User

# Nobody follows a list that is longer, and no page reads it.
MOST = 2000


@transaction.atomic
def block(*, by: User, of: User, kind: Block.Kind, now: datetime) -> Block:
    """Mute or block `of` for `by`; who is muted can be blocked later, and the other way round. Nobody tells `of`.

    Raises ValueError, with a message for `by`, where it is themselves, their list is full, or they would block somebody
    who moderates here, whose decisions and answers they have a right to.
    1. Load what holds between the two, with `by` locked.
    2. Decide whether it may be.
    3. Save it.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    if by.pk == of.pk:
        raise ValueError("You cannot mute yourself.")
    if kind == Block.Kind.BLOCK and of.moderates:
        raise ValueError(f"{of.name} moderates here and can be muted, not blocked.")
    held = Block.objects.filter(by=by, of=of).first()
    if held is None and Block.objects.filter(by=by).count() >= MOST:
        raise ValueError(f"Your list holds {MOST:,} people already: take somebody off it first.")
    if held is None:
        return Block.objects.create(by=by, of=of, kind=kind, since=now)
    if held.kind != kind:
        held.kind, held.since = kind, now
        held.save(update_fields=["kind", "since"])
    return held


def unblock(*, by: User, of: User) -> bool:
    """Hear of them again. Returns whether there was anything to end."""
    deleted, _ = Block.objects.filter(by=by, of=of).delete()
    return deleted > 0
