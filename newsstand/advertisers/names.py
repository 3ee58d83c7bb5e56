"""Which words after /advertisers/ are pages of ours, and an advertiser's name as an address."""

from newsstand.advertisers.models import Advertiser
from newsstand.algorithms.urls import slug

# What stands at /advertisers/... beside the advertisers' desks.
TAKEN = frozenset({"join", "invitation", "suggest", "hours", "preview"})
LONGEST = 80


def free_slug(name: str) -> str:
    """An address for an advertiser of this name that nobody has: with a number where another has it. A few queries."""
    wanted = slug(name, most=LONGEST) if any(letter.isalnum() for letter in name) else "advertiser"
    alike = set(Advertiser.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | TAKEN
    number, free = 1, wanted
    while free in alike:
        number += 1
        free = f"{wanted}-{number}"
    return free
