"""`python -m bench.alone NAME [quick]`: one benchmark in this process, its figures as JSON on stdout.

All else goes to stderr. `quick` measures with the sizes that the benchmark's QUICK names: to see that it works, not
how fast anything is.
"""

import importlib
import json
import os
import signal
import sys

from bench.home import CannotMeasureError
from bench.processes import end_with_parent


def main(name: str, *, quick: bool = False) -> int:
    """0 and the figures, or 1 and on stderr what is missing."""
    # Stopped from outside, it still ends its servers and removes its folders.
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Whatever a library prints, or a process that the benchmark starts, must not stand among the figures.
    figures_go_to = os.dup(1)
    os.dup2(2, 1)
    try:
        benchmark = importlib.import_module(f"bench.{name}")
        for size, value in getattr(benchmark, "QUICK", {}).items() if quick else ():
            setattr(benchmark, size, value)
        figures = benchmark.run()
    except (CannotMeasureError, FileNotFoundError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    with os.fdopen(figures_go_to, "w") as out:
        json.dump(figures, out, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], quick="quick" in sys.argv[2:]))
