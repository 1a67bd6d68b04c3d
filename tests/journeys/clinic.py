"""Starting `openimt demo` once for a whole test run; the last worker to leave stops it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.web.server import alone

LONGEST_START = 150
LONGEST_STOP = 40


@dataclass(frozen=True)
class RunningClinic:
    """Where the demo clinic answers, and the folder in which it keeps everything."""

    address: str
    home: Path

    @property
    def log(self) -> Path:
        return self.home / "demo.log"


@contextmanager
def running_clinic(worker: str, run: str) -> Iterator[RunningClinic]:
    home = Path(tempfile.gettempdir()) / f"oimt-j-{run[:8]}"
    with alone(home) as users:
        if not users:
            _start(home)
        users.add(worker)
        port = int((home / "port").read_text())
    clinic = RunningClinic(f"http://127.0.0.1:{port}", home)
    try:
        wait_until_open(clinic)
        yield clinic
    finally:
        with alone(home) as users:
            users.discard(worker)
            if not users:
                _stop(home)


def wait_until_open(clinic: RunningClinic) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if _answers(clinic.address):
            return
        time.sleep(0.2)
    raise AssertionError(f"the demo did not open:\n{clinic.log.read_text()}")


def _start(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    # Another worker, on its way to the lock, may just have made it again.
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    port = free_port()
    (home / "port").write_text(str(port))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENIMT_", "DATABASE_"))}
    with (home / "demo.log").open("w") as log:
        # Its own session: it outlives the worker that happened to come first.
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "openimt"), "demo", "--port", str(port)],
            env=kept | {"OPENIMT_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (home / "pid").write_text(str(process.pid))
    # Its end is waited for by its pid: whoever stops it may be another worker.
    process.returncode = 0


def _stop(home: Path) -> None:
    pid = int((home / "pid").read_text())
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + LONGEST_STOP
    while time.monotonic() < deadline and _lives(pid):
        time.sleep(0.1)
    if os.environ.get("OPENIMT_KEEP_JOURNEYS") != "yes":
        shutil.rmtree(home, ignore_errors=True)


def _lives(pid: int) -> bool:
    """Whether it still runs; one that has ended may wait for the worker that started it."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def _answers(address: str) -> bool:
    host, _, port = address.removeprefix("http://").partition(":")
    connection = HTTPConnection(host, int(port), timeout=2)
    try:
        connection.request("GET", "/alive/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
