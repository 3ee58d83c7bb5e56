"""The outside world and Django, with no noun of the field: the one door, manners, clock, page cache, rate limits."""
