"""Where money goes is encrypted with the site's key: a copy of the database alone names nobody's account."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

UNREADABLE = "cannot be read: the site's key has changed"


def seal(text: str) -> str:
    return box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text; UNREADABLE where the site's key is another one by now: its owner has to say it again."""
    try:
        return box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return UNREADABLE


def box() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"pay to").digest()
    return Fernet(base64.urlsafe_b64encode(key))
