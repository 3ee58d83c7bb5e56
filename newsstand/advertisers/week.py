"""The hours of a week, as people choose them."""

from collections.abc import Collection

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALWAYS, OWN = "always", "own"


def week(days: Collection[int], hours: Collection[int]) -> str:
    """168 characters, 1 for each of these hours on these days (0 is Monday)."""
    return "".join("1" if hour // 24 in days and hour % 24 in hours else "0" for hour in range(168))


# What is chosen often: the name, and the hours.
PRESETS: dict[str, tuple[str, str]] = {
    ALWAYS: ("All week, day and night", ""),
    "day": ("Every day from 7 to 22", week(range(7), range(7, 22))),
    "work": ("Monday to Friday, 8 to 18", week(range(5), range(8, 18))),
    "evening": ("Evenings, 17 to 23", week(range(7), range(17, 23))),
    "weekend": ("Saturday and Sunday", week((5, 6), range(24))),
}


def preset_of(hours: str) -> str:
    """Which preset these hours are; OWN for none."""
    return next((key for key, (_, kept) in PRESETS.items() if kept == hours), OWN)


def from_ticks(ticked: Collection[str]) -> str:
    """The hours of a week grid's ticks ("0" to "167")."""
    hours = {int(one) for one in ticked if one.isascii() and one.isdigit() and int(one) < 168}
    return "".join("1" if hour in hours else "0" for hour in range(168))
