"""One diary card of twelve items, from the phone to the database: what it costs, and how many.

Each card is saved with its answers, facts, score and audit event, authenticated by a session, and
the alert rules run over it, through gunicorn and PostgreSQL as ``openimt serve`` runs them.
The figures of other systems were measured on this kind of machine for the neighbours' brief.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any

from benchmarks.table import Row, percentile

ITEMS = (
    "sad", "afraid", "angry", "ashamed", "empty", "content", "tension", "suicidal_urge",
    "self_harm_urge", "self_harm_act", "attempt", "sleep",
)  # fmt: skip
CLIENTS, EACH, MANY, QUEUED = 4, 150, 1000, 30
CPU_BAR, PER_SECOND_BAR, P95_BAR, FLAT = 15.0, 60.0, 60.0, 1.25
BRIEF = "neighbours' brief, 4"


@dataclass
class Sender:
    """One person's phone: every card is about a day of its own, back into the past."""

    port: int
    cookies: dict[str, str]
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent: int = 0

    def send(self, line: HTTPConnection, cards: int = 1) -> float:
        """Seconds until the answer has been read."""
        body = json.dumps(self._body(cards))
        began = time.perf_counter()
        line.request("POST", "/me/sync/", body, self._headers())
        response = line.getresponse()
        said = response.read()
        took = time.perf_counter() - began
        states = [one["state"] for one in json.loads(said)["entries"]]
        assert states == ["kept"] * cards, states
        return took

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Host": "localhost", "Cookie": cookies, "X-CSRFToken": self.cookies["csrftoken"],
            "Content-Type": "application/json",
        }  # fmt: skip

    def _body(self, cards: int) -> dict[str, object]:
        now = datetime.now(UTC)
        return {
            "device": self.device,
            "sent_at": now.isoformat(),
            "entries": [self._card(now) for _ in range(cards)],
        }

    def _card(self, now: datetime) -> dict[str, Any]:
        self.sent += 1
        given = now - timedelta(days=self.sent)
        return {
            "key": str(uuid.uuid4()),
            "kind": "diary",
            "name": given.date().isoformat(),
            "number": self.sent,
            "given_at": given.isoformat(),
            "values": {item: 0 if "urge" in item or item in {"attempt", "self_harm_act"} else 2
                       for item in ITEMS},
            "seen": {},
        }  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """``cpu``: ms of the server a request, PostgreSQL included. ``taken``: seconds of each."""

    cpu: float
    per_second: float
    taken: list[float]

    @property
    def p95(self) -> float:
        return 1000 * percentile(self.taken, 0.95)


def rows() -> list[Row]:
    """In a process of its own, since Django opens one database in a process."""
    command = [sys.executable, "-m", "benchmarks.phone"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def measured() -> list[Row]:
    from benchmarks.clinic import invited, serving

    with serving() as clinic:
        senders = [Sender(clinic.port, cookies) for cookies in invited(CLIENTS)]
        _cost(clinic, senders, 20)
        one = _cost(clinic, senders[:1], EACH)
        four = _cost(clinic, senders, EACH)
        queued = _cost(clinic, senders[:1], (MANY - senders[0].sent) // QUEUED, cards=QUEUED)
        late = _cost(clinic, senders[:1], EACH)
    return [*_ours(one, four, queued, late), *_others()]


def _cost(clinic: Any, senders: list[Sender], times: int, *, cards: int = 1) -> Cost:
    """Every sender in a closed loop on a connection of its own."""

    def loop(sender: Sender) -> list[float]:
        line = HTTPConnection("127.0.0.1", sender.port, timeout=60)
        taken = [sender.send(line, cards) for _ in range(times)]
        line.close()
        return taken

    used, began = clinic.cpu(), time.perf_counter()
    with ThreadPoolExecutor(len(senders)) as pool:
        taken = [one for each in pool.map(loop, senders) for one in each]
    lasted = time.perf_counter() - began
    return Cost(1000 * (clinic.cpu() - used) / len(taken), len(taken) / lasted, taken)


def _ours(one: Cost, four: Cost, queued: Cost, late: Cost) -> list[Row]:
    busy = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    quiet = ", when quiet" if busy else ""

    def bar(says: str, clears: bool) -> dict[str, Any]:
        return {"bar": says + quiet, "clears": None if busy else clears}

    cpu = {"bar": f"{CPU_BAR:g} ms", "clears": max(one.cpu, four.cpu) <= CPU_BAR}
    return [
        Row("card of 12 items, CPU with PostgreSQL, 1 client", f"{one.cpu:.1f}", "ms", **cpu),
        Row("card, 4 clients, CPU", f"{four.cpu:.1f}", "ms", **cpu),
        Row("card, 1 client", f"{one.per_second:.0f}", "a second"),
        Row("card, 1 client, 95 of 100 within", f"{one.p95:.0f}", "ms"),
        Row("card, 4 clients", f"{four.per_second:.0f}", "a second",
            **bar(f"{PER_SECOND_BAR:g} a second", four.per_second >= PER_SECOND_BAR)),
        Row("card, 4 clients, 95 of 100 within", f"{four.p95:.0f}", "ms",
            **bar(f"{P95_BAR:g} ms", four.p95 <= P95_BAR)),
        Row(f"card of who has {MANY:,}, CPU", f"{late.cpu:.1f}", "ms",
            f"{FLAT:g} of the first", late.cpu <= FLAT * one.cpu),
        Row(f"{QUEUED} queued cards in one request, CPU", f"{queued.cpu:.0f}", "ms"),
        Row(f"{QUEUED} queued cards, CPU a card", f"{queued.cpu / QUEUED:.1f}", "ms",
            "less than one alone", queued.cpu / QUEUED <= one.cpu),
        Row(f"{QUEUED} queued cards, 95 of 100 within", f"{queued.p95:.0f}", "ms"),
    ]  # fmt: skip


def _others() -> list[Row]:
    """As the brief says; not run here. None of them takes many cards in one request."""
    return [
        Row("  Beiwe, survey of 12 items, CPU, 1 client", "104-118", "ms", BRIEF),
        Row("  Beiwe, 4 clients", "6-10", "a second", BRIEF),
        Row("  Beiwe, 4 clients, 95 of 100 within", "635-1128", "ms", BRIEF),
        Row("  LAMP, 2 items, CPU, first and after 940", "27 and 40", "ms", BRIEF),
        Row("  LAMP, 4 clients, first and after 940", "53 and 18", "a second", BRIEF),
        Row("  ESMira, 3 items, to a file, CPU", "2-4", "ms", BRIEF),
        Row("  ESMira, 4 clients", "157-261", "a second", BRIEF),
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measured()]))
