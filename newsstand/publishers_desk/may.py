"""Who may do something at a publisher's desk."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.articles.withdraw import RefusedError
from newsstand.moderation.standing import standing
from newsstand.publishers.models import Publisher, Role, may_be

WHO = {
    Role.OWNER: "Only an owner of this publisher does that.",
    Role.EDITOR: "Only an editor or owner of this publisher does that.",
    Role.VIEWER: "Only this publisher's own people see that.",
}


def must_be(user: User, publisher: Publisher, role: Role, *, now: datetime) -> None:
    """Raises RefusedError for who may not do what this role does for the publisher, or is sanctioned at `now`."""
    if not may_be(user, publisher, role):
        raise RefusedError(WHO[role])
    why_not = standing(user, now).why_not_act
    if why_not:
        raise RefusedError(why_not)
