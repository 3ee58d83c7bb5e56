"""Who may change what is an advertiser's."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Role, may_be
from newsstand.moderation.standing import standing

NEEDED = {
    Role.OWNER: "Only the owners of {name} do that.",
    Role.MANAGER: "Only the owners and managers of {name} do that.",
    Role.VIEWER: "Only the people of {name} see that.",
}


def must_act(user: User, now: datetime) -> None:
    """Raises RefusedError for a shut account, and for somebody whom a moderator stopped."""
    if not user.is_active:
        raise RefusedError("This account is shut.")
    if reason := standing(user, now).why_not_act:
        raise RefusedError(reason)


def must_be(user: User, advertiser: Advertiser, role: Role, now: datetime) -> None:
    """Raises RefusedError for somebody who may not do now what this role does for the advertiser."""
    if not may_be(user, advertiser, role):
        raise RefusedError(NEEDED[role].format(name=advertiser.name))
    must_act(user, now)
