"""`/write/<id>`: the page on which a draft is written; without script a plain form that does the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.contributors.begin import begin
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.fields import BadFieldsError, read_fields
from newsstand.contributors.models import Contributor, Draft
from newsstand.contributors.pictures import add_picture, remove_picture
from newsstand.contributors.save import save
from newsstand.lib import clock
from newsstand.pages.draft_form import PICTURES, SAVES, Asked, is_stale, look_for, sent_of, shown, version_of
from newsstand.pages.draft_gate import for_draft
from newsstand.pages.write_save import file_of


@for_users
def write_new(request: HttpRequest, user: User) -> HttpResponse:
    """`/write/new`: POST begins a draft and leads to it; GET has the button. Who is no contributor is sent to join."""
    contributor = Contributor.objects.select_related("user", "author").filter(user=user).first()
    if contributor is None:
        return redirect("/contributors/join")
    if request.method != "POST":
        return render(request, "pages/write_new.html", {"visitor": user})
    try:
        draft = begin(contributor=contributor, now=clock.now())
    except RefusedError as why:
        return render(request, "pages/write_new.html", {"visitor": user, "error": str(why)}, status=403)
    return redirect("write_draft", draft_id=draft.pk)


@for_draft()
def write(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """GET shows the draft to be written, or to be read by who may not write it now; POST saves it.

    The deed of the form: save, keep (also as a revision), find_place and find_topic (save, and look), remove-7 (save,
    and take a picture out). A picture may come with any of them.
    """
    asked = Asked()
    status = 200
    if request.method == "POST":
        status = take(request, user, draft, asked)
        if status == 302:
            return redirect(f"/write/{draft.pk}")
        draft.refresh_from_db()
    look_for(request, asked)
    return render(request, "pages/write.html", shown(request, user, draft, asked), status=status)


def take(request: HttpRequest, user: User, draft: Draft, asked: Asked) -> int:
    """Do what a form asks; the status of the answer, 302 where all of it was done."""
    now, deed = clock.now(), request.POST.get("deed", "save")
    try:
        spend(f"draft:{user.pk}", SAVES, now)
        asked.saved = save(
            draft=draft,
            by=user,
            version=version_of(request),
            fields=read_fields(sent_of(request)),
            now=now,
            keep=deed == "keep",
            over="over" in request.POST,
        )
        pictures(request, user, draft, deed)
    except BadFieldsError as error:
        asked.errors = error.errors
        return 422
    except TooFastError as error:
        asked.refused = str(error)
        return 429
    except RefusedError as error:
        asked.refused = str(error)
        return 403
    if is_stale(asked):
        return 409
    if deed.startswith("find_"):
        return 200
    messages.success(request, "Saved, and kept as a revision." if deed == "keep" else "Saved.")
    return 302


def pictures(request: HttpRequest, user: User, draft: Draft, deed: str) -> None:
    """Add the picture that came with a form, and take out the one that it names."""
    now = clock.now()
    if "picture" in request.FILES or deed == "add":
        spend(f"draft-picture:{user.pk}", PICTURES, now)
        add_picture(draft=draft, body=file_of(request), by=user, now=now)
    number = deed.removeprefix("remove-")
    if deed != number and number.isascii() and number.isdigit() and len(number) < 19:
        remove_picture(draft=draft, number=int(number), by=user, now=now)
