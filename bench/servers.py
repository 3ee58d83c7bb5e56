"""The servers that are measured: Newsstand as an operator starts it, and nginx with the same bytes in a file."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.home import CannotMeasureError, free_port
from bench.processes import MEASURED_CORE, running, wait_for

# What each server writes itself.
OWN_HEADERS = {
    "content-length",
    "content-encoding",
    "etag",
    "date",
    "server",
    "connection",
    "content-type",
    "last-modified",
}


@contextmanager
def newsstand_web(command: str = "web", **settings: str) -> Iterator[tuple[str, psutil.Process]]:
    """`newsstand web` (or another command that serves) in this process's NEWSSTAND_HOME: its address, its process."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = {**os.environ, "NEWSSTAND_PORT": str(port), "NEWSSTAND_URL": address, **settings}
    with running([sys.executable, "-m", "newsstand.cli", command], env=env, core=MEASURED_CORE) as process:
        wait_for(f"{address}/about", process)
        yield address, process


@contextmanager
def nginx(folder: Path, body: bytes, headers: Mapping[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    """nginx with `body` as its only file, also compressed, and the same headers: the page's address, the process."""
    program = tool("nginx")
    folder.mkdir()
    (folder / "page.html").write_bytes(body)
    (folder / "page.html.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    port = free_port()
    (folder / "nginx.conf").write_text(configuration(folder, port, headers))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    with running(command, env=os.environ, core=MEASURED_CORE) as process:
        address = f"http://127.0.0.1:{port}/page.html"
        wait_for(address, process)
        yield address, process


def configuration(folder: Path, port: int, headers: Mapping[str, str]) -> str:
    """nginx as Debian installs it, with one worker, without its log, and with compressed copies made beforehand.

    Its cache of open files is off, as it is there: with it nginx serves the plain page about a fifth more cheaply.
    """
    added = "\n".join(
        f"add_header {name} {quoted(value)};" for name, value in headers.items() if name.lower() not in OWN_HEADERS
    )
    user = "user root;" if os.geteuid() == 0 else ""
    places = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
{user}
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; }}
    charset utf-8; access_log off; server_tokens off;
    sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
    gzip_static on;
    {places}
    server {{ listen 127.0.0.1:{port}; root {folder}; {added} }}
}}
"""


def quoted(value: str) -> str:
    """A header's value as nginx's configuration takes it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "") + '"'


def tool(name: str) -> str:
    """Where a program is, installed first when we may. Raises CannotMeasureError where it cannot be had."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=path)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {name}.", file=sys.stderr)
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
            subprocess.run(
                command, stdout=sys.stderr, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
        found = shutil.which(name, path=path)
    if found is None:
        raise CannotMeasureError(
            f"{name} is not on this machine and could not be installed. Install it: apt-get install {name}"
        )
    return found
