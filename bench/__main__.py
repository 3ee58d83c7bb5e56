"""`python -m bench` prints every figure as a table; `python -m bench NAME --json` one benchmark's as a JSON object."""

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.home import temporary_home
from bench.machine import machine
from bench.table import rows

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The modules of this folder that have a function `run`."""
    return sorted(path.stem for path in HERE.glob("*.py") if "\ndef run() -> dict[str, object]:" in path.read_text())


def measure(name: str, *, quick: bool) -> dict[str, object] | None:
    """The figures of one benchmark, run in a process and an installation of its own; None when it failed."""
    with temporary_home() as env:
        command = [sys.executable, "-m", "bench.alone", name, *(["quick"] if quick else [])]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as alone:
            try:
                said, _ = alone.communicate()
            finally:
                # Whoever stops us stops it as well, and it puts away what it has made.
                alone.terminate()
    if alone.returncode:
        return None
    figures: dict[str, object] = json.loads(said)
    return figures


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m bench", description="Measure Newsstand beside what it is compared with."
    )
    top.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(names())}")
    top.add_argument("--quick", action="store_true", help="small sizes, where a benchmark has them: does it work?")
    top.add_argument("--json", action="store_true", help="the figures of one benchmark as one JSON object")
    return top


def as_json(name: str, *, quick: bool) -> int:
    """Print one benchmark's figures as JSON and nothing else; 1 when it could not be run."""
    figures = measure(name, quick=quick)
    if figures is None:
        return 1
    print(json.dumps({**machine(), **figures}, ensure_ascii=False))
    return 0


def as_table(chosen: Sequence[str], *, quick: bool) -> int:
    """Print the figures of all that are chosen, each as soon as it is there; 1 when any could not be run."""
    print(", ".join(f"{key} {value}" for key, value in machine().items()), flush=True)
    failed = []
    for name in chosen:
        say(f"{name} ...")
        figures = measure(name, quick=quick)
        if figures is None:
            failed.append(name)
            continue
        print(f"\n{name}", *rows(figures), sep="\n", flush=True)
    if failed:
        say(f"\nNot measured: {', '.join(failed)}. Why stands above.")
    return 1 if failed else 0


def main(argv: Sequence[str] | None = None) -> int:
    """0 when everything was measured, 1 when something was not, 2 for arguments that cannot be."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    arguments = parser()
    args = arguments.parse_args(argv)
    unknown = [name for name in args.names if name not in names()]
    if unknown:
        arguments.error(f"there is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}")
    if args.json:
        if len(args.names) != 1:
            arguments.error("--json prints one benchmark: give its name")
        return as_json(args.names[0], quick=args.quick)
    return as_table(args.names or names(), quick=args.quick)


if __name__ == "__main__":
    sys.exit(main())
