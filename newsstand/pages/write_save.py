"""What the editor's page asks for while somebody writes: saves, pictures, cards, places and topics."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.algorithms.draft_html import clean
from newsstand.algorithms.html_blocks import Run
from newsstand.algorithms.html_embeds import pasted
from newsstand.algorithms.pictures import MOST_BYTES
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import spend
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.fields import BadFieldsError, read_fields
from newsstand.contributors.models import Draft, DraftPicture
from newsstand.contributors.pictures import add_picture, remove_picture
from newsstand.contributors.save import Saved, save
from newsstand.lib import clock
from newsstand.pages.draft_form import PICTURES, SAVES, Asked, figures_of, look_for, sent_of, version_of
from newsstand.pages.draft_gate import for_draft


@for_draft("POST")
def write_save(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/save`: the same form as the page's; the answer is JSON.

    200 with the new version; 409 when another window was first, with where this text was kept; 422 with what is wrong
    by field; 403 and 429 with the reason. Seven queries when the text alone changed.
    """
    now = clock.now()
    try:
        spend(f"draft:{user.pk}", SAVES, now)
        saved = save(
            draft=draft,
            by=user,
            version=version_of(request),
            fields=read_fields(sent_of(request)),
            now=now,
            keep="keep" in request.POST,
            over="over" in request.POST,
        )
    except (BadFieldsError, TooFastError, RefusedError) as error:
        return refusal(error)
    return JsonResponse(said(saved, draft), status=409 if saved.other is not None else 200)


def said(saved: Saved, draft: Draft) -> dict[str, Any]:
    """A save for the page's script; moments in ISO 8601."""
    told: dict[str, Any] = {"version": saved.version, "changed": saved.changed, "at": saved.at.isoformat()}
    if saved.other is not None and saved.first_at is not None:
        return told | {"kept": f"/write/{draft.pk}/revisions/{saved.other.pk}", "first_at": saved.first_at.isoformat()}
    return told | {"figures": figures_of(draft) if "<img " in draft.body else {}}


@for_draft("POST")
def write_pictures(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/pictures`: a picture comes (`picture`) or goes (`remove`); JSON with its fields as HTML."""
    now = clock.now()
    try:
        spend(f"draft-picture:{user.pk}", PICTURES, now)
        number = request.POST.get("remove", "")
        if number.isascii() and number.isdigit() and len(number) < 19:
            version = remove_picture(draft=draft, number=int(number), by=user, now=now)
            return JsonResponse({"version": version})
        picture = add_picture(draft=draft, body=file_of(request), by=user, now=now)
    except (BadFieldsError, TooFastError, RefusedError) as error:
        return refusal(error)
    context = {"picture": picture, "rights": DraftPicture.Rights.choices, "may_write": True}
    html = render_to_string("pages/write_picture.html", context, request=request)
    return JsonResponse({"id": picture.pk, "image": picture.image_id, "html": html})


def file_of(request: HttpRequest) -> bytes:
    """The picture that a form brought. Raises BadFieldsError where there is none, or one that is too large."""
    file = request.FILES.get("picture")
    if file is not None and file.size is not None and file.size <= MOST_BYTES:
        return bytes(file.read())
    most = f"{MOST_BYTES // (1024 * 1024)} MB is the most"
    length = request.META.get("CONTENT_LENGTH") or "0"
    if file is not None or (length.isdigit() and int(length) > MOST_BYTES):
        raise BadFieldsError({"picture": f"The file is too large: {most}. Make the picture smaller and send it again."})
    raise BadFieldsError({"picture": "Choose the file of a picture first."})


@for_draft("GET", "HEAD")
def write_card(request: HttpRequest, _user: User, _draft: Draft) -> HttpResponse:
    """`/write/<id>/card?address=`: the card that stands for a film or a post, as the draft's text will have it."""
    address = request.GET.get("address", "").strip()[:500]
    found = pasted([Run(address)])
    if found is None:
        why = "No film, post, recording or chart is known to be at this address. As a link it can stand in the text."
        return JsonResponse({"error": why})
    return JsonResponse({"label": found.label, "address": found.address, "html": clean(f"<p>{found.address}</p>")})


@for_draft("GET", "HEAD")
def write_find(request: HttpRequest, _user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/find?deed=find_topic&find_topic=`: what the page would show, alone."""
    asked = Asked()
    look_for(request, asked)
    if asked.topics is not None:
        there = set(draft.topics.values_list("pk", flat=True))
        asked.topics = [topic for topic in asked.topics if topic.pk not in there]
    return render(request, "pages/write_found.html", {"asked": asked, "draft": draft})


def refusal(error: BadFieldsError | TooFastError | RefusedError) -> JsonResponse:
    """What was wrong, for the page's script."""
    if isinstance(error, BadFieldsError):
        return JsonResponse({"error": str(error), "errors": error.errors}, status=422)
    if isinstance(error, TooFastError):
        response = JsonResponse({"error": str(error)}, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    return JsonResponse({"error": str(error)}, status=403)
