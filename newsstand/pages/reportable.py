"""What a visitor may report: what they can see, and nothing that they cannot."""

from django.http import Http404

from newsstand.accounts.models import User
from newsstand.advertisers.models import Ad
from newsstand.articles.models import Article, may_be_seen
from newsstand.comments.models import Comment
from newsstand.moderation import subjects
from newsstand.moderation.models import Kind
from newsstand.moderation.subjects import Seen

NOT_HERE = "There is nothing here that could be reported."
WORDS = {Kind.COMMENT: "comment", Kind.ARTICLE: "article", Kind.PROFILE: "profile", Kind.AD: "ad"}


def reportable(kind: str, number: int) -> Seen:
    """The thing as it stands on this site now. Raises Http404 for what is held, removed, withdrawn, under embargo or
    not there: a form about it would show it. Two queries.
    """
    if kind not in WORDS or not 0 < number < 2**63 or not stands(kind, number):
        raise Http404(NOT_HERE)
    seen = subjects.seen(kind, number)
    if seen is None or seen.is_gone or not seen.is_shown:
        raise Http404(NOT_HERE)
    return seen


def stands(kind: str, number: int) -> bool:
    """Whether everybody can see the thing. One query."""
    if kind == Kind.ARTICLE:
        return Article.objects.filter(may_be_seen(), pk=number).exists()
    if kind == Kind.COMMENT:
        shown = Comment.objects.filter(status=Comment.Status.SHOWN, withdrawn_at=None)
        return shown.filter(may_be_seen(via="article__"), pk=number).exists()
    if kind == Kind.AD:
        return Ad.objects.filter(pk=number, state=Ad.State.APPROVED).exclude(first_shown_on=None).exists()
    return User.objects.filter(pk=number, is_active=True).exists()


def words_of(kind: str, seen: Seen) -> str:
    """What may be repeated of the thing: an article's text stands under its publisher's contract, so its headline."""
    if kind == Kind.ARTICLE:
        return seen.title
    return f"{seen.title}\n{seen.text}".strip() if kind == Kind.PROFILE else seen.text
