"""`python -m bench.alone NAME`: one benchmark in this process, its figures as JSON on stdout, all else on stderr."""

import importlib
import json
import os
import signal
import sys

from bench.home import CannotMeasureError
from bench.processes import end_with_parent


def main(name: str) -> int:
    """0 and the figures, or 1 and on stderr what is missing."""
    # Stopped from outside, it still ends its servers and removes its folders.
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Whatever a library prints, or a process that the benchmark starts, must not stand among the figures.
    figures_go_to = os.dup(1)
    os.dup2(2, 1)
    try:
        figures = importlib.import_module(f"bench.{name}").run()
    except (CannotMeasureError, FileNotFoundError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    with os.fdopen(figures_go_to, "w") as out:
        json.dump(figures, out, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
