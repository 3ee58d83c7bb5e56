"""Who may change what is a publisher's, or an application."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.moderation.standing import standing
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Application, Publisher, Role, may_be

NEEDED = {
    Role.OWNER: "Only the owners of {name} do that.",
    Role.EDITOR: "Only the owners and editors of {name} do that.",
    Role.VIEWER: "Only the people of {name} see that.",
}


def must_act(user: User, now: datetime) -> None:
    """Raises RefusedError for a shut account, and for somebody whom a moderator stopped."""
    if not user.is_active:
        raise RefusedError("This account is shut.")
    if reason := standing(user, now).why_not_act:
        raise RefusedError(reason)


def must_be(user: User, publisher: Publisher, role: Role, now: datetime) -> None:
    """Raises RefusedError for somebody who may not do now what this role does for the publisher."""
    if not may_be(user, publisher, role):
        raise RefusedError(NEEDED[role].format(name=publisher.name))
    must_act(user, now)


def must_be_its_applicant(user: User, application: Application, now: datetime) -> None:
    """Raises RefusedError for anybody but the applicant, and for one who was stopped."""
    if application.applicant_id != user.pk:
        raise RefusedError("Only who applied does that.")
    must_act(user, now)
