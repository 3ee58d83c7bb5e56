"""Comments go by the name that their writer has today."""

from newsstand.accounts.models import User
from newsstand.comments.models import Comment


def renamed(user: User) -> None:
    """Write the user's name on all they said. Inside the transaction of the renaming, which makes all pages new."""
    Comment.objects.filter(user=user).exclude(name=user.name).update(name=user.name)
