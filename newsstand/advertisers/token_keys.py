"""The keys by which tokens of slots are signed: from NEWSSTAND_SECRET_KEY, and from those before it."""

from functools import lru_cache

from django.conf import settings

from newsstand.algorithms.ad_tokens import Key, key_of


def signing_key() -> Key:
    """The key of new tokens."""
    return keys()[0]


def keys() -> tuple[Key, ...]:
    """All keys whose tokens are believed, the present one first (SECRET_KEY, SECRET_KEY_FALLBACKS)."""
    return derived(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def derived(*secrets: str) -> tuple[Key, ...]:
    return tuple(key_of(secret.encode().ljust(32, b"\0")) for secret in secrets)
