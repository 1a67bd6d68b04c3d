"""How each action is called, by whom, and who may not: one row an action."""

from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt.exchange.series import Series
from openimt.terms import CapacityState, CommonState, EventKind, Response
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions import (
    alerting,
    answering,
    assessing,
    catalogue_keeping,
    catalogue_moving,
    delivering,
    enrolling,
    importing,
    inventing,
    learning,
    planning,
    reviewing,
    running,
    safety_planning,
    series_keeping,
)
from openimt_clinic.actions.clinic_numbers import CrisisNumber, Numbers
from openimt_clinic.records.appointment import AppointmentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.catalogue_version import CatalogueOrigin
from openimt_clinic.records.contact_line import ContactWay
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.mapping.catalogues import current_ground
from openimt_clinic.records.mapping.planned import planned
from openimt_clinic.records.mapping.reviews import review_of
from openimt_clinic.records.module_signature import SignedAs
from tests.web import catalogues, kept
from tests.web.act import BY_AUTHOR, LEAD_ONLY, NOBODY, ON_ALERT, Act, Arguments, clinic, dan
from tests.web.acts_of_doors import DOOR_ACTS
from tests.web.acts_of_fit import FIT_ACTS
from tests.web.acts_of_foundations import FOUNDATION_ACTS
from tests.web.acts_of_leading import LEADING_ACTS
from tests.web.acts_of_phones import PHONE_ACTS
from tests.web.acts_of_safety import SAFETY_ACTS
from tests.web.acts_of_sessions import SESSION_ACTS
from tests.web.acts_of_story import STORY_ACTS
from tests.web.acts_of_writing import WRITING_ACTS
from tests.web.kept import NOW, TODAY
from tests.web.people import PASSWORD, People, a_patient

NUMBERS = Numbers("112", "Help", (CrisisNumber("Line", "1"),), "We read.", "Nobody.")

MOOD = Series(((TODAY, 3.0),), 0.0, 10.0, left_out=0)


def brought() -> importing.Brought:
    answers = {f"q{n}": 1.0 for n in range(1, 10)}
    return importing.Brought(importing.Answers("dan", "week 1", answers), NOW)


def without_account(people: People) -> dict[str, Any]:
    eve = a_patient(people.clinic, given_name="Eve")
    for user, kind in ((people.ana, "treating"), (people.ben, "team")):
        CareRelation.objects.create(
            clinic=people.clinic, patient=eve, user=user, kind=kind, since=TODAY
        )
    return {"patient": eve, "email": "eve@example.org", "password": PASSWORD}


def diagnosed(people: People) -> dict[str, Any]:
    kept.a_diagnosis(people)
    return {"patient": people.patient, "on": TODAY}


def an_invented_course(people: People) -> dict[str, Any]:
    people.clinic.is_demo = True
    people.clinic.save()
    told = {"clinic": people.clinic, "patient": people.patient, "by": people.ana}
    rows = [DiagnosisRecord(**told, code="6D11.5", on=TODAY, noted_at=NOW)]
    return {"patient": people.patient, "rows": rows}


def a_series(people: People) -> dict[str, Any]:
    asked = {"name": "Mood", "series": MOOD, "higher_is": "better"}
    return {"patient": people.patient, **asked}


def a_kept_series(people: People) -> dict[str, Any]:
    return {"series": series_keeping.keep_series(**a_series(people), by=people.ana)}


def with_author(arguments: Arguments) -> Arguments:
    """The catalogue author is there before anything is asked for."""
    return lambda people: arguments(people) if people.nora else {}


def a_catalogue(_: People) -> dict[str, Any]:
    return {"source": catalogues.edited(), "origin": CatalogueOrigin.FOLDER}


def an_old_plan(people: People) -> dict[str, Any]:
    kept.a_proposal(people, state="superseded")
    return {"version": catalogues.packaged(people.clinic)}


def a_running_plan(people: People) -> dict[str, Any]:
    """Dan's plan in force, on an earlier catalogue than the clinic's."""
    catalogues.packaged(people.clinic)
    made = planning.propose(**diagnosed(people), by=people.ana)
    planning.adopt(version=made, by=people.ana)
    catalogues.loaded(people.clinic, catalogues.edited())
    after = planned(people.patient, TODAY, current_ground(people.clinic))
    return {"patient": people.patient, "on": TODAY, "seen": catalogue_moving.mark_of(after.plan)}


def a_signature(people: People) -> dict[str, Any]:
    content = review_of(people.clinic, current_ground(people.clinic), "r3").content
    signed = {"signed_as": SignedAs.CLINICIAN, "signer": "Dr Ana Weber", "on": TODAY}
    return {"clinic": people.clinic, "module": "r3", "content": content, **signed}


def a_kept_signature(people: People) -> dict[str, Any]:
    return {"signature": reviewing.sign_module(**a_signature(people), by=people.nora)}


ACTS = [
    *DOOR_ACTS,
    *FIT_ACTS,
    *LEADING_ACTS,
    *FOUNDATION_ACTS,
    *PHONE_ACTS,
    *SAFETY_ACTS,
    *SESSION_ACTS,
    *STORY_ACTS,
    *WRITING_ACTS,
    Act(
        catalogue_keeping.keep_catalogue,
        with_author(lambda p: {"clinic": p.clinic, **a_catalogue(p)}),
        by="nora",
        refused=BY_AUTHOR,
    ),
    Act(
        catalogue_keeping.use_catalogue,
        with_author(lambda p: {"version": catalogues.packaged(p.clinic)}),
        by="nora",
        refused=BY_AUTHOR,
    ),
    Act(
        catalogue_keeping.name_catalogue_of_old_plans,
        with_author(lambda p: {"clinic": p.clinic, **an_old_plan(p)}),
        by="nora",
        refused=BY_AUTHOR,
    ),
    Act(catalogue_moving.move_plan, a_running_plan),
    Act(reviewing.sign_module, with_author(a_signature), by="nora", refused=BY_AUTHOR),
    Act(reviewing.take_back_signature, a_kept_signature, by="nora", refused=BY_AUTHOR),
    Act(
        learning.tick_station,
        clinic(station="gates", done=True),
        refused=(("dan", PermissionDenied), ("cleo", Http404)),
    ),
    Act(series_keeping.keep_series, a_series),
    Act(series_keeping.take_back_series, a_kept_series),
    Act(answering.answer_given, dan(instrument="phq9", item="q1", value=2)),
    Act(answering.send_answers, dan(instrument="phq9", answers={"q1": 2})),
    Act(answering.drop_draft, lambda people: {"answer_set": kept.a_draft(people)}),
    Act(importing.import_answers, dan(instrument="phq9", brought=[brought()])),
    Act(assessing.record_diagnosis, dan(code="6D11.5", on=TODAY)),
    Act(assessing.withdraw_diagnosis, lambda p: {"diagnosis": kept.a_diagnosis(p), "on": TODAY}),
    Act(
        assessing.judge_safety,
        dan(imminent_risk=False, on=TODAY, until=TODAY + timedelta(14), reason="Spoke with him."),
    ),
    Act(
        assessing.judge_criterion,
        dan(criterion="attending", met=True, on=TODAY, until=TODAY + timedelta(30), reason="Seen."),
    ),
    Act(
        assessing.set_capacity,
        dan(capacity="can_stay_present", state=CapacityState.SHOWN, on=TODAY),
    ),
    Act(
        assessing.set_common_state,
        dan(module="c1", state=CommonState.MET, because="We agreed.", on=TODAY),
    ),
    Act(assessing.read_target, dan(target="anger", severity=0.5, on=TODAY)),
    Act(assessing.record_resilience, dan(on=TODAY, supports=["sister"])),
    Act(assessing.note_event, dan(kind=EventKind.ADMISSION, on=TODAY)),
    Act(assessing.review_event, lambda people: {"event": kept.an_event(people)}),
    Act(planning.propose, diagnosed),
    Act(
        planning.change,
        lambda people: (
            diagnosed(people)
            | {"module": "r3", "wish": planning.Wish.BAN, "reason": "Done elsewhere."}
        ),
    ),
    Act(planning.prefer, dan(module="n3", value=1)),
    Act(planning.adopt, lambda people: {"version": kept.a_proposal(people)}),
    Act(
        planning.reject, lambda people: {"version": kept.a_proposal(people), "reason": "Too much."}
    ),
    Act(
        delivering.make_series,
        dan(first=date(2026, 11, 23), at=time(15), until=date(2026, 12, 14)),
    ),
    Act(
        delivering.move_appointment,
        lambda p: {"appointment": kept.an_appointment(p), "starts_at": NOW + timedelta(1)},
    ),
    Act(
        delivering.mark_appointment,
        lambda p: {
            "appointment": kept.an_appointment(p),
            "state": AppointmentState.MISSED,
            "at": NOW,
        },
    ),
    Act(
        delivering.hold_session,
        lambda p: {
            "appointment": kept.an_appointment(p),
            "held": delivering.Held((delivering.ModuleWork("r3", 0, 1),), note="We began."),
            "at": NOW,
        },
    ),
    Act(delivering.end_module, dan(module="r3", reason="Moved away.", on=TODAY)),
    Act(safety_planning.offer_safety_plan, dan(on=TODAY)),
    Act(safety_planning.make_safety_plan, dan(on=TODAY, elements={"own_ways": ["walk"]}, seen=0)),
    Act(safety_planning.decline_safety_plan, dan(on=TODAY)),
    Act(safety_planning.replace_safety_plan, dan(on=TODAY, agreed="He calls his sister.")),
    Act(
        safety_planning.review_safety_plan,
        lambda p: {
            "plan": kept.a_safety_plan(p),
            "on": TODAY,
            "next_review": TODAY + timedelta(30),
        },
    ),
    Act(
        safety_planning.open_safety_plan,
        dan(),
        by="dan",
        refused=(("ana", PermissionDenied), ("cleo", Http404)),
    ),
    Act(
        alerting.raise_alert,
        dan(response=Response.SAME_DAY, says="He said so on the telephone.", at=NOW),
        refused=(("cleo", Http404), ("lea", Http404), ("dan", PermissionDenied)),
    ),
    Act(alerting.acknowledge, lambda p: {"alert": kept.an_alert(p)}, refused=ON_ALERT),
    Act(alerting.hand_over, lambda p: {"alert": kept.an_alert(p), "to": p.lea}, refused=ON_ALERT),
    Act(
        alerting.pass_on,
        lambda p: {"alert": kept.an_alert(p, second=p.ben), "at": NOW + timedelta(hours=2)},
        by=None,
        refused=NOBODY,
    ),
    Act(
        alerting.log_contact,
        lambda p: {"alert": kept.an_alert(p), "way": ContactWay.PHONE, "reached": True},
        refused=ON_ALERT,
    ),
    Act(
        alerting.close,
        lambda p: {
            "alert": kept.an_alert(p),
            "reason": "He is with his sister.",
            "no_contact": "She called us.",
        },
        refused=ON_ALERT,
    ),
    Act(
        enrolling.enrol,
        lambda p: {
            "clinic": p.clinic,
            "given_name": "Eve",
            "family_initial": "S",
            "code": "eve",
            "started_on": TODAY,
            "treated_by": p.ana,
        },
        refused=(("dan", PermissionDenied), ("cleo", Http404)),
    ),
    Act(
        enrolling.relate,
        lambda p: {
            "patient": a_patient(p.clinic, given_name="Eve"),
            "user": p.ben,
            "kind": CareKind.TREATING,
            "since": TODAY,
        },
        by="lea",
        refused=(("ana", Http404), ("cleo", Http404)),
    ),
    Act(enrolling.give_account, without_account),
    Act(inventing.keep_invented_course, an_invented_course),
    Act(enrolling.set_course, dan(therapy="gpm", sessions_per_week=0.5)),
    Act(
        running.found_clinic,
        lambda _: {"name": "New clinic", "numbers": NUMBERS},
        by=None,
        refused=NOBODY,
    ),
    Act(running.set_numbers, clinic(numbers=NUMBERS), by="lea", refused=LEAD_ONLY),
    Act(
        running.sign_clock,
        clinic(minutes={Response.EMERGENCY: 5}, signed_by="Dr Lea", on=TODAY),
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(
        running.set_service,
        clinic(competences=["mit"], groups=[]),
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(
        running.invite,
        clinic(email="new@example.org", name="New", roles=[RoleName.CLINICIAN], password=PASSWORD),
        by="lea",
        refused=LEAD_ONLY,
    ),
    Act(
        running.switch_off,
        lambda p: {"clinic": p.clinic, "user": p.ben},
        by="lea",
        refused=LEAD_ONLY,
    ),
]
