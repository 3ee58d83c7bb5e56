"""An article's corrections for programs, and what is contested in it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from newsstand.algorithms.diff import Edit, Piece
from newsstand.articles.models import Article
from newsstand.corrections.models import Contest
from newsstand.corrections.shown import Note, shown
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page


@require_safe
@public_page(lambda article_id: [f"article:{article_id}"])
def corrections(request: HttpRequest, *, article_id: int) -> HttpResponse:  # noqa: ARG001
    """`/a/<id>/corrections.json`: the same as on the article's page. Raises Http404 for one that may not be seen."""
    now = clock.now()
    wanted = Article.objects.published(now).select_related("publisher__contract", "lead_picture")
    article = wanted.filter(pk=article_id).first()
    if article is None:
        raise Http404("There is no article with this number.")
    said = shown(article, now)
    data = {
        "article": settings.NEWSSTAND_URL + article.get_absolute_url(),
        "headline": article.headline,
        "corrections": [correction(one) for one in said.notes],
        "corrections_of_original": [
            {
                **correction(Note(one, (), more=False)),
                "article": settings.NEWSSTAND_URL + one.article.get_absolute_url(),
            }
            for one in said.of_original
        ],
        "contested": [contest(one) for one in (*(row.contest for row in said.unanswered), *said.standing)],
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def correction(note: Note) -> dict[str, Any]:
    """A correction with the old and the new words of the passages that it changed."""
    row = note.correction
    return {
        "kind": row.kind,
        "note": row.note,
        "at": row.at.isoformat(),
        "contested_by_a_reader": row.contest_id is not None,
        "changed": [
            {"before": words(pieces, Edit.INSERTED), "after": words(pieces, Edit.DELETED)} for pieces in note.passages
        ],
        "there_is_more": note.more,
    }


def words(pieces: Any, without: Edit) -> str:
    """The words of a passage but for those that went, or that came."""
    kept: list[Piece] = [piece for piece in pieces if piece.edit is not without]
    return "".join(piece.text for piece in kept)


def contest(one: Contest) -> dict[str, Any]:
    """A contested statement as readers see it: nothing of who contests it."""
    return {
        "statement": one.statement,
        "state": one.state,
        "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        "due_at": one.due_at.isoformat(),
        "answer": one.answer,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }
