"""Short names for papers and people: easy to read out over the telephone, and of no use for finding anybody."""

import hashlib

# No 0, 1, I or O, which look like each other.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PARTS, PART_LENGTH = 3, 4


def reference(seed: bytes) -> str:
    """A reference such as "7K3F-Q2MB-XW9C" from at least eight bytes of chance. Raises ValueError for fewer.

    Twelve letters of five bits: by the birthday bound (n²/2^61) a million notices collide once in two million times.
    """
    if len(seed) < 8:
        raise ValueError(f"A reference is made of at least 8 bytes of chance, not {len(seed)}.")
    text = letters(hashlib.blake2b(seed, digest_size=8).digest(), PARTS * PART_LENGTH)
    return "-".join(text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH))


def pseudonym(key: bytes, person: int, period: str) -> str:
    """Four letters that stand for a person in one period ("2026-11"), the same for everybody who has the key.

    Without the key nobody can tell who it is, nor that two periods speak of the same person.
    """
    said = f"{period}:{person}".encode()
    return letters(hashlib.blake2b(said, key=key[:64], digest_size=8).digest(), 4)


def letters(digest: bytes, length: int) -> str:
    """The first `length` letters of a digest, five bits each."""
    number = int.from_bytes(digest, "big")
    return "".join(LETTERS[(number >> (5 * at)) & 31] for at in range(length))
