"""The names under which people speak here, and which of them would imitate somebody."""

import re
import unicodedata
from collections.abc import Collection

from newsstand.algorithms.confusables import is_mixed, skeleton

SHORTEST = 2
LONGEST = 60
# More marks than any language puts on one letter are a heap that climbs over the lines above.
MOST_MARKS = 3

# What cannot be seen would let somebody carry another's name.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
# Unicode lets these be drawn as nothing, although they are letters and marks (Default_Ignorable_Code_Point).
DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Beside a name these say that somebody has looked: only the site may say so.
SEALS = re.compile("[\u2611\u2705\u2713\u2714\u2b50\U0001f3c5\U0001f6e1\U0001f396\U0001f5f8\u00a9\u00ae]")

# A name with one of these words in it speaks for the site.
OFFICES = (
    *("admin", "admins", "administrator", "administration", "moderator", "moderators", "moderatorin", "moderation"),
    *("editor", "editors", "editorial", "redaktion", "redakteur", "redakteurin", "redaction", "redactie", "redaccion"),
    *(
        "moderateur",
        "moderatrice",
        "moderador",
        "moderadora",
        "moderatore",
        "editeur",
        "webmaster",
        "sysadmin",
        "superuser",
    ),
)
# A name that is one of these alone does.
TITLES = (
    *("staff", "team", "support", "help", "helpdesk", "system", "root", "owner", "official", "newsroom", "security"),
    *("mod", "mods", "postmaster", "abuse", "noreply", "nobody", "anonymous", "deleted", "erased", "withdrawn"),
    *("news", "service", "bot", "null", "undefined", "everyone", "all"),
)
# Words that change nothing about whose name it is.
FILLERS = frozenset({"the", "official", "real", "team", "staff", "news", "online", "desk", "newsroom"})


def clean_name(text: str) -> str:
    """The name as others see it: nothing unseen, letters in their usual form, single spaces.

    Raises ValueError, with a message for its bearer, when what is left is no name.
    """
    usual = DRAWN_AS_NOTHING.sub("", unicodedata.normalize("NFKC", DRAWN_AS_NOTHING.sub("", text)))
    seen = "".join(" " if one.isspace() else one for one in usual if one.isspace() or category(one) not in UNSEEN)
    name = " ".join(seen.split())
    if not any(one.isalnum() for one in name):
        raise ValueError("A name needs at least one letter or digit.")
    if len(name) < SHORTEST:
        raise ValueError(f"A name needs at least {SHORTEST} characters.")
    if len(name) > LONGEST:
        raise ValueError(f"The name has {len(name)} characters; {LONGEST} is the most.")
    return name


def new_name(text: str) -> str:
    """A name that somebody chooses now: clean, and made for reading, not for imitating.

    Names that were here before were held to `clean_name` alone, and stay. Raises ValueError, with a message for its
    bearer, for words in mixed scripts, heaps of marks, and signs that only the site gives.
    """
    name = clean_name(text)
    mixed = next((word for word in re.split(r"[\W\d_]+", name) if is_mixed(word)), "")
    if mixed:
        raise ValueError(f"“{mixed}” mixes letters of several alphabets. Please write each word in one.")
    if SEALS.search(name):
        raise ValueError("A sign that looks like a seal of this site cannot be part of a name.")
    heap = 0
    for one in unicodedata.normalize("NFD", name):
        heap = heap + 1 if category(one) in {"Mn", "Me"} else 0
        if heap > MOST_MARKS:
            raise ValueError(f"A letter may carry {MOST_MARKS} marks at most.")
    return name


def name_key(name: str) -> str:
    """What two names have in common that the eye takes for one another; "" only for what is no name.

    The skeleton of TS 39 in small letters, with nothing but letters, marks and digits, so that "Ann", "ann.", "Аnn"
    with a Cyrillic letter and "A n n" are one. A capital L stays apart: it is not mistaken for the I that looks like a
    small l, and without that nobody could be Lan where Ian is.
    """
    bones = skeleton(clean_or_same(name))
    small = "".join("L" if one == "L" else one.casefold() for one in bones)
    # Once more, because some small letters look like others where their capitals do not: m like rn.
    return "".join(one for one in skeleton(small) if category(one)[0] in "LMN")


def clean_or_same(name: str) -> str:
    try:
        return clean_name(name)
    except ValueError:
        return unicodedata.normalize("NFKC", name)


def speaks_for_the_site(name: str, reserved: Collection[str] = ()) -> bool:
    """Whether a name would make readers think that the site or one of `reserved` (publishers' names) speaks.

    "Editor", "Ann (Moderator)", "Adm1n2", "The Ferry Post" and "Ferry Post official" do, where the Ferry Post is here.
    """
    words = words_of(name)
    if set(words) & OFFICE_KEYS or "".join(words) in OFFICE_KEYS | TITLE_KEYS:
        return True
    core = core_of(name)
    return bool(core) and any(core == core_of(one) for one in reserved)


def core_of(name: str) -> str:
    """The key of a name without the words that change nothing about whose it is."""
    words = words_of(name)
    return "".join([word for word in words if word not in FILLER_KEYS] or words)


def words_of(name: str) -> list[str]:
    """The words of a name as loose keys: no accents, no numbers behind, and i, l and 1 as one letter."""
    plain = "".join(one for one in unicodedata.normalize("NFD", clean_or_same(name)) if category(one) != "Mn")
    words = (word.rstrip("0123456789") or word for word in re.split(r"[\W_]+", plain))
    return [loose(key) for word in words if (key := name_key(word))]


def loose(key: str) -> str:
    return key.replace("L", "i").replace("l", "i")


def category(one: str) -> str:
    return unicodedata.category(one)


def keys_of(words: Collection[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in words_of(word))


OFFICE_KEYS, TITLE_KEYS, FILLER_KEYS = keys_of(OFFICES), keys_of(TITLES), keys_of(FILLERS)
