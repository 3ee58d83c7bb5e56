"""The sections, for the masthead of every page."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsstand.topics.models import Topic


def of_the_masthead() -> list[Topic]:
    """The topics that are sections, in their order."""
    return list(Topic.objects.filter(section__isnull=False).order_by("section", "name").only("name", "slug"))


def sections(request: HttpRequest) -> dict[str, Any]:
    """`sections` for templates: asked of the database once a request, and only by a page that shows them."""
    if not hasattr(request, "sections"):
        request.sections = SimpleLazyObject(partial(of_the_masthead))  # type: ignore[attr-defined]
    return {"sections": request.sections}  # type: ignore[attr-defined]
