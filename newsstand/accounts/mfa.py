"""The second step at sign-in: codes and passkeys."""

import base64
import hashlib
import secrets

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from qrcode.main import QRCode

from newsstand.accounts.models import User
from newsstand.algorithms.devices import device_name

# What stands before what was encrypted, so that it can be told apart.
SEALED = "sealed:"


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """What makes codes is encrypted with the site's key: a copy of the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        return SEALED + box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Where the site's key has changed nobody knows it any more: another one, so that no code fits.

        Never an empty one, whose codes anybody could compute.
        """
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            return box().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """The address of the secret as a square to scan, for use inside a page."""
        code = QRCode(border=4)
        code.add_data(url)
        code.make(fit=True)
        rows = code.get_matrix()
        dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
        side = len(rows)
        words = 'role="img" aria-label="A square to scan with your app"'
        return f'<svg class="qr" {words} viewBox="0 0 {side} {side}" width="240" height="240"><path d="{dark}"/></svg>'

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002, ARG002
        """What a passkey is called until its owner calls it otherwise: the device on which it was made."""
        return device_name(context.request.META.get("HTTP_USER_AGENT", ""))

    def _get_site_name(self) -> str:
        return str(settings.NEWSSTAND_NAME)


def box() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second step").digest()
    return Fernet(base64.urlsafe_b64encode(key))
