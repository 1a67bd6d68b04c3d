"""What a page costs with five thousand people in the database: time, queries and size.

Every page about a patient is asked, found by its address, so that a new one is never left out.
"""

import gzip
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.crowd import crowd_database, give_forty, lengthen, multiply
from benchmarks.table import Row, percentile

PATIENTS = 5_000
SESSIONS = 200_000
TIMES = 32
"""Requests of each page: every person's page twice."""
FOUND, ONLY_SENT = 200, 405
SOME = 16
LARGEST = 60_000
"""Bytes of HTML as they are; packed by gzip they are a tenth."""
SLOWEST = 0.1
"""Seconds within which 95 of 100 requests are answered, on a quiet machine."""


@dataclass(frozen=True)
class Cost:
    """One page: CPU seconds and seconds in all of each request, queries, bytes, bytes packed."""

    cpu: list[float]
    taken: list[float]
    queries: int
    plain: int
    packed: int


def rows() -> list[Row]:
    """Every page first with sixteen people, for its queries, then with all of them."""
    logging.disable(logging.WARNING)
    with crowd_database() as server:
        from openimt_clinic.ready import make_ready

        ana, tomas = _fill()
        make_ready()
        _share_out(ana, tomas)
        few = dict(_measured(ana, times=SOME))
        multiply(server, PATIENTS)
        sessions = lengthen(server, SESSIONS)
        _share_out(ana, tomas)
        many = dict(_measured(ana, times=TIMES))
        held = Row("sessions in the database", f"{sessions:,}", "", f"{SESSIONS:,}", True)
        return [held, *(r for name, cost in many.items() for r in _rows(name, few[name], cost))]


def _fill() -> tuple[Any, Any]:
    from django.utils import timezone

    from openimt_clinic.demo.accounts import ANA, TOMAS
    from openimt_clinic.demo.load import load_demo
    from openimt_clinic.records.user import User

    load_demo(timezone.now())
    return User.objects.get(email=ANA.email), User.objects.get(email=TOMAS.email)


def _share_out(ana: Any, tomas: Any) -> None:
    from openimt_clinic.database.wall import inside
    from openimt_clinic.records.clinic import Clinic

    with inside(clinic=Clinic.objects.get().pk):
        give_forty(ana, tomas)


def _measured(ana: Any, *, times: int) -> Iterator[tuple[str, Cost]]:
    from django.db.models.functions import Length
    from django.urls import reverse

    from openimt_clinic.database.wall import inside
    from openimt_clinic.demo.accounts import ENGLISH, LEA
    from openimt_clinic.records.care_relation import CareRelation
    from openimt_clinic.records.clinic import Clinic
    from openimt_clinic.records.user import User

    with inside(clinic=Clinic.objects.get().pk):
        relations = CareRelation.objects.filter(user=ana, kind="treating")
        by_code = relations.order_by(Length("patient__code"), "patient__code")
        mine = list(by_code.values_list("patient_id", flat=True))
    lead, patient = (User.objects.get(email=one.email) for one in (LEA, ENGLISH))

    def of_each(name: str) -> list[str]:
        return [reverse(name, args=[one]) for one in mine]

    pages = {
        "caseload of 40": (ana, [reverse("clinician:caseload")]),
        "team lead's people": (lead, [reverse("team:people")]),
        "team lead's caseload": (lead, [reverse("clinician:caseload")]),
        "patient's own path": (patient, [reverse("patient:path")]),
    }
    pages |= {name: (ana, of_each(f"clinician:{name}")) for name in about_a_patient()}
    pages |= {name: (lead, [reverse(f"clinician:{name}")]) for name in of_the_clinic()}
    for name, (user, addresses) in pages.items():
        if read := _read(user, addresses[:SOME]):
            yield name, _cost(user, read, times)


def _read(user: Any, addresses: list[str]) -> list[str]:
    """Where there is a page of words: neither a paper nor an address that only takes what is sent.
    Some pages belong to one therapy, and are not there for everybody."""
    client = _browser(user)
    found = []
    for address in addresses:
        response = client.get(address, follow=True)
        if response.status_code == ONLY_SENT or "html" not in response.headers["Content-Type"]:
            return []
        if response.status_code == FOUND:
            # The page itself, not the address that leads to it.
            found.append(response.request["PATH_INFO"])
    return found


def about_a_patient() -> list[str]:
    """The clinician's pages that ask for nothing but the patient."""
    return _named({"patient_id"})


def of_the_clinic() -> list[str]:
    """The clinician's pages that ask for nothing."""
    return _named(set())


def _named(asked: set[str]) -> list[str]:
    from django.urls import get_resolver

    resolver = get_resolver().namespace_dict["clinician"][1]
    found = {
        name: way
        for name in resolver.reverse_dict
        if isinstance(name, str)
        for way in resolver.reverse_dict.getlist(name)
        if {arg for one in way[0] for arg in one[1]} == asked
    }
    return sorted(found)


def _cost(user: Any, addresses: list[str], times: int) -> Cost:
    client = _browser(user)
    _got(client, addresses[0])
    queries = max(_asked(client, address) for address in addresses)
    cpu, taken, sizes = [], [], []
    for n in range(times):
        began, used = time.perf_counter(), time.process_time()
        page = _got(client, addresses[n % len(addresses)])
        cpu.append(time.process_time() - used)
        taken.append(time.perf_counter() - began)
        sizes.append((len(page), len(gzip.compress(page, 6))))
    return Cost(cpu, taken, queries, max(s[0] for s in sizes), max(s[1] for s in sizes))


def _browser(user: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _asked(client: Any, address: str) -> int:
    """How many queries a page makes, whatever it shows."""
    from django.db import connection

    asked: list[str] = []
    with connection.execute_wrapper(_counting(asked)):
        _got(client, address)
    return len(asked)


def _counting(asked: list[str]) -> Any:
    """A wrapper around every query that writes it down."""

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    return counted


def _got(client: Any, address: str) -> bytes:
    response = client.get(address, follow=True)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    content: bytes = response.content
    return content


def _rows(name: str, few: Cost, cost: Cost) -> Iterator[Row]:
    p95 = percentile(cost.taken, 0.95)
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    within = f"{1000 * SLOWEST:.0f} ms" + (", when quiet" if busy else "")
    yield Row(
        f"{name}, 95 of 100 within",
        f"{1000 * p95:.0f}",
        f"ms (CPU {1000 * median(cost.cpu):.0f})",
        within,
        None if busy else p95 <= SLOWEST,
    )
    grows = cost.queries > few.queries + 2
    yield Row(f"{name}, queries", f"{cost.queries}", "", f"as with 16: {few.queries}", not grows)
    size = f"{cost.plain / 1000:.0f} ({cost.packed / 1000:.1f} packed)"
    yield Row(f"{name}, HTML", size, "KB", f"{LARGEST / 1000:.0f} KB", cost.plain <= LARGEST)
