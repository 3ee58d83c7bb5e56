"""How sure a share is that was counted from few."""

from math import sqrt

# Two-sided 95 %.
Z = 1.959963984540054


def wilson(hits: int, tries: int, *, z: float = Z) -> tuple[float, float]:
    """The lowest and the highest share that `hits` of `tries` may well stand for (Wilson 1927, without continuity).

    (0, 1) where nothing was tried. Raises ValueError for fewer than no hits, or more hits than tries.
    """
    if not 0 <= hits <= tries:
        raise ValueError(f"{hits} of {tries} is no share.")
    if tries == 0:
        return 0.0, 1.0
    share = hits / tries
    below = 1 + z * z / tries
    middle = (share + z * z / (2 * tries)) / below
    half = z * sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries)) / below
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == tries else min(1.0, middle + half))
