"""The contact log outside alerts: a call, a letter, a relative; and how to reach a person."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.in_reach import in_reach
from openimt_clinic.actions.sent_again import (
    in_turn,
    keep_once,
    place_of,
    refuse_other_words,
    told,
)
from openimt_clinic.audit.log import record
from openimt_clinic.records.contact_line import ContactLine, ContactWay
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.user import User

AFTER_A_DEATH = (
    "After the death. Listened, and told nothing that the person had kept to themselves."
)
WITH_CONSENT = "Write what the person has agreed to about that, and when."


@dataclass(frozen=True)
class Said:
    """What came of a contact. ``next_by``: by then there is contact again. ``whom``, ``consent``:
    who else was spoken with, and what the person has agreed to about it."""

    says: str = ""
    agreed: str = ""
    next_by: datetime | None = None
    whom: str = ""
    consent: str = ""

    def fields(self, at: datetime) -> dict[str, Any]:
        """As the log keeps it; refuses a next contact before this one, or years away."""
        if self.next_by is not None:
            if self.next_by <= at:
                raise RecordError("The next contact would be before this one.", field="next_by")
            in_reach(self.next_by, timezone.now(), "next_by")
        texts = {name: getattr(self, name).strip() for name in ("says", "agreed", "consent")}
        return {**texts, "whom": self.whom.strip(), "next_by": self.next_by}


@action
def note_contact(
    *,
    patient: Patient,
    way: ContactWay,
    reached: bool,
    by: User,
    came_of_it: Said | None = None,
    at: datetime | None = None,
    key: UUID | None = None,
) -> ContactLine:
    """A contact, or a try, without an alert. ``key``: made by the page, so that a form that was
    sent twice is one line."""
    # Whoever treats, or is called to this person; leading the team alone opens no record.
    require(by, Permission.READ_RECORD, patient)
    require(by, Permission.ANSWER_ALERTS, patient)
    now = timezone.now()
    when, what = at or now, came_of_it or Said()
    if when > now:
        raise RecordError("This moment is still to come.", field="at")
    in_reach(when, now, "at")
    if way is ContactWay.OTHER_PERSON:
        said(what.whom, field="whom", remedy="Write who it was.")
        if died_on(patient) is not None:
            what = replace(what, consent=what.consent.strip() or AFTER_A_DEATH)
        said(what.consent, field="consent", remedy=WITH_CONSENT)
    given = {"way": way.value, "reached": reached, **what.fields(when)}
    if at is not None:
        given["at"] = at
    if there := noted_already(patient, key, given):
        record("contact.noted_again", by=by, patient=patient, contact=there.pk)
        return there
    line = ContactLine.objects.create(
        id=place_of(patient.pk, key),
        clinic_id=patient.clinic_id,
        patient=patient,
        by=by,
        **{"at": when, **given},
    )
    record("contact.noted", by=by, patient=patient, contact=line.pk, way=way.value, reached=reached)
    return line


@dataclass(frozen=True)
class Near:
    """Somebody close to the person whom the clinic may call, and what the person agreed to."""

    name: str
    number: str
    agreed_on: date | None
    says: str = ""


@action
def set_reach(
    *,
    patient: Patient,
    number: str,
    by: User,
    number_says: str = "",
    near: Near | None = None,
    key: UUID | None = None,
) -> Reach:
    """How the clinic reaches the person; somebody close by only as the person has agreed. ``key``:
    made by the page, so that a form that was sent twice is kept once."""
    require(by, Permission.KEEP_SAFE, patient)
    if near is not None and near.agreed_on is None:
        raise RecordError("Give the day on which the person agreed to it.", field="near_agreed_on")
    named: dict[str, Any] = {"near_name": "", "near_number": "", "near_says": ""}
    named["near_agreed_on"] = None
    if near is not None:
        named = {
            "near_name": said(near.name, field="near_name", remedy="Write who it is."),
            "near_number": near.number.strip(),
            "near_says": near.says.strip(),
            "near_agreed_on": near.agreed_on,
        }
    given = {"number": number.strip(), "number_says": number_says.strip(), **named}
    kept, new = keep_once(Reach, patient, key, given, by=by, noted_at=timezone.now())
    record(told("reach.set", new=new), by=by, patient=patient, reach=kept.pk)
    return kept


def noted_already(patient: Patient, key: UUID | None, given: dict[str, Any]) -> ContactLine | None:
    """The line that this very form has made already; refuses other words under its key."""
    in_turn(patient)
    there = ContactLine.objects.filter(pk=place_of(patient.pk, key)).first() if key else None
    if there:
        refuse_other_words(there, given)
    return there
