"""The feed of an application is checked, and what was found stays with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.feed_check import grouped
from newsstand.ingest.add import CannotAddError
from newsstand.ingest.check import Checked, check_feed
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.join import spoken_for
from newsstand.publishers.may import must_be_its_applicant
from newsstand.publishers.models import Application, Event

MOST_FINDINGS = 30


def check_application(*, application: Application, by: User, now: datetime) -> Application:
    """Look for the feed at an application's address, and keep what a check says of it; or why there is none.

    Not for use where an event loop runs. Raises RefusedError for anybody but the applicant, and once it was decided.
    1. Load: who asks.
    2. Fetch and decide, outside of any transaction (`ingest.check`).
    3. Save the summary.
    """
    must_be_its_applicant(by, application, now)
    if not application.can_change:
        raise RefusedError("This application was decided already.")
    address, found = "", {}
    try:
        checked = check_feed(application.address, now=now)
    except CannotAddError as error:
        found = {"error": error.reason}
    else:
        address, found = checked.address, summary(checked)
        if spoken_for(address):
            address, found = "", {"error": f"{address} is connected already: ask its people to invite you."}
    with transaction.atomic():
        kept = Application.objects.select_for_update().get(pk=application.pk)
        if not kept.can_change:
            raise RefusedError("This application was decided already.")
        kept.feed_address, kept.feed_found, kept.feed_checked_at = address[:2000], found, now
        kept.save(update_fields=["feed_address", "feed_found", "feed_checked_at"])
        good = f"{address}: {found.get('items')} items, {found.get('accepted')} accepted"
        said = found.get("error") or good
        note(kept, Event.Kind.CHECKED, now=now, by=by, text=said)
    return kept


def summary(checked: Checked) -> dict[str, Any]:
    """What both sides read of a check: numbers, and the findings with what to do."""
    return {
        "name": checked.name,
        "format": checked.format,
        "language": checked.language,
        "items": len(checked.fates),
        "accepted": sum(fate.outcome == "accepted" for fate in checked.fates),
        "full": sum(fate.outcome == "accepted" and fate.text == "feed" for fate in checked.fates),
        "groups": [
            {
                "heading": group.heading,
                "findings": [
                    {"sentence": one.sentence, "mend": one.mend, "count": one.count, "of": one.of}
                    for one in group.findings[:MOST_FINDINGS]
                ],
            }
            for group in grouped(checked.findings)
        ],
        "newest": [fate.title[:200] for fate in checked.fates[:3]],
    }
