"""Give notice that something here breaks the law (DSA Art. 16)."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_line, plain_text
from newsstand.algorithms.references import reference
from newsstand.legal.models import Event, LegalNotice
from newsstand.legal.token import address_of
from newsstand.moderation import subjects
from newsstand.moderation.cases import open_case
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Kind
from newsstand.moderation.subjects import Seen
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

GOOD_FAITH = "The notifier declared to believe in good faith that what the notice says is accurate and complete."


@dataclass(frozen=True, slots=True)
class Said:
    """What the notifier wrote. Name and address may be empty only for `is_about_abuse` (Art. 16(2)(c))."""

    law: str
    explanation: str
    address: str
    name: str = ""
    email: str = ""
    is_about_abuse: bool = False
    in_good_faith: bool = False


@transaction.atomic
def notify(
    *, kind: str, number: int, said: Said, by: User | None, form_key: str, seed: bytes, now: datetime
) -> LegalNotice:
    """Take a notice; the same form (`form_key`) sent twice is one notice. `seed` is chance for the reference.

    Raises RefusedError for what is not here, and for a notice without what the law asks for.
    1. Load the notice of this form, if it was sent before; the thing, locked.
    2. Decide whether the notice is complete.
    3. Save it with what the thing says, what happened, and its case; the receipt goes out.
    """
    before = LegalNotice.objects.filter(form_key=form_key).first()
    if before is not None:
        return before
    seen = noticed(kind, number)
    said = complete(said, by)
    case = open_case(kind=kind, number=number, author=seen.author, noticed=True, now=now)
    try:
        with transaction.atomic():
            made = LegalNotice.objects.create(
                reference=reference(seed),
                form_key=form_key,
                kind=kind,
                number=number,
                address=said.address,
                case=case,
                by=by,
                name=said.name,
                email=said.email,
                is_about_abuse=said.is_about_abuse,
                law=said.law,
                explanation=said.explanation,
                snapshot=seen.text,
                made_at=now,
                due_at=now if said.email else None,
            )
    except IntegrityError:
        # The same form came twice at once, and the other was first.
        return LegalNotice.objects.get(form_key=form_key)
    Event.objects.create(notice=made, what=Event.What.RECEIVED, text=GOOD_FAITH, by=by, at=now)
    tell_receipt(made, now)
    return made


def noticed(kind: str, number: int) -> Seen:
    """The thing as it is now, locked. Raises RefusedError where there is nothing."""
    if kind not in {Kind.COMMENT, Kind.ARTICLE, Kind.PROFILE}:
        raise RefusedError("There is no form for this.")
    try:
        subjects.of(kind).lock(number)
    except (KeyError, ObjectDoesNotExist):
        raise RefusedError("This is not here any more.") from None
    seen = subjects.seen(kind, number)
    if seen is None or seen.is_gone:
        raise RefusedError("This is not here any more.")
    return seen


def complete(said: Said, by: User | None) -> Said:
    """The notice as it is kept. Raises RefusedError for one that lacks what Art. 16(2) asks for."""
    name, email = plain_line(said.name)[:120], plain_line(said.email)
    if by is not None:
        name, email = name or by.name, ""
    if by is None and not said.is_about_abuse and not (name and email):
        raise RefusedError(
            "Give your name and e-mail address: the law asks for them, except about the abuse of children."
        )
    law, explanation = plain_line(said.law), plain_text(said.explanation)
    if not law or not explanation:
        raise RefusedError("Name the law, and explain why you believe it is broken.")
    if not said.in_good_faith:
        raise RefusedError("Confirm that you believe your notice to be accurate and complete.")
    return Said(law[:500], explanation[:2000], plain_line(said.address)[:500], name, email, said.is_about_abuse, True)


def tell_receipt(notice: LegalNotice, now: datetime) -> None:
    """Tell a notifier who has an account; others get a mail (legal/mail.py)."""
    if notice.by is None:
        return
    tell(
        user=notice.by,
        kind=Notice.Kind.OUTCOME,
        key=f"legal:{notice.pk}:received",
        title=f"Your notice {notice.reference} has arrived",
        text="A person will look at it, and you will be told what was decided.",
        address=address_of(notice),
        now=now,
    )
    Event.objects.create(notice=notice, what=Event.What.CONFIRMED, text="on this site", at=now)
