"""The page of a story: full coverage of one event."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.deck import deck
from newsstand.articles.templatetags.articles import shown_picture
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.stories.models import Story
from newsstand.stories.show import Entry, entries_of, local_first, timeline, topics_of


@public_page(lambda story_id, **_rest: [f"story:{story_id}"])
def story(request: HttpRequest, *, story_id: int, slug: str = "") -> HttpResponse:
    """`/story/<id>/<slug>`: the coverage; moved for another slug or a story that became part of another. Eight queries.

    Raises Http404 for a story of which readers can see nothing.
    """
    found = asked_for(story_id)
    if found.merged_into is not None:
        return HttpResponsePermanentRedirect(found.merged_into.get_absolute_url())
    entries = entries_of(found, now=clock.now())
    if not entries:
        raise Http404("Nothing of this story can be seen here: its articles were withdrawn, or are yet to come.")
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "pages/story.html", {**shown(found, entries), "visitor": visitor(request)})


def asked_for(story_id: int) -> Story:
    """The story with its place, whether or not something of it may be seen. Raises Http404."""
    wanted = Story.objects.select_related("merged_into", "place__parent", "section").defer("centroid")
    found = wanted.filter(pk=story_id).first() if story_id < 2**63 else None
    if found is None:
        raise Http404("There is no story with this number.")
    return found


def shown(story: Story, entries: list[Entry]) -> dict[str, Any]:
    """What the template shows."""
    lead = next((entry.article for entry in entries if entry.article.pk == story.lead_id), entries[0].article)
    outlets = {entry.article.publisher_id or -entry.article.pk for entry in entries}
    copies = sum(len(entry.copies) for entry in entries)
    return {
        "story": story,
        "lead": lead,
        "picture": shown_picture(lead),
        "deck": deck(lead.shown_summary(), ""),
        "first": entries[0].article,
        "last": entries[-1].article,
        "outlets": len(outlets),
        "articles": len(entries) + copies,
        "entries": local_first(entries, story.place, now=clock.now()),
        "moments": timeline(entries),
        "topics": topics_of(entries),
        "feeds": f"/story/{story.pk}",
        "canonical": f"{settings.NEWSSTAND_URL}{story.get_absolute_url()}",
        "is_alone": len(outlets) < 2,
    }
