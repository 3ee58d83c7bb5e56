"""The names under which people speak here."""

import unicodedata

SHORTEST = 2
LONGEST = 60

# What cannot be seen would let somebody carry another's name.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean_name(text: str) -> str:
    """The name as others see it: nothing unseen, letters in their usual form, single spaces.

    Raises ValueError, with a message for its bearer, when what is left is no name.
    """
    usual = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if one.isspace() else one for one in usual if one.isspace() or category(one) not in UNSEEN)
    name = " ".join(seen.split())
    if not any(one.isalnum() for one in name):
        raise ValueError("A name needs at least one letter or digit.")
    if len(name) < SHORTEST:
        raise ValueError(f"A name needs at least {SHORTEST} characters.")
    if len(name) > LONGEST:
        raise ValueError(f"The name has {len(name)} characters; {LONGEST} is the most.")
    return name


def category(one: str) -> str:
    return unicodedata.category(one)
