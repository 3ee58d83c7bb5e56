"""`/moderation/rules`: the house's rules for texts, and a place to try a sentence against them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.algorithms.comment_rules import tidy
from newsstand.algorithms.screening.facts import Author, Facts
from newsstand.algorithms.screening.marks import marked
from newsstand.algorithms.screening.pipeline import screen
from newsstand.algorithms.screening.verdicts import strongest
from newsstand.comments.facts import disposable, own_hosts
from newsstand.comments.mode import place
from newsstand.comments.models import Thread
from newsstand.lib import clock
from newsstand.moderation import outside
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.rulebook import SETTINGS, Rulebook, current
from newsstand.moderation.rules_form import RulesForm
from newsstand.moderation.set_rules import NOT_AN_EDITOR, changes, set_rules
from newsstand.pages.moderation import for_moderators

MODES = [choice for choice in Thread.Mode.choices if choice[0] != Thread.Mode.USUAL]
CHANGES_SHOWN = 20
# Somebody who has been here for a while.
KNOWN = 1000
PARTS = (
    ("Words", ("banned", "banned_verdict", "suspect", "suspect_verdict")),
    ("Links", ("links_most", "newcomer_links_most", "newcomer_approved", "hosts_refused", "hosts_held")),
    ("Who writes", ("newcomer_held", "history_share", "history_days", "history_fewest", "disposable_verdict")),
    ("How fast", ("speed_most", "speed_minutes", "thread_most", "repeat_minutes")),
    ("Threads", ("default_mode",)),
    ("The service outside", ("outside_silent",)),
)


@require_http_methods(["GET", "POST"])
@for_moderators
def rules(request: HttpRequest, user: User) -> HttpResponse:
    """The rules. POST tries the sentence against them as they stand in the form (`do=try`), or saves them: editors."""
    now = clock.now()
    held = current(now)
    if request.method == "GET":
        return rules_page(
            request, user, held, RulesForm(instance=held, initial={"base": held.pk or 0, "why": ""}, modes=MODES), now
        )
    form = RulesForm(request.POST, instance=Rulebook(changed_at=now), modes=MODES)
    tries = request.POST.get("do") == "try"
    status = 200
    if form.is_valid() and not tries:
        try:
            saved = set_rules(
                by=user,
                settings=form.cleaned_data,
                base=form.cleaned_data["base"],
                why=form.cleaned_data["why"],
                now=now,
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            status = 403 if str(refusal) == NOT_AN_EDITOR else 422
        else:
            messages.success(request, "Saved." if saved.pk != held.pk else "Nothing was changed.")
            return redirect("/moderation/rules")
    return rules_page(request, user, held, form, now, status=422 if form.errors and status == 200 else status)


def rules_page(
    request: HttpRequest, user: User, held: Rulebook, form: RulesForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    """The page with the form as it was filled in, what was wrong with it, and what the sentence came to."""
    tried = {}
    if form.is_bound and form.is_valid() and form.cleaned_data["sentence"]:
        tried = try_sentence(form.cleaned_data, now)
    context: dict[str, Any] = {
        "visitor": user,
        "form": form,
        "parts": [(title, [form[name] for name in names]) for title, names in PARTS],
        "errors": errors_of(form),
        "tried": tried,
        "held": held,
        "changes": latest_changes(),
        "is_outside": outside.is_asked(),
    }
    return render(request, "pages/moderation_rules.html", context, status=status)


def errors_of(form: RulesForm) -> list[str]:
    """Each error with the name of what it is about."""
    named = [(form.fields[name].label if name in form.fields else "", found) for name, found in form.errors.items()]
    return [f"{label}: {one}" if label else str(one) for label, found in named for one in found]


def try_sentence(given: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What all phases find in the sentence by the rules in the form; the service outside is not asked."""
    rulebook = Rulebook(**{name: given[name] for name in SETTINGS}, changed_at=now)
    facts = Facts(
        now=now,
        typed=given["sentence"],
        rules=rulebook.rules,
        author=Author(approved=0 if given["is_new"] else KNOWN, in_thread=0 if given["is_new"] else KNOWN),
        place=place(None, rulebook.default_mode, now),
        own_hosts=own_hosts(),
        disposable=disposable(),
    )
    text = tidy(given["sentence"])
    found = screen(text, facts)
    return {"pieces": marked(text, found), "findings": found, "verdict": strongest(found).value}


def latest_changes() -> list[tuple[Rulebook, list[str]]]:
    """The latest changes, the newest first, each with what it changed."""
    rows = list(Rulebook.objects.select_related("changed_by").order_by("-pk")[: CHANGES_SHOWN + 1])
    first = Rulebook(changed_at=rows[-1].changed_at) if rows and len(rows) <= CHANGES_SHOWN else None
    before = [*rows[1:], *([first] if first else [])]
    return [(row, changes(old, row)) for row, old in zip(rows, before, strict=False)]
