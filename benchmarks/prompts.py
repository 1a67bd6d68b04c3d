"""How many reminders are planned in a minute: by the planner alone, and with the ledger kept."""

import os
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.crowd import crowd_database
from benchmarks.table import Row
from openimt.deliver.prompts.limits import Budget, usual_quiet
from openimt.deliver.prompts.plan import Person, plan
from openimt.deliver.prompts.schedule import Schedule, Way, Window, parts
from openimt.deliver.prompts.wished import Clock

WANTED = 100_000
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
FIRST = date(2026, 11, 18)
PLANNED_ALONE, PEOPLE = 1_000, 400


def schedules() -> tuple[Schedule, ...]:
    """An agreed hour in the evening, and three moments of chance a day: 56 prompts in two weeks."""
    return (
        Schedule("card", Way.FIXED, "card", FIRST, times=(time(19),)),
        Schedule("now", Way.RANDOM, "card", FIRST, windows=parts(_day(), 3)),
    )


def _day() -> Window:
    return Window(time(9), time(18))


def rows() -> list[Row]:
    alone, number = _alone()
    kept, kept_number = _kept()
    return [
        _row(f"{number:,} reminders planned", number, alone),
        _row(f"{kept_number:,} planned and kept in PostgreSQL", kept_number, kept),
    ]


def _row(name: str, number: int, seconds: float) -> Row:
    rate = 60 * number / seconds
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    bar = f"{WANTED:,}" + (", when quiet" if busy else "")
    fast = rate >= WANTED
    return Row(f"{name}, in a minute", f"{rate:,.0f}", "", bar, None if busy and not fast else fast)


def _alone() -> tuple[float, int]:
    budget = Budget(4, 28, timedelta(minutes=30))
    agreed, number = schedules(), 0
    began = perf_counter()
    for n in range(PLANNED_ALONE):
        person = Person(Clock(ZoneInfo("Europe/Berlin"), usual_quiet(), str(n)), budget)
        number += len(plan(agreed, person, NOW, NOW + timedelta(days=14)))
    return perf_counter() - began, number


def _kept() -> tuple[float, int]:
    """Four hundred people of one clinic, as the worker plans for them."""
    with crowd_database():
        from openimt_clinic.actions.prompt_ledger import plan_waiting
        from openimt_clinic.database.wall import inside
        from openimt_clinic.demo.accounts import ANA
        from openimt_clinic.demo.load import load_demo
        from openimt_clinic.records.clinic import Clinic
        from openimt_clinic.records.mapping.prompts import Wanted
        from openimt_clinic.records.patient import Patient
        from openimt_clinic.records.prompt import Prompt
        from openimt_clinic.records.prompt_schedule import PromptSchedule
        from openimt_clinic.records.user import User

        load_demo(NOW)
        clinic, ana = Clinic.objects.get(), User.objects.get(email=ANA.email)
        budget = Budget(4, 28, timedelta(minutes=30))
        wanted = Wanted(schedules(), budget, usual_quiet(), "Europe/Berlin").fields()
        with inside(clinic=clinic.pk):
            people = Patient.objects.bulk_create(
                Patient(clinic=clinic, given_name="N", family_initial="N", code=f"p{n}",
                        started_on=FIRST)
                for n in range(PEOPLE)
            )  # fmt: skip
            PromptSchedule.objects.bulk_create(
                PromptSchedule(clinic=clinic, patient=one, number=1, by=ana, made_at=NOW,
                               agreed_at=NOW, **wanted)
                for one in people
            )  # fmt: skip
            before = Prompt.objects.count()
            began = perf_counter()
            while plan_waiting(clinic, NOW):
                pass
            taken = perf_counter() - began
            return taken, Prompt.objects.count() - before
