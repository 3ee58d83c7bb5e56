"""Money divided without losing a millionth: the largest-remainder method (Hamilton's), in integers alone."""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide `amount` (micros, 0 or more) by `weights` (0 or more each), in their order.

    Each part is at least the exact share rounded down; what is left over goes, one micro each, to the largest
    remainders, among equal ones to the larger weight and then to the earlier. The parts add up to `amount`, each lies
    within one micro of its exact share, and a weight of 0 gets nothing. Hamilton's method of apportionment, 1792.

    Raises ValueError for a negative amount or weight, and for an amount that nobody can get because no weight counts.
    """
    whole = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither what is divided nor a weight is negative")
    if not whole:
        if amount:
            raise ValueError(f"{amount} micros cannot be divided: no weight is larger than 0")
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    left = amount - sum(parts)
    first = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), -weights[at], at))
    for at in first[:left]:
        parts[at] += 1
    return parts


def share_of(amount: int, basis_points: int) -> tuple[int, int]:
    """What somebody gets of `amount` micros who has a share of so many hundredths of a per cent, and the rest.

    An exact half of a micro is theirs. Raises ValueError for a share below 0 or above 10,000.
    """
    if not 0 <= basis_points <= 10_000:
        raise ValueError(f"a share is between 0 and 10000 basis points, not {basis_points}")
    if amount < 0:
        raise ValueError("nothing negative is shared")
    theirs = (amount * basis_points + 5_000) // 10_000
    return theirs, amount - theirs
