"""Become a contributor, and begin a draft."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User, key_of
from newsstand.accounts.names import reserved
from newsstand.algorithms.urls import slug
from newsstand.algorithms.user_names import clean_name, new_name, speaks_for_the_site
from newsstand.articles.authors import free_slug
from newsstand.articles.models import Author
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Contributor, Draft, Label, LabelChange, Step
from newsstand.contributors.step import take_step
from newsstand.lib.stamps import touch
from newsstand.moderation.standing import standing

MOST_ABOUT = 1000
# More texts at once than anybody writes: it keeps a script from filling the disk.
MOST_OPEN = 100


@transaction.atomic
def join(*, user: User, byline: str, about: str, agrees: bool, now: datetime) -> Contributor:
    """Make a user a contributor who writes under `byline`. Who is one already stays as they are.

    Raises RefusedError for a suspended user, for one who does not agree to the terms, and for a byline that is no name,
    is somebody else's, or speaks for the site.
    1. Load the user, locked, and whether they are one already.
    2. Decide whether they may, and whether the byline can stand.
    3. Save the author, the contributor and their first label.
    """
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = Contributor.objects.filter(user=row).select_related("author").first()
    if known is not None:
        return known
    if why := standing(row, now).why_not_act:
        raise RefusedError(why)
    if not agrees:
        raise RefusedError("Agree to the terms first: they say what you may expect of us, and we of you.")
    name = chosen_byline(byline, row)
    about = about.replace("\x00", "").strip()
    if len(about) > MOST_ABOUT:
        raise RefusedError(f"What you say about yourself has {len(about):,} characters; {MOST_ABOUT:,} is the most.")
    author = Author.objects.filter(user=row).first()
    if author is None:
        author = Author.objects.create(user=row, name=name, slug=free_slug(slug(name)[:70], None), about=about)
    contributor = Contributor.objects.create(user=row, author=author, agreed_at=now)
    LabelChange.objects.create(
        contributor=contributor, label=Label.VOICE, reason="Everybody who joins begins with this label.", at=now
    )
    touch([f"author:{author.slug}"])
    return contributor


def chosen_byline(text: str, user: User) -> str:
    """The name in bylines: the user's own, or another that is nobody's here. Raises RefusedError."""
    try:
        name = clean_name(text) if text.strip() == user.name else new_name(text)
    except ValueError as why:
        raise RefusedError(str(why)) from None
    key = key_of(name)
    if User.objects.exclude(pk=user.pk).filter(name_key=key).exists() or is_taken(name, user):
        raise RefusedError("Somebody else here is called so, or nearly so. Please choose another byline.")
    if not user.moderates and speaks(name):
        raise RefusedError("That byline would look as if the site or a publisher speaks. Please choose another.")
    return name


def is_taken(name: str, user: User) -> bool:
    """Whether another contributor's byline could be taken for it."""
    others = Author.objects.filter(publisher=None).exclude(user=user)
    return any(key_of(other) == key_of(name) for other in others.values_list("name", flat=True).iterator())


def speaks(name: str) -> bool:
    """Whether a byline speaks for the site or a publisher."""
    return speaks_for_the_site(name, reserved())


@transaction.atomic
def begin(*, contributor: Contributor, now: datetime) -> Draft:
    """Begin an empty draft.

    Raises RefusedError for a suspended contributor, for one whose account was erased, and for more than MOST_OPEN
    drafts that are being written.
    1. Load the contributor and how much they have begun.
    2. Decide whether they may.
    3. Save the draft with its first step.
    """
    if contributor.user is None:
        raise RefusedError("This contributor's account was erased.")
    begun = Draft.objects.filter(contributor=contributor, latest__after="writing", version=0)
    if begun.count() >= MOST_OPEN:
        raise RefusedError(f"You have begun {MOST_OPEN} drafts in which nothing stands. Write in one of them.")
    draft = Draft.objects.create(
        contributor=contributor, language=settings.NEWSSTAND_LANGUAGE, begun_at=now, changed_at=now
    )
    take_step(draft=draft, action=Step.Action.BEGIN, by=contributor.user, now=now)
    return draft
