"""How far a benchmark is: on the terminal, and nowhere else."""

import sys
from collections.abc import Iterator

from tqdm import tqdm


def steps(what: str, how_many: int) -> Iterator[int]:
    """0, 1, ... with a bar on stderr while it is a terminal."""
    yield from tqdm(range(how_many), desc=what, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)
