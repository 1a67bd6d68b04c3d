"""Sessions as they are begun, written and signed on their page, without script."""

from html import unescape

from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from openimt.terms import ModuleKind
from openimt_clinic.actions.assessing import read_target, record_diagnosis
from openimt_clinic.actions.care.session_fields import SESSION
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.clinician.session_note import begin_note
from openimt_clinic.clinician.session_queries import Prepared, prepared
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument
from tests.web.kept import an_appointment
from tests.web.pages_of import address, opened
from tests.web.people import People
from tests.web.typed import Fields, standing_in

TARGETS = ("emotion_intensity", "emotion_awareness", "misread_intentions")


def planned_for(people: People) -> People:
    """Dan with an adopted plan in which chain analysis and naming feelings are due."""
    today = timezone.localdate()
    record_diagnosis(patient=people.patient, code="6D11.5", on=today, by=people.ana)
    for target in TARGETS:
        read_target(
            patient=people.patient, target=target, severity=0.8, sd=0.1, on=today, by=people.ana
        )
    adopt(version=propose(patient=people.patient, on=today, by=people.ana), by=people.ana)
    return people


def a_begun_note(people: People) -> CareDocument:
    """The draft of the note of a session of Dan's today."""
    there = CareDocument.objects.filter(patient=people.patient, kind=SESSION).first()
    if there is not None:
        return there
    one = an_appointment(people, timezone.now().replace(second=0, microsecond=0))
    return begin_note(one, prepared(people.patient, one), QueryDict(), people.ana)


def begun(browser: Client, people: People, one: Appointment, **place: str) -> str:
    """The page once the session is begun."""
    browser.post(address("session_at", people, one.pk), {"do": "begin", **place})
    return opened(browser, "session_at", people, one.pk)


def typed_note(browser: Client, people: People, one: Appointment, **typed: str) -> Fields:
    """The note's form with what is typed into it; an empty text takes something out."""
    begun(browser, people, one)
    page = browser.get(address("session_at", people, one.pk)).content.decode()
    fields = standing_in(page)
    given = {name: [text] if text else [] for name, text in typed.items()}
    return {**fields, **given, "do": ["sign"]}


def signed_off(browser: Client, people: People, one: Appointment, **typed: str) -> tuple[str, bool]:
    """The page after *Sign the note*, and whether it was accepted (it then leads on)."""
    given = typed_note(browser, people, one, **typed)
    answer = browser.post(address("session_at", people, one.pk), given)
    if answer.status_code == 302:
        return unescape(browser.get(answer["Location"], follow=True).content.decode()), True
    assert answer.status_code in (200, 422), answer.status_code
    return unescape(answer.content.decode()), False


def worked_modules(ready: Prepared) -> tuple[str, ...]:
    """The specific modules on the agenda, in order."""
    listed = dict.fromkeys(p.module for p in ready.points if p.id.startswith("module_"))
    known = ready.catalogue.modules
    return tuple(m for m in listed if m in known and known[m].kind is ModuleKind.SPECIFIC)
