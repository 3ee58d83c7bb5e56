"""Tokens that switch one kind of mail off without signing in."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

from newsstand.accounts.models import User


@dataclass(frozen=True, slots=True)
class Off:
    """One kind of mail: `salt` keeps its tokens apart from other kinds, `path` is where they lead ("digest/off")."""

    salt: str
    path: str

    def token_of(self, user: User) -> str:
        """What the bearer may switch off this user's mails with, and nothing else; it never runs out."""
        return Signer(salt=self.salt).sign(str(user.pk))

    def user_of(self, token: str) -> User | None:
        """Whose mails the bearer of this token may switch off; None for one that we did not make."""
        try:
            number = int(Signer(salt=self.salt).unsign(token))
        except (BadSignature, ValueError):
            return None
        return User.objects.filter(pk=number).first()

    def address(self, user: User) -> str:
        """The address that switches them off, for people (GET shows a button) and mail programs (RFC 8058: POST)."""
        return f"{settings.NEWSSTAND_URL}/{self.path}/{self.token_of(user)}"
