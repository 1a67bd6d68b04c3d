"""Taking somebody in: from the referral to a record, in one step, with what begins now."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.assess.front_door.grown_up import require_adult
from openimt.assess.scores import WorryingAnswer
from openimt.errors import RecordError
from openimt.terms import Response
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.enrolling import enrol
from openimt_clinic.actions.front_door.door_alerts import closed
from openimt_clinic.actions.front_door.referring import (
    danger_says,
    open_referral,
    refuse_danger_unasked,
)
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.mapping.referrals import screening_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.referral import TAKEN_IN, ContactWay, Referral, ReferralState
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.user import User

MEANWHILE = "gpm"
"""Under which therapy somebody is while they wait (clinical decision 9)."""
LONGEST_NUMBER = 30
"""What is longer is no number alone, and stays with the referral."""


@action
def accept_referral(
    *, referral: Referral, treated_by: User, code: str, by: User, same_as: Patient | None = None
) -> Patient:
    """Makes the record, with whoever is named responsible from now on; the person then waits.

    ``code`` empty: the next one that nobody has. ``same_as``: a person whose course ended, and who
    comes back by this referral. Pressed twice, it is done once. Danger that still stands opens an
    alert case in the same transaction.
    """
    require_in(by, Permission.ENROL, referral.clinic)
    now = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if now.state in TAKEN_IN and now.patient is not None:
        record("referral.accepted_again", by=by, patient=now.patient, referral=now.pk)
        return now.patient
    kept = open_referral(referral, by)
    refuse_danger_unasked(kept)
    today = timezone.localdate()
    require_adult(kept.birth_year, kept.is_adult, today)
    patient = _somebody(kept, treated_by, code, today, same_as, by)
    kept.patient, kept.state = patient, ReferralState.WAITING.value
    kept.decided_by, kept.decided_at = by, timezone.now()
    kept.changed_by, kept.changed_at = by, kept.decided_at
    kept.save()
    _bring_along(kept, patient, by)
    record("referral.accepted", by=by, patient=patient, referral=kept.pk)
    return patient


def next_code(clinic: Clinic, on: date) -> str:
    """A code that nobody has yet, such as ``26-014``."""
    taken = set(Patient.objects.filter(clinic=clinic).values_list("code", flat=True))
    number = 1
    while f"{on:%y}-{number:03}" in taken:
        number += 1
    return f"{on:%y}-{number:03}"


def _free_code(clinic: Clinic, on: date) -> str:
    """As ``next_code``, and nobody else takes it meanwhile."""
    in_turn(clinic)
    return next_code(clinic, on)


def _somebody(
    kept: Referral, treated_by: User, code: str, today: date, same_as: Patient | None, by: User
) -> Patient:
    if same_as is None:
        return enrol(
            clinic=kept.clinic,
            given_name=kept.given_name,
            family_initial=kept.family_initial,
            code=code or _free_code(kept.clinic, today),
            started_on=today,
            treated_by=treated_by,
            by=by,
            therapy=MEANWHILE,
            language=kept.language,
        )
    if same_as.ended_on is None:
        raise RecordError(
            _("%(name)s is in care already. Withdraw this referral, and tell who treats them.")
            % {"name": same_as.name}
        )
    return come_back(patient=same_as, on=today, by=by, treated_by=treated_by, therapy=MEANWHILE)


def _bring_along(kept: Referral, patient: Patient, by: User) -> None:
    """What was found moves into the record; nothing is written twice."""
    now = timezone.now()
    base = {"clinic_id": patient.clinic_id, "patient": patient, "noted_at": now}
    for row in kept.found:
        given = {**row, "on": date.fromisoformat(row["on"]), "by_id": row["by"]}
        given.pop("by")
        DiagnosisRecord.objects.create(**base, **given)
    kept.found = []
    kept.save(update_fields=["found"])
    if kept.contact_way == ContactWay.TELEPHONE.value and len(kept.contact) <= LONGEST_NUMBER:
        Reach.objects.create(**base, number=kept.contact, by=by)
    _alert(kept, patient, by)


def _alert(kept: Referral, patient: Patient, by: User) -> None:
    """What is open at the door goes on in the record; so does danger that still stands."""
    rows = ReferralAlert.objects.filter(referral=kept)
    before = rows.filter(closed_at__isnull=True).first()
    stands = screening_of(kept).danger
    rows.update(patient=patient)
    if not stands and before is None:
        return
    worry = WorryingAnswer("told", 1.0, Response.SAME_DAY, danger_says(kept))
    now = timezone.now()
    given = before.received_at if before else kept.changed_at
    case = open_case(patient, worry, answer_set=None, given_at=given, received_at=now, by=by)
    if before is not None:
        _goes_on(before, case, by)


def _goes_on(before: ReferralAlert, case: AlertCase, by: User) -> None:
    """Whoever is on it stays on it, the clock runs on, and each try to reach the person comes
    along."""
    case.owner = before.acknowledged_by or before.owner or case.owner
    case.due_at = min(case.due_at, before.due_at)
    case.passed_on_at = before.passed_on_at
    case.acknowledged_at, case.acknowledged_by = before.acknowledged_at, before.acknowledged_by
    case.save()
    people = {str(user.pk): user for user in User.objects.filter(pk__in=_who_tried(before))}
    ContactLine.objects.bulk_create(
        ContactLine(
            clinic_id=case.clinic_id,
            patient=case.patient,
            alert=case,
            at=datetime.fromisoformat(str(row["at"])),
            by=people.get(str(row["by"]), by),
            way=row["way"],
            reached=row["reached"],
            says=row["says"],
        )
        for row in before.tries
    )
    before.patient = case.patient
    closed(before, _("Taken in; the alert goes on in the record."), by)


def _who_tried(before: ReferralAlert) -> list[str]:
    return [str(row["by"]) for row in before.tries]
