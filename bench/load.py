"""wrk against one address: how many requests, how late the slowest, and what they cost the server."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from bench.home import CannotMeasureError
from bench.processes import OTHER_CORE, cpu_seconds, pin
from bench.servers import tool

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """One run of wrk. A closed loop: each connection asks again as soon as it has its answer."""

    requests: int
    seconds: float
    server_cpu_seconds: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.server_cpu_seconds


def load(
    address: str, server: psutil.Process, headers: Mapping[str, str], *, seconds: float = 2, connections: int = 8
) -> Load:
    """Ask `address` for so long over so many connections, from a core that is not the server's.

    Raises CannotMeasureError when an answer was an error.
    """
    command = [tool("wrk"), "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency"]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    before = cpu_seconds(server)
    done = subprocess.run(
        [*command, address],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ,
        preexec_fn=lambda: pin(OTHER_CORE),
    )
    spent = cpu_seconds(server) - before
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise CannotMeasureError(f"{address} answered with errors under load:\n{done.stdout}")
    return read(done.stdout, spent)


def read(said: str, spent: float) -> Load:
    """What wrk printed as figures."""
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", said)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", said)
    if total is None or slowest is None:
        raise CannotMeasureError(f"wrk said something unexpected:\n{said}")
    return Load(
        requests=int(total[1]),
        seconds=float(total[2]) * UNITS[total[3]] / 1000,
        server_cpu_seconds=spent,
        p99_ms=float(slowest[1]) * UNITS[slowest[2]],
    )
