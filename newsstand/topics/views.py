"""Editors' pages of the registry: proposals, what was done, and one topic."""

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.topics import decide
from newsstand.topics.decide import RefusedError
from newsstand.topics.models import Alias, Sighting, Topic, TopicEdit, TopicProposal
from newsstand.topics.permission import for_editors
from newsstand.topics.propose import recurring_proposals, similar, similar_to
from newsstand.topics.registry import key_of
from newsstand.topics.undo import undo

A_PAGE = 30
EXAMPLES = 3
EDITS_SHOWN = 100


@for_editors
def proposals(request: HttpRequest, user: User) -> HttpResponse:
    """`/topics/proposals`: names that recur; each is accepted, taken as another name, or refused with one button.

    `?first=NUMBER` puts one before the others.
    """
    seen = Sighting.objects.select_related("article").order_by("-weight", "-pk")[:EXAMPLES]
    number = request.GET.get("first", "")
    first = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    rows = (
        recurring_proposals().annotate(is_first=Q(pk=first)).order_by("-is_first", "-publishers", "-articles", "name")
    )
    waiting = list(rows.prefetch_related(Prefetch("sightings", seen, to_attr="examples"))[:A_PAGE])
    like = similar_to([proposal.name for proposal in waiting])
    context = {
        "visitor": user,
        "proposals": [(proposal, like[proposal.name]) for proposal in waiting],
        "count": recurring_proposals().count(),
        "kinds": Topic.Kind.choices,
        "may_have_messages": True,
    }
    return render(request, "topics/proposals.html", context)


@for_editors
def decided(request: HttpRequest, user: User, proposal_id: int) -> HttpResponse:
    """POST `/topics/proposals/<id>`: the decision about one; the next stands first on the page that follows."""
    proposal = get_object_or_404(TopicProposal, pk=proposal_id)
    if request.method == "POST":
        try:
            done = settle(request, user, proposal)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
    return redirect("topic_proposals")


def settle(request: HttpRequest, user: User, proposal: TopicProposal) -> str:
    """Do what the form says; the sentence that says what was done. Raises RefusedError."""
    now, deed = clock.now(), request.POST.get("deed", "")
    if deed == "refuse":
        decide.refuse(proposal=proposal, editor=user, now=now)
        return f"{proposal.name} is refused and will not be proposed again."
    if deed == "alias":
        number = request.POST.get("topic", "")
        topic = named(request.POST.get("other", "")) if not number.isascii() or not number.isdigit() else None
        topic = topic or get_object_or_404(Topic, pk=int(number or 0))
        decide.take_as_alias(proposal=proposal, topic=topic, editor=user, now=now)
        return f"{proposal.name} leads to {topic.name} now."
    if deed in Topic.Kind.values:
        name = request.POST.get("name", "") or proposal.name
        topic = decide.accept(proposal=proposal, kind=Topic.Kind(deed), name=name, editor=user, now=now)
        return f"{topic.name} is a topic now, in {proposal.articles} article{'' if proposal.articles == 1 else 's'}."
    raise RefusedError("Choose what to do with the name: a kind, another name of a topic, or refuse.")


def named(name: str) -> Topic:
    """The topic that answers to a name. Raises RefusedError."""
    alias = Alias.objects.filter(key=key_of(name)).select_related("topic").first() if name.strip() else None
    if alias is None:
        raise RefusedError(f"No topic answers to “{name.strip()[:80]}”. Write its name as it stands on its page.")
    return alias.topic


@for_editors
def edits(request: HttpRequest, user: User) -> HttpResponse:
    """`/topics/edits`: what editors did, newest first; POST undoes one."""
    if request.method == "POST":
        number = request.POST.get("edit", "")
        edit = get_object_or_404(TopicEdit, pk=int(number) if number.isascii() and number.isdigit() else 0)
        try:
            undo(edit=edit, editor=user, now=clock.now())
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Undone: {edit.name}, {edit.get_deed_display()}.")
        return redirect("topic_edits")
    rows = TopicEdit.objects.select_related("by", "undone_by").order_by("-at", "-id")[:EDITS_SHOWN]
    return render(request, "topics/edits.html", {"visitor": user, "edits": rows, "may_have_messages": True})


@for_editors
def edit_topic(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """`/topics/edit/<slug>`: merge it into another, hide it or show it again."""
    topic = get_object_or_404(Topic, slug=slug)
    if request.method == "POST":
        deed, now = request.POST.get("deed", ""), clock.now()
        try:
            if deed == "merge":
                into = named(request.POST.get("into", ""))
                decide.merge(topic=topic, into=into, editor=user, now=now)
                messages.success(request, f"{topic.name} is {into.name} now. Its address leads there.")
                return redirect("topic_edit", slug=into.slug)
            decide.hide(topic=topic, hidden=deed == "hide", editor=user, now=now)
        except RefusedError as error:
            messages.error(request, str(error))
        return redirect("topic_edit", slug=slug)
    context = {
        "visitor": user,
        "topic": topic,
        "aliases": topic.aliases.order_by("name"),
        "count": topic.mentions.count(),
        "like": [other for other in similar(topic.name, most=6) if other.pk != topic.pk],
        "may_have_messages": True,
    }
    return render(request, "topics/edit.html", context)
