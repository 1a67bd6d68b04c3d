"""Starting the web with a moved clock beside the running demo clinic, and moving it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import BrowserContext

from openimt_clinic.database.address import WEB_ROLE
from openimt_clinic.database.embedded import EmbeddedServer
from openimt_clinic.environment import Mode
from openimt_clinic.run import DATABASE
from tests.journeys.clinic import RunningClinic, free_port, wait_until_open

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class MovedClinic:
    """Where it answers; ``be`` says what time it is there and in the browser windows given."""

    clinic: RunningClinic
    clock: Path

    def be(self, at: datetime, *windows: BrowserContext) -> None:
        half = self.clock.with_suffix(".new")
        half.write_text(f"{at.isoformat()} {time.time()}", encoding="ascii")
        half.replace(self.clock)
        for window in windows:
            window.clock.set_system_time(at)


@contextmanager
def moved_clinic(beside: RunningClinic, at: datetime, patient: str) -> Iterator[MovedClinic]:
    """``patient``: the address of somebody invented who is there for this journey alone."""
    home = beside.home / f"moved-{os.getpid()}"
    home.mkdir()
    port = free_port()
    moved = MovedClinic(RunningClinic(f"http://127.0.0.1:{port}", home), home / "clock")
    moved.be(at)
    known = _environment(beside, port, moved.clock)
    name = patient.partition("@")[0].capitalize()
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.person", name, patient],
        env=known,
        cwd=ROOT,
        check=True,
    )
    command = [sys.executable, "-m", "gunicorn", "tests.journeys.moved", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket"]
    with moved.clinic.log.open("w") as log:
        web = subprocess.Popen(
            command, env=known, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        wait_until_open(moved.clinic)
        yield moved
    finally:
        web.terminate()
        web.wait(20)


def _environment(beside: RunningClinic, port: int, clock: Path) -> Mapping[str, str]:
    folder = beside.home / "demo"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENIMT_", "DATABASE_"))}
    return kept | {
        "OPENIMT_MODE": Mode.DEMO.value,
        "OPENIMT_SECRET_KEY": (folder / "secret-key").read_text(),
        "OPENIMT_ADDRESS": f"http://127.0.0.1:{port}",
        "OPENIMT_STATIC": str(folder / "static"),
        "OPENIMT_MOVED_CLOCK": str(clock),
        "DATABASE_URL": EmbeddedServer(folder).url(DATABASE, WEB_ROLE),
        "DJANGO_SETTINGS_MODULE": "openimt_clinic.settings",
    }
