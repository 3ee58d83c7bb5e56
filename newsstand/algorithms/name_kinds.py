"""Of what kind a capitalised name is, and by which word: its own, or one beside it."""

from newsstand.algorithms.name_words import GIVEN_NAMES, NOT_THE_PLACE, ORGANISATION_ENDS, ORGANISATION_STARTS, TITLES
from newsstand.algorithms.place_names import name_key
from newsstand.algorithms.text_words import Text, joined
from newsstand.algorithms.toponym_rules import BEFORE_A_PLACE, SPEECH
from newsstand.algorithms.world_words import DEMONYMS, SPELLED

# At the end of a name: a place of its own.
STANDING_ALONE = frozenset({"airport", "ocean", "sea", "county", "station", "harbour", "harbor", "peninsula", "strait"})


def kind_of(text: Text, start: int, end: int, name: str, plain: list[str], places: set[str]) -> tuple[str, str]:
    """The kind of a name and the word that said so: first by the name's own words, then by what stands beside it."""
    return (
        by_own_words(text, start, end, plain)
        or by_title(text, start)
        or by_registry(name, places)
        or by_person(text, start, plain)
        or by_form(text, end, name, plain)
        or by_neighbours(text, start, end, plain)
        # Most that is written large and shows no cue is a firm, a body or a make.
        or (("subject", "") if any(letter.isdigit() for letter in name) else ("organisation", ""))
    )


def by_own_words(text: Text, start: int, end: int, plain: list[str]) -> tuple[str, str] | None:
    """ "Orrin County Council", "University of Orrin"."""
    if len(plain) == 1:
        return None
    if plain[-1] in ORGANISATION_ENDS:
        return "organisation", text.words[end - 1].text
    if plain[0] in ORGANISATION_STARTS or ("of" in plain and plain[0] in ORGANISATION_ENDS):
        return "organisation", text.words[start].text
    return None


def by_title(text: Text, start: int) -> tuple[str, str] | None:
    """ "President", "Mrs" before it."""
    before = text.words[start - 1] if start else None
    titled = before is not None and before.plain in TITLES and before.is_capital and joined(text, start)
    return ("person", before.text) if titled and before is not None else None


def by_registry(name: str, places: set[str]) -> tuple[str, str] | None:
    """Countries, peoples and the gazetteer's places."""
    if name.casefold() in SPELLED or name_key(name) in places:
        return "place", "the gazetteer"
    return ("place", "a people") if name.casefold() in DEMONYMS else None


def by_person(text: Text, start: int, plain: list[str]) -> tuple[str, str] | None:
    """A given name first, or a surname that was named in full."""
    if plain[0] in GIVEN_NAMES and 1 < len(plain) <= 4:
        return "person", text.words[start].text
    return ("person", "a surname named before") if len(plain) == 1 and plain[0] in text.surnames else None


def by_form(text: Text, end: int, name: str, plain: list[str]) -> tuple[str, str] | None:
    """ "Fish Quay Street", "NATO"."""
    if len(plain) > 1 and plain[-1] in NOT_THE_PLACE | STANDING_ALONE:
        return "place", text.words[end - 1].text
    return ("organisation", "capitals") if len(plain) == 1 and name.isupper() and len(name) > 1 else None


def by_neighbours(text: Text, start: int, end: int, plain: list[str]) -> tuple[str, str] | None:
    """ "… said" after it, "in …" before it."""
    before = text.words[start - 1] if start else None
    after = text.words[end] if end < len(text.words) else None
    says = after is not None and after.plain in SPEECH and text.between(end - 1, end).strip() in {"", ","}
    if says and after is not None and len(plain) <= 3:
        return ("person", after.text) if len(plain) > 1 else ("subject", "")
    if len(plain) == 1 and before is not None and before.text in BEFORE_A_PLACE - {"of", "from", "to"}:
        return "place", before.text
    return None
