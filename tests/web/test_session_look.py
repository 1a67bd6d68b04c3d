"""The pages of a session in a real browser: before, during, after, beside the person, away."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.planned_absence import PlannedAbsence
from tests.web.absent import an_absence
from tests.web.kept import an_alert, an_appointment, an_event
from tests.web.pages_of import Browser, address
from tests.web.people import People
from tests.web.sessions import begun, planned_for, signed_off
from tests.web.sights import whole_and_readable

SIGHTS = [(390, "light"), (1280, "dark")]
"""Each width and each look once."""
SCRIPT = b'<script type="module" src="/static/clinician/js/writing.js"></script>'
"""It asks who else is here, which a page from memory cannot."""


def opened(browser: Client, where: str) -> HttpResponse:
    answer = browser.get(where)
    assert answer.status_code == 200
    answer.content = answer.content.replace(SCRIPT, b"")
    return answer


def lived(people: People) -> tuple[Appointment, Appointment, Appointment]:
    """An alert, an urge, an absence ahead; a session to begin, one begun, one signed."""
    planned_for(people)
    now = timezone.now().replace(second=0, microsecond=0)
    an_alert(people, says="Intent was stated.", at=now - timedelta(hours=2))
    an_event(people, "self_harm_urge", on=now.date(), value=3)
    an_absence(people, begins=3)
    remote = {"place": "remote", "where": "at home", "call_back": "0170 55", "near": "Su"}
    before = an_appointment(people, now, **remote)
    during = an_appointment(people, now - timedelta(hours=1))
    after = an_appointment(people, now - timedelta(hours=3))
    return before, during, after


@pytest.mark.journey
def test_the_pages_of_a_session_are_whole_and_readable(people: People, signed_in: Browser) -> None:
    ana = signed_in(people.ana)
    before, during, after = lived(people)
    begun(ana, people, during)
    _, done = signed_off(ana, people, after, note="We met.", promises="call the ward")
    assert done
    pages = {
        "session-before": address("session_at", people, before.pk),
        "session-during": address("session_at", people, during.pk),
        "session-after": address("session_at", people, after.pk),
        "session-beside": address("session_beside", people, during.pk),
        "away": "/caseload/away/",
    }
    answers = {where: opened(ana, where) for where in pages.values()}
    whole_and_readable(answers, pages, SIGHTS)
    assert PlannedAbsence.objects.count() == 1
