"""The clinic as processes: founded, served, stopped without a trace, and refused in plain words."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from openimt_clinic.database.embedded import EmbeddedServer

pytestmark = [pytest.mark.processes, pytest.mark.slow]

KEY = {"OPENIMT_SECRET_KEY": "k" * 40, "OPENIMT_HTTPS": "no"}
CLINIC = """
name = "Riverside clinic"
emergency_number = "112"
emergency_label = "Emergency medical help"
who_reads = "We read on weekdays."
out_of_hours = "At night nobody reads."
[[crisis_number]]
name = "Night line"
number = "030 1"
[team_lead]
name = "Lea"
email = "lea@example.org"
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    # Short, and under no closed folder: the database's socket lies in it.
    with tempfile.TemporaryDirectory(prefix="oimt-run-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        for part in ("clinic", "demo"):
            if (Path(folder) / part / "data").exists():
                EmbeddedServer(Path(folder) / part).stop()


def environment(home: Path | None, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENIMT_", "DATABASE_"))}
    return kept | ({"OPENIMT_HOME": str(home)} if home else {}) | more


def openimt(*words: str, home: Path | None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "openimt_clinic", *words]
        if words[0] == "found"
        else [str(Path(sys.executable).parent / "openimt"), *words],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def processes_of(home: Path) -> list[str]:
    """Living processes whose command or environment names the folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        try:
            told = " ".join(process.info["cmdline"] or []) + str(process.environ())
        except psutil.Error:
            continue
        ours = process.pid != os.getpid() and process.info["status"] != psutil.STATUS_ZOMBIE
        if ours and str(home) in told:
            found.append(" ".join(process.info["cmdline"]))
    return found


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "secret key"),
        ({"OPENIMT_SECRET_KEY": "short"}, "secret key"),
        (KEY, "no database"),
        (KEY | {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        (KEY | {"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "does not answer"),
    ],
)
def test_serve_refuses_in_one_sentence(given: dict[str, str], missing: str, tmp_path: Path) -> None:
    # Where a folder is used, it is one that nobody else uses meanwhile.
    home = tmp_path if "DATABASE_URL" in given else None
    refused = openimt("serve", "--port", str(free_port()), home=home, **given)
    assert refused.returncode == 2, refused.stderr
    assert missing in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_refuses_without_emergency_numbers(home: Path) -> None:
    refused = openimt("serve", "--port", str(free_port()), home=home, **KEY)
    assert refused.returncode == 2
    assert "emergency numbers" in refused.stderr
    assert processes_of(home) == []


def test_a_clinic_is_not_founded_without_its_number(home: Path) -> None:
    file = home / "half.toml"
    file.write_text(CLINIC.replace('emergency_number = "112"', ""))
    refused = openimt("found", str(file), home=home, OPENIMT_FIRST_PASSWORD="long enough 1")
    assert refused.returncode == 2
    assert "emergency_number" in refused.stderr


@pytest.fixture(scope="module")
def founded(home: Path) -> Path:
    file = home / "clinic.toml"
    file.write_text(CLINIC)
    done = openimt("found", str(file), home=home, OPENIMT_FIRST_PASSWORD="a long sentence")
    assert done.returncode == 0, done.stderr
    return home


def start(home: Path, port: int) -> subprocess.Popen[str]:
    program = str(Path(sys.executable).parent / "openimt")
    process = subprocess.Popen(
        [program, "serve", "--port", str(port)],
        env=environment(home, **KEY),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    while line := process.stdout.readline():
        if "answers on" in line:
            return process
    pytest.fail(f"serve ended with {process.wait()}")


def end(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> int:
    process.send_signal(how)
    process.communicate(timeout=30)
    return process.returncode


def test_served_stopped_and_started_again(founded: Path) -> None:
    for how in (signal.SIGINT, signal.SIGTERM):
        port = free_port()
        began = time.monotonic()
        process = start(founded, port)
        took = time.monotonic() - began
        try:
            status, page = get(port, "/numbers/")
            assert status == 200
            assert "030 1" in page
            assert "Not yet for the care of real people" in page
            assert openimt("serve", home=founded, **KEY).returncode == 2, "one at a time"
        finally:
            assert end(process, how) == 0
        assert processes_of(founded) == []
    assert took < 30, "the second start has next to nothing to do"


def test_when_it_is_killed_its_children_end_too(founded: Path) -> None:
    process = start(founded, free_port())
    end(process, signal.SIGKILL)
    deadline = time.monotonic() + 15
    left = [""]
    while left and time.monotonic() < deadline:
        time.sleep(0.3)
        left = [one for one in processes_of(founded) if "postgres" not in one]
    assert left == []
    # The database stays, and the next start uses and then stops it.
    assert end(start(founded, free_port())) == 0
    assert processes_of(founded) == []


def test_the_demo_never_runs_beside_real_people(founded: Path) -> None:
    server = EmbeddedServer(founded / "clinic")
    server.start()
    try:
        refused = openimt(
            "demo", "--port", str(free_port()), home=founded, DATABASE_URL=server.url("clinic")
        )
        assert refused.returncode == 2
        assert "real people" in refused.stderr
        fresh = openimt("demo", "--fresh", home=founded, DATABASE_URL=server.url("clinic"))
        assert fresh.returncode == 2
    finally:
        server.stop()


def test_a_taken_port_is_said(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = openimt("demo", "--port", port, home=home)
    assert refused.returncode == 2
    assert f"Port {port}" in refused.stderr
