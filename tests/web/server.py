"""One embedded PostgreSQL for a whole test run, shared by its workers; each has its own database.

The first worker to come starts the server and makes a template with all tables and walls; the
last to leave takes everything away.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openimt_clinic.database.embedded import EmbeddedServer

TEMPLATE = "template_clinic"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def alone(folder: Path) -> Iterator[set[str]]:
    """The names of the workers using the server, changed by one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    users = folder.with_suffix(".users")
    with users.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        names = set(json.loads(file.read() or "[]"))
        yield names
        file.seek(0)
        file.truncate()
        file.write(json.dumps(sorted(names)))
    if not names:
        users.unlink(missing_ok=True)


def migrate(owner_url: str) -> None:
    asked = {"DATABASE_URL": owner_url, "OPENIMT_AS_OWNER": "yes", "OPENIMT_MODE": "test"}
    command = [sys.executable, "-m", "openimt_clinic", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def test_database(worker: str, run: str) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(Path(tempfile.gettempdir()) / f"oimt-{run[:8]}", options=QUICK)
    with alone(server.home) as users:
        first = not users
        users.add(worker)
        server.start()
        if first:
            server.make_database(TEMPLATE)
            migrate(server.url(TEMPLATE))
        server.make_database(worker, template=TEMPLATE)
    try:
        yield server
    finally:
        with alone(server.home) as users:
            users.discard(worker)
            if not users:
                server.remove()
