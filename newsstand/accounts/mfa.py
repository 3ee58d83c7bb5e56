"""The second step at sign-in: codes and passkeys."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

# What stands before what was encrypted, so that it can be told apart.
SEALED = "sealed:"


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """What makes codes is encrypted with the site's key: a copy of the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        return SEALED + box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; "" where the site's key has changed, so that no code fits and a passkey or an operator helps."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            return box().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()
        except InvalidToken:
            return ""

    def _get_site_name(self) -> str:
        return str(settings.NEWSSTAND_NAME)


def box() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second step").digest()
    return Fernet(base64.urlsafe_b64encode(key))
