"""A real web server with the four named people, for what only a whole browser can show.

One server for a file: a database of its own in the run's PostgreSQL, the static files collected
with their hashes as in a clinic, and one process that serves. The people are the same as in the
other tests; their password is in ``people``.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from openimt_clinic.database.address import WEB_ROLE
from openimt_clinic.database.embedded import EmbeddedServer
from openimt_clinic.processes import running, wait_until_alive
from tests.journeys.clinic import free_port
from tests.web.server import TEMPLATE

ROOT = Path(__file__).parents[2]
INVITE = """
import json
import django
django.setup()
from tests.web import live_people
print(json.dumps(live_people.invited()))
"""


@dataclass(frozen=True)
class LiveClinic:
    """Where it answers, and the environment by which one works in its database."""

    address: str
    environment: dict[str, str]
    ids: dict[str, str]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the clinic's database."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as there:
            there.execute("SELECT set_config('app.clinic', %s, false)", [self.ids["clinic"]])
            return list(there.execute(sql))


@contextmanager
def live_clinic(server: EmbeddedServer, worker: str, name: str) -> Iterator[LiveClinic]:
    """``name`` tells the databases of several files apart."""
    database = f"live_{name}_{worker}"
    server.make_database(database, template=TEMPLATE)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="oimt-live-") as folder:
        environment = {
            "OPENIMT_MODE": "test",
            "DATABASE_URL": server.url(database, WEB_ROLE),
            "OPENIMT_STATIC": folder,
            "DJANGO_SETTINGS_MODULE": "openimt_clinic.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }
        ids = json.loads(_run(INVITE, environment))
        web = [sys.executable, "-m", "gunicorn", "openimt_clinic.wsgi"]
        web += ["--bind", f"127.0.0.1:{port}", "--threads", "8", "--log-level", "warning"]
        web += ["--no-control-socket"]
        with running(web, environment=environment) as processes:
            wait_until_alive("127.0.0.1", port, processes)
            yield LiveClinic(f"http://127.0.0.1:{port}", environment, ids)


def _run(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
