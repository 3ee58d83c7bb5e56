"""Who does not want to hear of whom."""

from newsstand.accounts.models import Block, User


def hears_nothing_of(user: User, other: User) -> bool:
    """Whether `user` muted or blocked `other`. One query."""
    return Block.objects.filter(by=user, of=other).exists()


def is_blocked_by(user: User, other: User) -> bool:
    """Whether `other` blocked `user`, who then may not answer or mention them. One query."""
    return Block.objects.filter(by=other, of=user, kind=Block.Kind.BLOCK).exists()
