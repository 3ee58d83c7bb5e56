"""Why nothing was done. Each says what was wrong and what to do; what was there before stands."""


class RefusedError(Exception):
    """A wish that cannot be met. `lowest` or `most`: micros, the nearest that can, where the wish was an amount."""

    def __init__(self, said: str, *, lowest: int | None = None, most: int | None = None) -> None:
        super().__init__(said)
        self.lowest = lowest
        self.most = most
