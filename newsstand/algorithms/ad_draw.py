"""The chance in an auction: normals that follow from a number of the caller's, the same for every reader."""

from dataclasses import dataclass

import numpy as np

from newsstand.algorithms.ad_rows import Floats, Integers

_SIZE = 1 << 15
_LIMIT = (1 << 64) - 1
# Ads that follow one another draw from places that do not.
_ODD = 48_271
# Drawn once: 10,000 normals for each page would cost more than the rest of the decision. Twice, one after the other:
# whoever starts within the first finds all within reach.
_NORMALS = np.tile(np.random.default_rng(20_261_123).standard_normal(_SIZE), 2)


def draw_keys(ads: Integers) -> Integers:
    """What `Draw.normals` goes by, for each of these numbers of ads."""
    return ads * _ODD % _SIZE


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw. The same seed gives an ad the same normal, whichever ads stand beside it."""

    seed: int

    @property
    def start(self) -> int:
        """Where in the table of normals this draw begins: the seed's bits mixed (splitmix64, Steele et al. 2014)."""
        mixed = (self.seed + 0x9E3779B97F4A7C15) & _LIMIT
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _LIMIT
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _LIMIT
        return (mixed ^ (mixed >> 31)) & (_SIZE - 1)

    def normals(self, keys: Integers) -> Floats:
        """A standard normal for each of these keys (`draw_keys`)."""
        start = self.start
        return _NORMALS[start : start + _SIZE].take(keys)
