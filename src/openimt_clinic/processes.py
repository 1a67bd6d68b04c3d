"""The clinic's processes: started together, watched, and stopped in order.

No process outlives the one that started it: children are told to end when their parent does,
however that happens.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from types import FrameType

from openimt.errors import ServiceError

PATIENCE = 10.0
"""Seconds a process has to end by itself."""
LONGEST_START = 60.0
WHEN_PARENT_ENDS = 1
OK = 200


class Stopped(Exception):  # noqa: N818 - no error: somebody asked us to stop
    """Ctrl-C, or a request to end."""


def _end(_signal: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the stopping itself.
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, signal.SIG_IGN)
    raise Stopped


def end_with_parent() -> None:
    """Asks the kernel to send SIGTERM when the parent is gone (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(WHEN_PARENT_ENDS, signal.SIGTERM)


@contextmanager
def stopping_cleanly() -> Iterator[None]:
    """Inside, Ctrl-C and SIGTERM raise Stopped; afterwards signals mean what they meant."""
    before = {sig: signal.signal(sig, _end) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


def run_command(
    name: str, environment: Mapping[str, str], *words: str, listen: bool = False
) -> str:
    """One of the clinic's commands to its end; what it refuses is refused here, too.

    ``listen``: returns what the command says instead of letting it print.
    """
    command = [sys.executable, "-m", "openimt_clinic", name, *words]
    done = subprocess.run(
        command,
        env=os.environ | environment,
        stdin=None if name == "make_clinic" else subprocess.DEVNULL,
        stdout=subprocess.PIPE if listen else None,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=name != "make_clinic",
    )
    if done.returncode == 0:
        return done.stdout or ""
    last = (done.stderr.strip().splitlines() or ["no word"])[-1].removeprefix("CommandError: ")
    if done.returncode == 2:
        raise ServiceError(last)
    sys.stderr.write(done.stderr)
    raise ServiceError(f"`{name}` went wrong, which is a mistake of ours: {last}")


Processes = list[subprocess.Popen[bytes]]


@contextmanager
def running(*commands: list[str], environment: Mapping[str, str]) -> Iterator[Processes]:
    """The commands as processes of their own group, so that Ctrl-C reaches only us."""
    started: Processes = []
    try:
        for command in commands:
            started += [_start(command, environment)]
        yield started
    finally:
        _stop(started)


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - one call into the kernel
    )


def _stop(processes: Processes) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_alive(host: str, port: int, processes: Processes) -> None:
    """Until the web server answers; raises ServiceError when it ended or takes too long."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        refuse_ended(processes)
        if _answers(host, port):
            return
        time.sleep(0.1)
    raise ServiceError(f"The web server did not answer within {LONGEST_START:.0f} seconds.")


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/alive/", headers={"Host": "localhost"})
        return connection.getresponse().status == OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def refuse_ended(processes: Processes) -> None:
    """Raises ServiceError when one of the processes is gone: half a clinic is none."""
    for process in processes:
        if process.poll() is not None:
            name = "web server" if "gunicorn" in process.args else "worker"  # type: ignore[operator]
            raise ServiceError(
                f"The {name} ended by itself (code {process.returncode}); everything was stopped."
            )


def watch(processes: Processes) -> None:
    """Until somebody stops us, or a process ends."""
    while True:
        refuse_ended(processes)
        time.sleep(0.5)
