"""What is kept of claimants without an account goes when it is no longer needed."""

from datetime import datetime, timedelta

from django.conf import settings

from newsstand.corrections.models import Contest

# Nobody confirmed it: it never was.
UNCONFIRMED = timedelta(days=7)


def forget(*, now: datetime) -> int:
    """Delete what nobody confirmed within a week, and the names and addresses of what was settled long ago; how many.

    1. Load nothing. 2. Decide by the time (NEWSSTAND_EVIDENCE_DAYS). 3. Save.
    """
    gone, _ = Contest.objects.filter(state=Contest.State.NEW, made_at__lt=now - UNCONFIRMED).delete()
    old = now - timedelta(days=settings.NEWSSTAND_EVIDENCE_DAYS)
    settled = Contest.objects.exclude(state__in=[Contest.State.NEW, *Contest.WAITING]).exclude(email="")
    return gone + settled.filter(made_at__lt=old, mail_at=None).update(name="", email="")
