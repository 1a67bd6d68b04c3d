"""A throw-away clinic as ``openimt serve`` runs it: gunicorn and PostgreSQL, and what they use.

CPU is user and system time of both process trees, from ``/proc``; the client's is not in it.
"""

import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openimt_clinic.database.address import WEB_ROLE
from openimt_clinic.database.embedded import EmbeddedServer
from openimt_clinic.processes import run_command, running, wait_until_alive

DATABASE = "clinic"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Serving:
    """``roots``: the processes whose trees are counted."""

    port: int
    roots: tuple[int, ...]

    def cpu(self) -> float:
        """Seconds used until now, by the trees and by their children that have ended."""
        return sum(_used(root) for root in self.roots)


@contextmanager
def serving() -> Iterator[Serving]:
    """The database with the settings it ships with, two workers of four threads; Django is open."""
    with tempfile.TemporaryDirectory(prefix="oimt-s-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / "clinic")
        server.start()
        try:
            server.make_database(DATABASE)
            environment = _environment(server, Path(folder))
            owner = {"DATABASE_URL": server.url(DATABASE), "OPENIMT_AS_OWNER": "yes"}
            run_command("prepare", environment | owner)
            _open(environment)
            port = _free_port()
            web = [sys.executable, "-m", "gunicorn", "openimt_clinic.wsgi"]
            web += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
            web += ["--log-level", "warning", "--no-control-socket"]
            with running(web, environment=environment) as processes:
                wait_until_alive("127.0.0.1", port, processes)
                postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
                yield Serving(port, (processes[0].pid, postmaster))
        finally:
            server.remove()


def _environment(server: EmbeddedServer, folder: Path) -> dict[str, str]:
    return {
        "OPENIMT_MODE": "serve",
        "OPENIMT_HTTPS": "no",
        "OPENIMT_SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": server.url(DATABASE, WEB_ROLE),
        "OPENIMT_STATIC": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "openimt_clinic.settings",
    }


def _open(environment: dict[str, str]) -> None:
    import django

    os.environ |= environment
    django.setup()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _used(root: int) -> float:
    below: dict[int, list[int]] = {}
    fields: dict[int, list[str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (stat := _stat(folder)):
            fields[int(folder.name)] = stat
            below.setdefault(int(stat[1]), []).append(int(folder.name))
    ticks, open_ones = 0, [root]
    while open_ones:
        one = open_ones.pop()
        open_ones += below.get(one, [])
        # utime, stime, and of ended children cutime, cstime: fields 14 to 17 of proc(5).
        ticks += sum(int(number) for number in fields.get(one, [])[11:15])
    return ticks / TICKS


def _stat(folder: Path) -> list[str] | None:
    """The fields from the third on, or none when the process has just ended."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def invited(many: int) -> list[Any]:
    """So many people of one clinic, each with a session cookie and the header of our pages."""
    from datetime import date

    from django.test import Client
    from django.urls import reverse

    from openimt_clinic.access.role_names import RoleName
    from openimt_clinic.database.wall import inside
    from openimt_clinic.records.care_relation import CareRelation
    from openimt_clinic.records.clinic import Clinic
    from openimt_clinic.records.membership import Membership
    from openimt_clinic.records.patient import Patient
    from openimt_clinic.records.user import User

    clinic = Clinic(
        name="Bench",
        patient_name="Bench",
        emergency_number="112",
        emergency_label="Help",
        who_reads="We read.",
        out_of_hours="Nobody.",
    )
    with inside(clinic=clinic.pk):
        clinic.save(force_insert=True)
        ana = User.objects.create_user("ana@example.org", name="Ana")
        Membership.objects.create(clinic=clinic, user=ana, role=RoleName.CLINICIAN)
        people = []
        for n in range(many):
            user = User.objects.create_user(f"p{n}@example.org", name=f"P{n}")
            Membership.objects.create(clinic=clinic, user=user, role=RoleName.PATIENT)
            patient = Patient.objects.create(
                clinic=clinic, given_name=f"P{n}", family_initial="X", code=f"p{n}", account=user,
                started_on=date(2020, 1, 6),
            )  # fmt: skip
            CareRelation.objects.create(
                clinic=clinic, patient=patient, user=ana, kind="treating", since=date(2020, 1, 6)
            )
            browser = Client()
            browser.force_login(user)
            browser.get(reverse("patient:edit_safety_plan"), HTTP_HOST="localhost")
            people.append({name: morsel.value for name, morsel in browser.cookies.items()})
    return people
