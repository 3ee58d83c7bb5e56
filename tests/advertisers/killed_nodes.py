"""Nodes are started on this test's database, and each is killed (SIGKILL) at a moment of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import sleep

from newsstand.advertisers.models import Ad
from tests.processes import environ, wait_until_gone

ROOT = Path(__file__).parents[2]


def killed_nodes(number: int, views: Ad, clicks: Ad, *, seed: int, first: int = 0, seconds: float = 2.0) -> None:
    """Let so many processes work on the two ads' campaigns until the last is killed, after so many seconds at most."""
    command = [sys.executable, "-m", "tests.advertisers.spending_node", *map(str, (number, first, views.pk, clicks.pk))]
    chance = Random(seed)
    with subprocess.Popen(command, env=environ(), cwd=ROOT, stdout=subprocess.PIPE, text=True) as nodes:
        assert nodes.stdout is not None
        try:
            found = [int(nodes.stdout.readline()) for _ in range(number)]
            for one in chance.sample(found, number):
                sleep(chance.uniform(0.1, max(0.1, seconds / number)))
                os.kill(one, signal.SIGKILL)
            assert nodes.wait() == 0
        finally:
            # Its nodes end when it is gone.
            nodes.kill()
    wait_until_gone()
