"""A process that holds leases and then ends as it should: `python -m tests.advertisers.ending_node CAMPAIGN`."""

import os
import sys
from time import sleep

import django
from django.conf import settings


def main(campaign: int) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    django.setup()

    from newsstand.advertisers import background
    from newsstand.advertisers.models import Lease
    from newsstand.advertisers.node import node

    background.start()
    while node().left(campaign) <= 0:
        sleep(0.05)
    held = Lease.objects.get(campaign=campaign, closed_at=None)
    print(held.granted)


if __name__ == "__main__":
    main(int(sys.argv[1]))
