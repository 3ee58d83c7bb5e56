"""What follows from a contract for the articles of its publisher."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.expressions import Combinable

from newsstand.accounts.models import User
from newsstand.articles.listeners import terms_changed
from newsstand.articles.models import Article
from newsstand.articles.pictures import pictures_of, settle_pictures
from newsstand.articles.withdraw import MOST_REASON, RefusedError, may_decide
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract


def take_effect(*, contract: Contract) -> None:
    """Let a contract's embargo and expiry hold for the articles that are here already; all pages hear of it.

    1. Load nothing: one statement for all articles.
    2. Decide: `algorithms.contracts.window`, in the database's language.
    3. Save.
    """
    with transaction.atomic():
        Article.objects.filter(publisher=contract.publisher_id).update(
            opens_at=later(timedelta(minutes=contract.embargo_minutes)) if contract.embargo_minutes else None,
            closes_at=None
            if contract.expires_after_days is None
            else later(timedelta(days=contract.expires_after_days)),
        )
        terms_changed(contract)
        touch(["site"])


def later(how_long: timedelta) -> Combinable:
    """So long after an article's publication, in the database."""
    return ExpressionWrapper(F("published_at") + how_long, output_field=DateTimeField())


def suspend(*, contract: Contract, now: datetime, reason: str, editor: User | None) -> None:
    """Take a publisher down: its page, articles, authors, feeds and pictures are gone at once. Twice does no harm.

    Raises RefusedError without a reason, with one that is too long, or for a user who is no editor.
    1. Load nothing but what is given.
    2. Decide who may, and the reason.
    3. Save; every page hears of it.
    """
    reason = " ".join(reason.replace("\x00", "").split())
    may_decide(editor)
    if not reason:
        raise RefusedError("Write the reason: it stays with the contract, for the other editors.")
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; {MOST_REASON} is the most.")
    with transaction.atomic():
        Contract.objects.filter(pk=contract.pk, suspended_at=None).update(suspended_at=now, suspended_reason=reason)
        contract.refresh_from_db(fields=["suspended_at", "suspended_reason"])
        terms_changed(contract)
        settle_pictures(pictures_at(contract))
        touch(["site"])


def pictures_at(contract: Contract) -> set[str]:
    """The ids of the pictures of a publisher's articles, and of its icon."""
    own = pictures_of(Article.objects.filter(publisher=contract.publisher_id))
    return own | {icon} if (icon := contract.publisher.icon_id) else own


def resume(*, contract: Contract, editor: User | None) -> None:
    """Bring a publisher back, with everything as it was. Twice does no harm. Raises RefusedError for no editor."""
    may_decide(editor)
    with transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(suspended_at=None, suspended_reason="")
        contract.refresh_from_db(fields=["suspended_at", "suspended_reason"])
        terms_changed(contract)
        settle_pictures(pictures_at(contract))
        touch(["site"])
