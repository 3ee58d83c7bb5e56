"""Hears views and clicks and books them, each acknowledged on its output, until it is killed: run by test_killed.py."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings


def main(ad: str, first: str) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    settings.ADS_ROOT = Path(os.environ["ADS_ROOT"])
    django.setup()

    from newsstand.advertisers.book import drain
    from newsstand.advertisers.events import own_log
    from newsstand.advertisers.models import Ad
    from tests.advertisers.offers import click, offer, view
    from tests.advertisers.town import NOON

    shown = Ad.objects.select_related("campaign").get(pk=ad)
    for number in range(int(first), int(first) + 10**6):
        one = offer(shown, number)
        own_log().append(view(one, reader=number))
        own_log().append(click(one, reader=number))
        # Answered: from here on it may not be lost.
        os.write(1, f"{number}\n".encode())
        if number % 20 == 19:
            drain(now=NOON)


if __name__ == "__main__":
    main(*sys.argv[1:])
