"""The address where a notifier, with or without an account, follows their notice."""

from django.core.signing import BadSignature, Signer

from newsstand.legal.models import LegalNotice

SALT = "newsstand.legal.notifier"


def address_of(notice: LegalNotice) -> str:
    """A path of this site that only the notifier is given; it never runs out."""
    return f"/notice/{Signer(salt=SALT).sign(notice.reference)}"


def notice_of(token: str) -> LegalNotice | None:
    """The notice whose notifier holds this token; None for one that we did not make."""
    try:
        reference = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    return LegalNotice.objects.select_related("decision", "by", "appeal").filter(reference=reference).first()
