"""What machine the figures come from."""

import os
import platform
from pathlib import Path


def machine() -> dict[str, object]:
    """Cores, processor, Python version and system, for the head of the table."""
    return {
        "cores": os.cpu_count(),
        "processor": processor(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def processor() -> str:
    """The processor's own name where the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()
