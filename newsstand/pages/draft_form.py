"""A draft as its form: what a browser sent, and what the page shows."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from newsstand.accounts.models import User
from newsstand.algorithms.draft_markup import to_markup
from newsstand.algorithms.pictures import MOST_BYTES
from newsstand.contributors.fields import LONGEST
from newsstand.contributors.figures import caption_html
from newsstand.contributors.models import Draft, DraftPicture
from newsstand.contributors.save import Saved
from newsstand.contributors.step import may_write
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.pages.languages import language_name
from newsstand.topics.find_places import FoundPlace, find_places
from newsstand.topics.find_topics import find_topics
from newsstand.topics.models import Topic

# Two windows that save every two seconds, and their tries again.
SAVES = (Rate(120, 60), Rate(4000, 3600))
PICTURES = (Rate(20, 60), Rate(300, 24 * 3600))
LANGUAGES = (
    *("en", "es", "fr", "de", "pt", "it", "nl", "pl", "uk", "tr"),
    *("ar", "he", "fa", "hi", "zh", "ja", "ko", "vi", "so"),
)
LONGEST_QUERY = 120


@dataclass(slots=True)
class Asked:
    """What came of a form: what was wrong by field, what was said, what was looked for, how the save ended."""

    errors: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    saved: Saved | None = None
    places: list[FoundPlace] | None = None
    topics: list[Topic] | None = None


def sent_of(request: HttpRequest) -> dict[str, Any]:
    """What a form sent, for contributors.fields: topics as a list where the form showed them."""
    sent: dict[str, Any] = dict(request.POST.items())
    if "topics_shown" in sent:
        sent["topics"] = request.POST.getlist("topics")
    return sent


def version_of(request: HttpRequest) -> int:
    """The version that the window had; -1, which is always stale, for what is no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def look_for(request: HttpRequest, asked: Asked) -> None:
    """The places and topics that a form looks for."""
    values = request.POST if request.method == "POST" else request.GET
    deed = values.get("deed", "")
    if deed == "find_place":
        asked.places = find_places(" ".join(values.get("find_place", "").split())[:LONGEST_QUERY])
    elif deed == "find_topic":
        asked.topics = find_topics(" ".join(values.get("find_topic", "").split())[:LONGEST_QUERY])


def shown(request: HttpRequest, user: User, draft: Draft, asked: Asked) -> dict[str, Any]:
    """What the template shows: what stands, or what was typed where it could not be kept."""
    typed = sent_of(request) if request.method == "POST" and (asked.errors or asked.refused or is_stale(asked)) else {}
    chosen = list(draft.topics.all())
    pictures = list(draft.pictures.select_related("image").order_by("added_at", "pk"))
    if asked.topics is not None:
        asked.topics = [topic for topic in asked.topics if topic not in chosen]
    return {
        "visitor": user,
        "may_have_messages": True,
        "draft": draft,
        "asked": asked,
        "errors": asked.errors,
        "typed": typed,
        "headline": typed.get("headline", draft.headline),
        "summary": typed.get("summary", draft.summary),
        "markup": typed.get("markup", to_markup(draft.body)),
        "is_stale": is_stale(asked),
        "may_write": may_write(draft, user, clock.now()),
        "is_own": draft.contributor.user_id == user.pk,
        "longest": LONGEST,
        "sections": Topic.objects.filter(section__isnull=False, is_hidden=False).order_by("section", "name"),
        "chosen_topics": chosen,
        "languages": languages_of(draft),
        "helps": Draft.Help.choices,
        "payments": Draft.Payment.choices,
        "rights": DraftPicture.Rights.choices,
        "pictures": pictures,
        "has_lead": any(picture.is_lead for picture in pictures),
        "most_megabytes": MOST_BYTES // (1024 * 1024),
    }


def is_stale(asked: Asked) -> bool:
    return asked.saved is not None and asked.saved.other is not None


def languages_of(draft: Draft) -> list[tuple[str, str]]:
    """The languages to choose from, by name: the site's own first, and whatever the draft has."""
    codes = dict.fromkeys([settings.NEWSSTAND_LANGUAGE, *([draft.language] if draft.language else []), *LANGUAGES])
    return [(code, language_name(code) or code) for code in codes]


def figures_of(draft: Draft) -> dict[str, dict[str, str]]:
    """What stands with each picture in the text, by the picture's id. One query."""
    return {row.image_id: {"alt": row.alt, "caption": caption_html(row)} for row in draft.pictures.all()}
