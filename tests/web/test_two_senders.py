"""Two workers at once, each with its own line to the database: nobody is sent a thing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection

from openimt_clinic.actions.prompt_ledger import plan_for
from openimt_clinic.actions.prompt_sending import take_due
from openimt_clinic.database.wall import inside
from openimt_clinic.records.prompt import Prompt
from tests.web.kept import NOW
from tests.web.people import People, a_patient
from tests.web.prompted import a_prompt, a_version

MANY = 20


def test_each_prompt_is_taken_by_one_worker(committed: People) -> None:
    version = a_version(committed)
    for n in range(MANY):
        one = a_patient(committed.clinic, given_name=f"P{n}")
        a_prompt(committed, patient=one, schedule=version)
    together = Barrier(2)

    def worker() -> list[object]:
        try:
            with inside(clinic=committed.clinic.pk):
                together.wait(10)
                return [prompt.pk for prompt in take_due(committed.clinic, NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = (job.result() for job in [pool.submit(worker), pool.submit(worker)])
    assert len(first) + len(second) == MANY
    assert not set(first) & set(second)


def test_two_that_plan_at_once_plan_once(committed: People) -> None:
    version = a_version(committed)
    together = Barrier(2)

    def planner() -> int:
        try:
            with inside(clinic=committed.clinic.pk):
                together.wait(10)
                return plan_for(committed.patient, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        written = sorted(job.result() for job in [pool.submit(planner), pool.submit(planner)])
    assert written == [0, 14]
    assert Prompt.objects.filter(schedule=version).count() == 14
    assert Prompt.objects.filter(due_at__gt=NOW + timedelta(days=14)).count() == 0
