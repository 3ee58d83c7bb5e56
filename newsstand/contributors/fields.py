"""What a writer sent of a draft: read, and held to what can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from newsstand.algorithms.draft_html import clean
from newsstand.algorithms.draft_markup import from_markup
from newsstand.contributors.models import Draft, DraftPicture
from newsstand.topics.find_places import enter_place
from newsstand.topics.models import Topic

MOST_CHARACTERS = 80_000
"""Of a text, as HTML: some 12,000 words."""
MOST_TOPICS = 12
LONGEST = {"headline": 300, "summary": 1000, "ai_note": 300, "payer": 300}
LANGUAGE_SIGNS = 20
OF_A_PICTURE = {"alt": 500, "caption": 1000, "credit": 200, "licence_url": 2000}


class BadFieldsError(Exception):
    """Some of it cannot be kept; `errors` says by field what is wrong and what to do."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(slots=True)
class Fields:
    """What was sent: `values` of Draft by name, and of its pictures by their number; what is absent stays as it is."""

    values: dict[str, Any] = field(default_factory=dict)
    pictures: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_fields(sent: Mapping[str, Any]) -> Fields:
    """What a form sent: single lines and texts by name, `topics` as a list, "picture-7-alt" for a picture's words.

    `markup` is the text of a page without script, `body` that of the editor. Raises BadFieldsError with all that is
    wrong at once. One query for topics, one for a place.
    """
    errors: dict[str, str] = {}
    found = Fields()
    for name, most in LONGEST.items():
        if name in sent:
            found.values[name] = line(sent[name]) if name != "summary" else unnul(sent[name]).strip()
            if len(found.values[name]) > most:
                errors[name] = too_long(name, len(found.values[name]), most)
    if "body" in sent or "markup" in sent:
        read_text(sent, found, errors)
    if "language" in sent:
        found.values["language"] = line(sent["language"])[:LANGUAGE_SIGNS]
    read_choices(sent, found, errors)
    read_topics(sent, found, errors)
    read_pictures(sent, found, errors)
    if errors:
        raise BadFieldsError(errors)
    return found


def read_text(sent: Mapping[str, Any], found: Fields, errors: dict[str, str]) -> None:
    written = unnul(sent["body"] if "body" in sent else sent["markup"])
    # Before it is read: reading costs time, and what is a little too long as markup is too long as HTML.
    if len(written) > 4 * MOST_CHARACTERS:
        errors["body"] = too_long("text", len(written), MOST_CHARACTERS)
        return
    found.values["body"] = clean(written) if "body" in sent else from_markup(written)
    if len(found.values["body"]) > MOST_CHARACTERS:
        errors["body"] = too_long("text", len(found.values["body"]), MOST_CHARACTERS)


def read_choices(sent: Mapping[str, Any], found: Fields, errors: dict[str, str]) -> None:
    for name, choices in (("ai", Draft.Help.values), ("payment", Draft.Payment.values)):
        if name in sent:
            found.values[name] = sent[name]
            if sent[name] not in {"", *choices}:
                errors[name] = "Choose one of the answers that the page offers."


def read_topics(sent: Mapping[str, Any], found: Fields, errors: dict[str, str]) -> None:
    if "topics" in sent:
        numbers = {int(one) for one in sent["topics"] if is_number(one)}
        found.values["topics"] = list(Topic.objects.shown().filter(pk__in=numbers)) if numbers else []
        if len(found.values["topics"]) > MOST_TOPICS:
            errors["topics"] = f"{len(found.values['topics'])} topics are chosen; {MOST_TOPICS} are the most."
    if "section" in sent:
        chosen = sent["section"]
        sections = Topic.objects.filter(section__isnull=False, is_hidden=False)
        found.values["section"] = sections.filter(pk=chosen).first() if is_number(chosen) else None
        if chosen and found.values["section"] is None:
            errors["section"] = "This section is not there any more. Choose another."
    if "place" in sent:
        found.values["place"] = place_of(sent["place"])
        if sent["place"] and found.values["place"] is None:
            errors["place"] = "This place is not known. Look for it by its name."


def place_of(chosen: str) -> Topic | None:
    """The place of a number or "slug:…"; "g2643743" is one of the gazetteer, which enters the registry by it."""
    if chosen.startswith("slug:"):
        return Topic.objects.shown().filter(slug=chosen[5:], kind="place").first()
    if chosen[:1] == "g" and is_number(chosen[1:]):
        return enter_place(int(chosen[1:]))
    return Topic.objects.shown().filter(pk=chosen, kind="place").first() if is_number(chosen) else None


def read_pictures(sent: Mapping[str, Any], found: Fields, errors: dict[str, str]) -> None:
    lead = sent.get("lead")
    for name in sent:
        parts = name.split("-")
        if len(parts) != 3 or parts[0] != "picture" or not is_number(parts[1]):
            continue
        number, told = int(parts[1]), parts[2]
        values = found.pictures.setdefault(number, {"is_lead": lead == parts[1]} if lead is not None else {})
        if told in OF_A_PICTURE:
            values[told] = line(sent[name])
            if len(values[told]) > OF_A_PICTURE[told]:
                errors[name] = too_long(told, len(values[told]), OF_A_PICTURE[told])
            elif told == "licence_url" and values[told]:
                check_address(values[told], name, errors)
        elif told == "rights":
            values[told] = sent[name]
            if sent[name] not in {"", *DraftPicture.Rights.values}:
                errors[name] = "Choose one of the answers that the page offers."


def check_address(address: str, name: str, errors: dict[str, str]) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        errors[name] = "The address of a licence begins with https:// or http://, and names a page."


def too_long(name: str, has: int, most: int) -> str:
    said = {"ai_note": "note on AI", "payer": "name of who pays", "alt": "description"}.get(name, name)
    return f"The {said} has {has:,} characters; {most:,} is the most. Nothing was cut off: shorten it and save again."


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def line(text: str) -> str:
    return " ".join(unnul(text).split())


def unnul(text: str) -> str:
    return text.replace("\x00", "")
