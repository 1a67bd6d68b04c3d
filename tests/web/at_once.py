"""Two people, or two presses of one button, at the same moment, each with a line of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

from django.db import connection, transaction

from openimt.errors import OpenIMTError
from openimt_clinic.database.wall import inside
from tests.web.people import People

LONGEST_WAIT = 10
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def at_once(people: People, *acts: Callable[[], object]) -> list[object]:
    """What each act gave, or how it was refused; anything else is raised."""
    together = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        together.wait(LONGEST_WAIT)
        return _inside(people, act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [job.result() for job in [pool.submit(one, act) for act in acts]]


def while_open(people: People, first: Callable[[], object], second: Callable[[], object]) -> object:
    """What the second act gave, which waited for the first one's transaction to end."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(_inside, people, second)
            until = monotonic() + LONGEST_WAIT
            while not _somebody_waits() and not later.done() and monotonic() < until:
                sleep(0.02)
        return later.result()


def _inside(people: People, act: Callable[[], object]) -> object:
    try:
        with inside(clinic=people.clinic.pk):
            return act()
    except OpenIMTError as refusal:
        return refusal
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])
