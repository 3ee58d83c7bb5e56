"""An online model of which candidates get read to the end, learnt from what was shown and what was done with it.

Logistic regression on hashed features by FTRL-Proximal (McMahan and others, Ad Click Prediction: a View from the
Trenches, 2013): each example is seen once, weights that say nothing stay 0, and the same examples in the same order
give the same weights.
"""

import math
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsstand.algorithms.ranking import PLAIN, Candidate, Reader, affinity, follow_points, nearness, reading_rate

BITS = 16
ALPHA = 0.08
BETA = 1.0
L1 = 0.4
L2 = 1.0
# The odds of a candidate against the usual one are worth so many points, within MOST either way.
POINTS = 4.0
MOST = 8.0

Features = Mapping[int, float]
ROW = struct.Struct("<Idd")


@dataclass(slots=True)
class Model:
    """FTRL's two numbers for each feature that was ever seen: `pulls` (z) and `squares` (n)."""

    pulls: dict[int, float] = field(default_factory=dict)
    squares: dict[int, float] = field(default_factory=dict)
    examples: int = 0

    def weight(self, feature: int) -> float:
        """A feature's weight: 0 until it has been pulled further than L1."""
        pull = self.pulls.get(feature, 0.0)
        if abs(pull) <= L1:
            return 0.0
        slow = (BETA + math.sqrt(self.squares[feature])) / ALPHA + L2
        return -(pull - math.copysign(L1, pull)) / slow

    def log_odds(self, features: Features) -> float:
        """The logarithm of the odds that it is read."""
        return sum(self.weight(feature) * value for feature, value in features.items())

    def chance(self, features: Features) -> float:
        """The chance that it is read, from 0 to 1, both excluded."""
        return 1.0 / (1.0 + math.exp(-min(max(self.log_odds(features), -30.0), 30.0)))

    def learn(self, features: Features, *, happened: bool, times: float = 1.0) -> None:
        """One example, which counts `times` (0 or more)."""
        if times <= 0:
            return
        wrong = self.chance(features) - float(happened)
        for feature, value in features.items():
            step = wrong * value * times
            square = self.squares.get(feature, 0.0)
            faster = (math.sqrt(square + step * step) - math.sqrt(square)) / ALPHA
            self.pulls[feature] = self.pulls.get(feature, 0.0) + step - faster * self.weight(feature)
            self.squares[feature] = square + step * step
        self.examples += 1


def features(candidate: Candidate, reader: Reader, *, hour: float) -> dict[int, float]:
    """What the model looks at, as hashed numbers with values of about 0 to 2."""
    named = {
        "always": 1.0,
        "age": math.log1p(max(hour - candidate.hour, 0.0)) / 4,
        "outlets": math.log2(max(candidate.outlets, 1)) / 4,
        "reading": math.log2(reading_rate(candidate, PLAIN) / PLAIN.usual_reading) / 2,
        "met": math.log2(1 + candidate.shown) / 8,
        "talk": math.log2(1 + candidate.comments) / 4,
        "rate": math.log2(1 + candidate.rate) / 5,
        "near": nearness(candidate, reader.place, PLAIN) / PLAIN.at_the_place,
        "follows": follow_points(candidate, reader, PLAIN) / PLAIN.most_follows,
        "likes": max(-1.0, min(1.0, affinity(candidate, reader))),
        f"publisher {candidate.publisher}": 1.0,
    }
    named |= {f"author {author}": 0.5 for author in candidate.authors[:3]}
    named |= {f"topic {topic}": weight for topic, weight in candidate.topics[:8]}
    return hashed(named)


def hashed(named: Mapping[str, float]) -> dict[int, float]:
    """Names -> numbers below 2 ** BITS; names that meet in one number add up (Weinberger and others, 2009)."""
    found: dict[int, float] = {}
    for name, value in named.items():
        number = zlib.crc32(name.encode()) & ((1 << BITS) - 1)
        found[number] = found.get(number, 0.0) + value
    return found


def examined(position: int) -> float:
    """The share of readers who look as far as a place (0 and up): one of the usual curves, 1 / (1 + 0.08 place)."""
    return 1.0 / (1.0 + 0.08 * position)


def points(model: Model, candidates: Sequence[Candidate], reader: Reader, *, hour: float) -> dict[int, float]:
    """What the model gives to each candidate's score, by id: none to the middle one of them."""
    odds = {one.id: model.log_odds(features(one, reader, hour=hour)) for one in candidates}
    if not odds:
        return {}
    middle = sorted(odds.values())[len(odds) // 2]
    return {number: max(-MOST, min(MOST, POINTS * (one - middle))) for number, one in odds.items()}


def packed(model: Model) -> bytes:
    """The model as compressed bytes, the same for the same model."""
    rows = b"".join(ROW.pack(one, model.pulls[one], model.squares[one]) for one in sorted(model.pulls))
    return zlib.compress(struct.pack("<Q", model.examples) + rows, 6)


def unpacked(data: bytes) -> Model:
    """What `packed` gave; an empty model for b"". Raises ValueError for anything else."""
    if not data:
        return Model()
    try:
        plain = zlib.decompress(data)
        examples = struct.unpack_from("<Q", plain)[0]
        rows: Iterable[tuple[int, float, float]] = ROW.iter_unpack(plain[8:])
        model = Model(examples=examples)
        for feature, pull, square in rows:
            model.pulls[feature], model.squares[feature] = pull, square
    except (zlib.error, struct.error) as error:
        raise ValueError(f"These bytes are no model: {error}.") from None
    return model
