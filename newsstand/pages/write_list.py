"""`/write`: a contributor's own texts, by what waits for whom."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms import labels
from newsstand.algorithms.review import Who, waits_for
from newsstand.algorithms.strikes import LIVES
from newsstand.comments.views import for_users
from newsstand.contributors.label import facts_of
from newsstand.contributors.models import Contributor, Draft, Label, State
from newsstand.contributors.paused import strikes_of, why_not_submit
from newsstand.lib import clock

MOST = 300
PARTS: tuple[tuple[str, str, tuple[State, ...]], ...] = (
    ("yours", "Waiting for you", (State.CHANGES_ASKED, State.APPROVED)),
    ("writing", "Being written", (State.WRITING,)),
    ("editors", "With the editors", (State.SUBMITTED, State.IN_REVIEW)),
    ("published", "Published", (State.PUBLISHED,)),
    ("gone", "Declined or withdrawn", (State.DECLINED, State.WITHDRAWN)),
)
NEXT: dict[str, str] = {
    State.WRITING: "Write on, and submit it when it is done.",
    State.SUBMITTED: "An editor will take it.",
    State.IN_REVIEW: "An editor reads it.",
    State.CHANGES_ASKED: "An editor asks for changes.",
    State.APPROVED: "Approved: publish it, or choose when.",
    State.DECLINED: "You can take it back and write on.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One text in the list; `next` says what comes next, `address` leads there."""

    draft: Draft
    next: str
    address: str


@for_users
def write_list(request: HttpRequest, user: User) -> HttpResponse:
    """The texts, the label and what is missing for the next one, strikes. Nine queries, however many texts."""
    contributor = Contributor.objects.select_related("user", "author").filter(user=user).first()
    if contributor is None:
        return redirect("contributors_join")
    now = clock.now()
    drafts = Draft.objects.filter(contributor=contributor).select_related("latest", "editor", "article")
    drafts = drafts.defer("body", "summary", "article__body", "article__text").order_by("-changed_at", "-pk")[:MOST]
    rows = [row_of(draft) for draft in drafts]
    rule = labels.next_rule(contributor.label)
    context = {
        "visitor": user,
        "may_have_messages": True,
        "contributor": contributor,
        "parts": [
            (slug, name, [row for row in rows if row.draft.state in states])
            for slug, name, states in PARTS
            if any(row.draft.state in states for row in rows)
        ],
        "is_empty": not rows,
        "next_label": Label(rule.label).label if rule else "",
        "missing": labels.missing(rule, facts_of(contributor, now)) if rule else [],
        "strikes": [one for one in strikes_of(user) if one.since + LIVES > now],
        "paused": why_not_submit(user, now),
    }
    return render(request, "pages/write_list.html", context)


def row_of(draft: Draft) -> Row:
    state = draft.state
    said = NEXT.get(state, "")
    if draft.publish_at is not None:
        said = "Scheduled."
    elif state == State.SUBMITTED and draft.article_id is not None:
        said = "Your correction waits for an editor."
    is_to_write = waits_for(state) is Who.CONTRIBUTOR and state != State.APPROVED
    return Row(draft, said, f"/write/{draft.pk}" if is_to_write else f"/write/{draft.pk}/review")
