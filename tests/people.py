"""The cast. Ann reads, Ben contributes, Cy publishes, Di advertises, Ed edits, Mo moderates, Eve may not."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsstand.accounts.models import User

PASSWORD = "a long walk by the river"


def person(name: str, *, is_staff: bool = False) -> "User":
    """The user of that name with the address NAME@example.org and PASSWORD; made when there is none."""
    from newsstand.accounts.models import User

    email = f"{name.lower()}@example.org"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, PASSWORD, name=name, is_staff=is_staff)


def ann() -> "User":
    """Reads, comments and likes."""
    return person("Ann")


def ben() -> "User":
    """Writes here."""
    return person("Ben")


def cy() -> "User":
    """Has a newspaper and wants to bring it here."""
    return person("Cy")


def di() -> "User":
    """Has something to advertise."""
    return person("Di")


def ed() -> "User":
    """Edits: the only one of them who may decide."""
    return person("Ed", is_staff=True)


def eve() -> "User":
    """Has an account and no right to anything of the others'."""
    return person("Eve")


def mo() -> "User":
    """Moderates."""
    from newsstand.accounts.models import User

    moderator = person("Mo")
    User.objects.filter(pk=moderator.pk).update(is_moderator=True)
    moderator.is_moderator = True
    return moderator
