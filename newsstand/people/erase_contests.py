"""What somebody contested: what waits is taken back; what was answered keeps the statement and the answer."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.corrections.models import Contest
from newsstand.corrections.settle import take_back
from newsstand.people.models import Erasure

BATCH = 100
ERASED = "Erased, with the account of who wrote it."


@transaction.atomic
def erase_contests(user: User, _erasure: Erasure, now: datetime) -> int:
    """Up to 100 contests of theirs; how many. The statement is in the article's words; theirs go."""
    rows = list(Contest.objects.filter(by=user).select_related("article").order_by("pk")[:BATCH])
    for row in rows:
        if row.state == Contest.State.OPEN:
            take_back(contest=row, now=now)
        row.events.filter(by=user).update(by=None, text="")
        row.refresh_from_db(fields=["asked_again"])
        again = ERASED if row.asked_again else ""
        Contest.objects.filter(pk=row.pk).update(by=None, evidence=ERASED, evidence_url="", asked_again=again)
    return len(rows)
