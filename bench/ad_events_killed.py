"""Two processes hear and book until SIGKILL, again and again; `python -m bench.ad_events_killed FIRST` is one."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from time import sleep

from bench.ad_events_town import NOON, click, offers, view

LIVES = 2.0
AT_ONCE = 200


def killed_again_and_again(town: list[tuple[int, int, int, str]], kills: int) -> dict[str, object]:
    """How many events were answered before SIGKILL, how many were lost, and whether charges are the events' still."""
    from bench.ad_events_round import totals
    from newsstand.advertisers.book import drain
    from newsstand.advertisers.models import Decision

    before = Decision.objects.count()
    answered = 0
    for at in range(kills):
        command = [sys.executable, "-m", "bench.ad_events_killed"]
        # Numbers that no process before had.
        firsts = [10**7 + (2 * at + which) * 10**6 for which in range(2)]
        two = [subprocess.Popen([*command, str(first)], stdout=subprocess.PIPE) for first in firsts]
        for one in two:
            assert one.stdout is not None
            one.stdout.readline()
        sleep(LIVES)
        for one in two:
            one.send_signal(signal.SIGKILL)
        answered += sum(one.communicate()[0].count(b"\n") * AT_ONCE for one in two)
    while drain(now=NOON + timedelta(seconds=10)):
        pass
    heard = Decision.objects.count() - before
    return {
        "decisions_answered_before_sigkill": answered,
        "answered_and_lost": max(0, answered - heard),
        "booked_more_than_was_heard": max(0, heard - answered - 2 * kills * AT_ONCE),
        "after_kills": totals(),
    }


def main(first: int) -> None:
    """Hear views and clicks, say so, and book now and then."""
    import django

    django.setup()
    from newsstand.advertisers.book import drain
    from newsstand.advertisers.events import own_log
    from newsstand.advertisers.models import Ad

    rows = Ad.objects.values_list("pk", "campaign", "campaign__advertiser", "campaign__pricing").order_by("pk")
    town = [tuple(row) for row in rows]
    os.write(1, b"ready\n")
    for number, offer in enumerate(offers(town, 10**6, first), start=1):  # type: ignore[arg-type]
        own_log().append(view(offer))
        own_log().append(click(offer))
        if number % AT_ONCE == 0:
            os.write(1, b"\n")
        if number % (AT_ONCE * 5) == 0:
            drain(now=NOON + timedelta(seconds=10))


if __name__ == "__main__":
    main(int(sys.argv[1]))
