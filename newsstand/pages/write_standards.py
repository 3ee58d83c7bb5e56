"""`/write/<id>/standards`: what there is to mend, as a fragment for the writing page, or on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.models import User
from newsstand.contributors.models import Draft
from newsstand.contributors.standards import findings_of
from newsstand.pages.draft_gate import for_draft


@for_draft("GET", "HEAD")
def write_standards(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """The findings; with htmx or `?part` the list alone."""
    is_part = "part" in request.GET or request.headers.get("HX-Request") == "true"
    template = "pages/standards.html" if is_part else "pages/write_standards.html"
    return render(request, template, {"visitor": user, "draft": draft, "findings": findings_of(draft)})
