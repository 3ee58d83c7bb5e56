"""A process that has read every library and nothing of ours which knows a setting, and forks for each command.

Two thirds of a command's time is reading libraries. Each command is still a process of its own, with its own
environment, settings, database and streams; this one never reads newsstand.settings.
"""

import array
import importlib
import json
import os
import pkgutil
import socket
import struct
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

LIBRARIES = [
    *["numpy", "aiohttp", "trafilatura", "lxml.html", "PIL.Image", "jwt", "nh3", "requests", "tqdm", "sqlite3"],
    *["dateutil.parser", "sqlparse", "asgiref.sync", "whitenoise", "email.mime.text", "cryptography.x509"],
    *["django.db.models", "django.urls", "django.core.management", "django.core.serializers.json", "django.forms"],
    *["django.template.defaulttags", "django.test.signals", "django.db.backends.sqlite3.base"],
    "django.contrib.admin.sites",
]
LENGTH = struct.Struct("!I")


class Zygote:
    """The other end: starts the process, and asks it for commands."""

    def __init__(self, environment: dict[str, str]) -> None:
        ours, theirs = socket.socketpair()
        self.line = ours
        self.turn = threading.Lock()
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=environment
        )
        theirs.close()

    def run(self, words: list[str], environment: dict[str, str], streams: tuple[int, int, int]) -> int:
        """The command's return code when it has ended. `streams`: its standard input, output and error."""
        body = json.dumps({"words": words, "environment": environment, "folder": str(Path.cwd())}).encode()
        with self.turn:
            socket.send_fds(self.line, [LENGTH.pack(len(body))], list(streams))
            self.line.sendall(body)
            return int(json.loads(_read(self.line, LENGTH.unpack(_read(self.line, LENGTH.size))[0])))

    def end(self) -> None:
        self.line.close()
        self.process.wait(30)


def _read(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = line.recv(count - len(found))
        if not more:
            raise EOFError("the other end is gone")
        found += more
    return found


def serve(line: socket.socket) -> None:
    """Fork for each command that is asked for, until nobody asks any more."""
    size = array.array("i").itemsize
    while True:
        head, ancillary, _, _ = line.recvmsg(LENGTH.size, socket.CMSG_SPACE(3 * size))
        if not head:
            return
        streams = array.array("i", ancillary[0][2][: 3 * size])
        asked = json.loads(_read(line, LENGTH.unpack(head)[0]))
        if not (child := os.fork()):
            line.close()
            os._exit(become(asked, list(streams)))
        for one in streams:
            os.close(one)
        answer = json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode()
        line.sendall(LENGTH.pack(len(answer)) + answer)


def become(asked: dict[str, Any], streams: list[int]) -> int:
    """Be the command `python -m newsstand.cli`, as far as the command can tell."""
    for at, stream in enumerate(streams):
        os.dup2(stream, at)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["newsstand", *asked["words"]]
    try:
        from newsstand.cli import main

        code: Any = main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001  (what Python does at its outermost)
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0)


def read_libraries() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    algorithms = importlib.import_module("newsstand.algorithms")
    for module in pkgutil.iter_modules(algorithms.__path__, "newsstand.algorithms."):
        importlib.import_module(module.name)
    assert "newsstand.settings" not in sys.modules


if __name__ == "__main__":
    read_libraries()
    serve(socket.socket(fileno=int(sys.argv[1])))
