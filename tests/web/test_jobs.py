"""The worker's jobs, run by a real worker on the database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django import app

from openimt.terms import Response
from openimt_clinic.actions.alerting import acknowledge, raise_alert
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.database.wall import inside
from openimt_clinic.environment import Mode
from openimt_clinic.jobs.tasks import watch_alerts
from openimt_clinic.page_context import clock_is_silent
from openimt_clinic.records.alert_case import AlertCase
from tests.web.kept import an_alert
from tests.web.people import People, invite_people


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, owner_url: str
) -> Iterator[People]:
    """People who are really there for other connections; taken away by the owner afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        people = invite_people()
        with inside(clinic=people.clinic.pk):
            yield people
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute(
                "TRUNCATE records_clinic, records_user, audit_auditevent, procrastinate_jobs, "
                "procrastinate_periodic_defers, django_session CASCADE"
            )


def work() -> None:
    """A worker of its own, until nothing is left to do."""
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def test_whoever_is_told_gets_a_mail_that_names_nobody(committed: People) -> None:
    raise_alert(
        patient=committed.patient,
        response=Response.SAME_DAY,
        says="Dan said that he has a plan.",
        by=committed.ana,
    )
    assert mail.outbox == []
    work()
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert "Dan" not in letter.subject + letter.body
    assert "plan" not in letter.body
    told = AuditEvent.objects.get(action="alert.told")
    assert told.by_id is None
    assert told.details["whom"] == str(committed.ana.pk)


def test_a_case_nobody_acknowledged_goes_to_the_second_person(committed: People) -> None:
    now = timezone.now()
    case = an_alert(committed, at=now - timedelta(hours=2), second=committed.ben)
    in_time = an_alert(committed, at=now, second=committed.ben, item="plan")
    watch_alerts.defer(timestamp=int(now.timestamp()))
    work()
    case.refresh_from_db()
    in_time.refresh_from_db()
    assert case.passed_on_at == now.replace(microsecond=0)
    assert in_time.passed_on_at is None
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]]


def test_the_clock_leaves_a_mark_that_it_runs(people: People, settings: object) -> None:
    settings.MODE = Mode.SERVE  # type: ignore[attr-defined]
    assert clock_is_silent(people.clinic)
    watch_alerts(timestamp=int(timezone.now().timestamp()))
    people.clinic.refresh_from_db()
    assert not clock_is_silent(people.clinic)


def test_the_clock_watches_every_clinic_behind_its_own_wall(people: People) -> None:
    at = datetime(2026, 11, 18, 12, tzinfo=UTC)
    an_alert(people, at=at - timedelta(hours=2))
    with inside():
        assert not AlertCase.objects.exists()
        assert watch_alerts(timestamp=int(at.timestamp())) == 1
        assert not AlertCase.objects.exists(), "the job has left the wall again"


def test_what_asks_and_what_is_acknowledged_is_not_passed_on(people: People) -> None:
    at = datetime(2026, 11, 18, 12, tzinfo=UTC)
    an_alert(people, Response.ENQUIRE, at=at - timedelta(days=2))
    acknowledge(alert=an_alert(people, at=at - timedelta(days=2), item="x"), by=people.ana)
    assert watch_alerts(timestamp=int(at.timestamp())) == 0
