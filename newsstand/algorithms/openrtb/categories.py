"""Our categories and sections in the words of IAB's Content Taxonomy 1.0, which OpenRTB takes where none is named."""

from collections.abc import Collection, Iterable

# What no ad here may be about, whatever the operator takes: non-standard and illegal content.
NEVER = ("IAB25", "IAB26")
NEWS = "IAB12"

# Ours (advertisers.Category) > theirs; the first is what it is called, all of them are blocked with it.
OURS: dict[str, tuple[str, ...]] = {
    "shops": ("IAB22", "IAB18"),
    "food": ("IAB8",),
    "alcohol": ("IAB8-5", "IAB8-18"),
    "events": ("IAB1",),
    "homes": ("IAB10", "IAB21"),
    "cars": ("IAB2", "IAB20"),
    "money": ("IAB13",),
    "health": ("IAB7",),
    "jobs": ("IAB4", "IAB5"),
    "services": ("IAB3",),
    "politics": ("IAB11", "IAB11-4"),
    "gambling": ("IAB9-7",),
    "dating": ("IAB14-1",),
}

SECTIONS = {
    "sport": "IAB17", "sports": "IAB17", "business": "IAB3", "economy": "IAB3", "politics": "IAB11",
    "technology": "IAB19", "science": "IAB15", "weather": "IAB15-10", "health": "IAB7", "culture": "IAB1",
    "arts": "IAB1", "travel": "IAB20", "food": "IAB8", "education": "IAB5", "homes": "IAB10", "cars": "IAB2",
    "style": "IAB18", "society": "IAB14", "money": "IAB13",
}  # fmt: skip


def of_sections(names: Iterable[str]) -> list[str]:
    """What a page is about, by the names of its sections; news in any case."""
    found = {SECTIONS[name.lower()] for name in names if name.lower() in SECTIONS}
    return [NEWS, *sorted(found)]


def blocked(refused: Collection[str]) -> list[str]:
    """What may not be advertised, from our own categories that are refused."""
    return sorted({*NEVER, *(one for ours in refused for one in OURS.get(ours, ()))})


def is_within(category: str, wide: str) -> bool:
    """Whether one of theirs is another, or lies under it: "IAB8-5" within "IAB8"."""
    return category == wide or category.startswith(f"{wide}-")


def ours_of(categories: Iterable[str]) -> str:
    """Our category of an ad that says its own; the narrowest fits first, "other" where none does."""
    for one in categories:
        fits = [
            (len(theirs), ours) for ours, all_theirs in OURS.items() for theirs in all_theirs if is_within(one, theirs)
        ]
        if fits:
            return max(fits)[1]
    return "other"
