"""What is pushed to a browser, encrypted so that its push service cannot read it (RFC 8291 with RFC 8188)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
# What is left of a record without the header, the delimiter and the tag (RFC 8291, section 4).
LONGEST = 3993
POINT, AUTH, SALT = 65, 16, 16


def encrypt(text: bytes, *, receiver: bytes, auth: bytes, sender: EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The body of a push message in one record, `aes128gcm`.

    `receiver` is the browser's public key (an uncompressed point, 65 bytes) and `auth` its secret (16 bytes); `sender`
    is a key made for this message alone and `salt` 16 random bytes. Raises ValueError for what is none of this, and for
    a text of more than 3,993 bytes.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The text has {len(text)} bytes; {LONGEST} is the most that is pushed at once.")
    if len(auth) != AUTH or len(salt) != SALT:
        raise ValueError(f"The secret has {len(auth)} bytes and the salt {len(salt)}; both need 16.")
    ours = point_of(sender.public_key())
    shared = sender.exchange(ECDH(), read_point(receiver))
    key = _expand(_hmac(auth, shared), b"WebPush: info\0" + receiver + ours, 32)
    pseudo = _hmac(salt, key)
    cipher = AESGCM(_expand(pseudo, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _expand(pseudo, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    # 2 ends the last record; nothing is padded.
    return header + cipher.encrypt(nonce, text + b"\x02", None)


def read_point(point: bytes) -> EllipticCurvePublicKey:
    """A public key from its uncompressed point. Raises ValueError for what lies on no P-256."""
    if len(point) != POINT:
        raise ValueError(f"A key of P-256 has {POINT} bytes, this has {len(point)}.")
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """A public key as its uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(raw: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """What `to_text` wrote, padded or not. Raises ValueError for what is no base64url."""
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except ValueError as error:
        raise ValueError("This is no base64url.") from error


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand (RFC 5869) for at most one block."""
    return _hmac(key, info + b"\x01")[:length]


def _hmac(key: bytes, text: bytes) -> bytes:
    made = HMAC(key, SHA256())
    made.update(text)
    return made.finalize()
