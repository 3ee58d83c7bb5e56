"""Our own key for web push (VAPID, RFC 8292), by which push services know that this site asks."""

import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from django.conf import settings

from newsstand.algorithms.web_push import from_text, point_of, to_text

# The standard allows a day; half of it forgives a clock that is wrong.
GOOD_FOR = timedelta(hours=12)
# The order of P-256: a private key is a number from 1 up to it (FIPS 186-5).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def public_key() -> str:
    """What browsers are given as `applicationServerKey`: the point as base64url."""
    return to_text(point_of(private_key().public_key()))


def credentials(endpoint: str, *, now: datetime) -> str:
    """The value of Authorization for one push service: a token for its origin, and our public key."""
    parts = urlsplit(endpoint)
    contact = settings.NEWSSTAND_CONTACT
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + GOOD_FOR).timestamp()),
        "sub": contact if "://" in contact or contact.startswith("mailto:") else f"mailto:{contact}",
    }
    token = jwt.encode(claims, private_key(), algorithm="ES256")
    return f"vapid t={token}, k={public_key()}"


def private_key() -> EllipticCurvePrivateKey:
    """NEWSSTAND_PUSH_KEY, or what lies in NEWSSTAND_HOME; made there when it is asked for first.

    Raises ValueError for a setting or a file that holds no key.
    """
    return _read(settings.NEWSSTAND_PUSH_KEY or _kept(Path(settings.NEWSSTAND_HOME) / "push-key"))


@lru_cache(maxsize=4)
def _read(text: str) -> EllipticCurvePrivateKey:
    try:
        number = int.from_bytes(from_text(text), "big")
        if not 0 < number < ORDER:
            raise ValueError("The number lies outside the curve.")
        return derive_private_key(number, SECP256R1())
    except ValueError as error:
        raise ValueError(
            "The key of web push is no private key of P-256 (32 bytes as base64url): mend NEWSSTAND_PUSH_KEY, or "
            "remove the file push-key in NEWSSTAND_HOME to have a new one made."
        ) from error


def _kept(path: Path) -> str:
    """The key in its file; made when there is none, readable by its owner alone. Who comes second takes the first's."""
    if not path.exists():
        number = 0
        while not 0 < number < ORDER:
            number = int.from_bytes(os.urandom(32), "big")
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(to_text(number.to_bytes(32, "big")))
        try:
            # Whole or not at all, whoever else does the same at this moment.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
