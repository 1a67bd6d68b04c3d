"""A patient's home: the Map, the common modules, and how it goes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimt.terms import SafetyPlanState
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.clinician.course_view import CourseView, course_view
from openimt_clinic.clinician.front.waits_at import waits_at
from openimt_clinic.clinician.head_view import HeadView, safety_plan_says, week_says
from openimt_clinic.clinician.home_queries import Known, known_of
from openimt_clinic.clinician.map_view import MapView, map_view, phase_names
from openimt_clinic.clinician.stage_view import stage_words
from openimt_clinic.components.open_case import CaseRow, case_row, open_case
from openimt_clinic.records.appointment import Place
from openimt_clinic.records.mapping.contacts import call_of
from openimt_clinic.records.patient import Patient

MEASURE = "measure"


@patient_page()
@require_safe
def patient_home(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Where the person is, what comes first, what then, and why; ``?measure=`` picks the course."""
    known = known_of(patient, timezone.now(), request.GET.get(MEASURE, ""))
    return render(
        request,
        "clinician/patient.html",
        {
            "patient": patient,
            "head": _head(patient, known),
            "cases": _cases(patient, known),
            "map": _map(known),
            "call_on": _call_due(patient, known),
            "begins": None if known.plan else waits_at(patient, standing_of(request)),
            "proposed": known.plan is not None and not known.adopted,
            **_course(patient, known),
        },
    )


def _head(patient: Patient, known: Known) -> HeadView:
    coming, safety = known.next_appointment, known.safety_plan
    state = SafetyPlanState(safety.state) if safety else None
    looked_at = (safety.reviewed_on or safety.on) if safety else None
    phase = known.profile.phase
    binds = known.catalogue.therapy(patient.therapy).binds_phases
    return HeadView(
        name=patient.name,
        week=week_says(patient.started_on, known.on),
        phase=phase.value if binds else "",
        phase_name=phase_names(known.catalogue, patient.therapy)[phase] if binds else "",
        therapy=known.catalogue.therapy(patient.therapy).name,
        next_at=coming.starts_at if coming else None,
        next_remote=coming is not None and coming.place == Place.REMOTE.value,
        safety_plan_says=safety_plan_says(state, looked_at, known.on),
        stage=stage_words(known.catalogue, known.profile),
    )


def _cases(patient: Patient, known: Known) -> tuple[CaseRow, ...]:
    now = timezone.now()
    return tuple(case_row(open_case(case, patient), now) for case in known.alerts)


def _call_due(patient: Patient, known: Known) -> date | None:
    """The day of the call that was promised to somebody who waits, once it has come."""
    on = None if patient.ended_on else call_of(patient)
    return on if on is not None and on <= known.on else None


def _map(known: Known) -> MapView | None:
    if known.plan is None:
        return None
    return map_view(known.plan, known.profile, known.catalogue, on=known.on, agenda=known.points)


def _course(patient: Patient, known: Known) -> dict[str, object]:
    """The course that is drawn; the others by name."""
    if known.course is None:
        return {"course": None, "measures": ()}
    names = phase_names(known.catalogue, known.profile.assessment.therapy)
    view: CourseView | None = course_view(known.course, {p.value: n for p, n in names.items()})
    others = [(m.id, m.name, m.id == known.course.measure) for m in known.measures]
    asked = urlencode({MEASURE: known.course.measure, "table": "open"})
    rows_at = f"{reverse('clinician:courses', args=[patient.pk])}?{asked}"
    return {
        "course": view,
        "measures": others if len(others) > 1 else (),
        "rows_at": rows_at,
    }
