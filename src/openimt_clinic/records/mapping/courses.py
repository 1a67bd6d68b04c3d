"""Readings, phases and events of a patient as courses, one a measure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from openimt.assess.library import known, load
from openimt.errors import InstrumentError
from openimt.formulate.assessment import Assessment
from openimt.terms import EventKind, Phase
from openimt.track.course import Course
from openimt.track.follow import follow
from openimt.track.measure import Measured, measured
from openimt.track.recovery import expected
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion

SESSIONS = frozenset(
    {EventKind.SESSION_KEPT, EventKind.SESSION_CANCELLED, EventKind.SESSION_MISSED}
)
PLANNED = AskedValues(
    lambda: (
        PlanVersion.objects.filter(
            patient=Given("patient"),
            state__in=[PlanState.ADOPTED.value, PlanState.SUPERSEDED.value],
        )
        .order_by("number")
        .values_list("plan__phase", "on")
    )
)
LOOKED = Asked(
    lambda: AttentionRecord.objects.filter(patient=Given("patient")).exclude(phase="")[:1]
)
# How far ahead the expectation is drawn; the picture cuts it where it has no room.
AHEAD_WEEKS = 78


def phases_of(patient: Patient) -> tuple[tuple[Phase, date], ...]:
    """Each phase with the day it began, oldest first: as the adopted plans say, and at the end
    the one in which the person was last found."""
    begun: list[tuple[Phase, date]] = []
    for phase, day in PLANNED.all(patient=patient.pk):
        if not begun or begun[-1][0] is not Phase(phase):
            begun.append((Phase(phase), day))
    found = LOOKED.first(patient=patient.pk)
    if found and found.phase_since and begun and begun[-1][0] is not Phase(found.phase):
        begun.append((Phase(found.phase), max(found.phase_since, begun[-1][1])))
    return tuple(begun)


def courses_of(
    patient: Patient, assessment: Assessment, phases: tuple[tuple[Phase, date], ...]
) -> tuple[Course, ...]:
    """A course for every measure with readings: published ones before our own unvalidated sets,
    and among these the one with most readings first."""
    measures = measures_of(patient, assessment)
    return tuple(course_of(patient, assessment, phases, measure) for measure in measures)


def measures_of(patient: Patient, assessment: Assessment) -> tuple[Measured, ...]:
    """What can be followed: the measures of ``courses_of``, in its order, with nothing drawn."""
    during = [
        r.measure.removesuffix(".total")
        for r in assessment.readings
        if r.value is not None and r.on and patient.started_on <= r.on <= assessment.on
    ]
    count = Counter(during)
    found = _measures(assessment)
    return tuple(sorted(found, key=lambda m: (load(m.id).own, -count[m.id], m.id)))


def course_of(
    patient: Patient,
    assessment: Assessment,
    phases: tuple[tuple[Phase, date], ...],
    measure: Measured,
) -> Course:
    """The course of one measure, with what is to be expected of the weeks to come."""
    events = assessment.events or ()
    course = follow(
        assessment.readings,
        measure,
        start=patient.started_on,
        on=assessment.on,
        phases=phases,
        events=[e for e in events if e.kind not in SESSIONS],
        sessions=[e for e in events if e.kind in SESSIONS],
    )
    return _ahead(course, measure)


def _ahead(course: Course, measure: Measured) -> Course:
    """The same course with what is to be expected of the weeks still to come."""
    if course.corridor is None or not course.points:
        return course
    first = course.points[0]
    weeks = tuple(float(week) for week in range(AHEAD_WEEKS + 1))
    drawn = expected(measure, first.value, weeks)
    return replace(
        course, corridor=replace(drawn, weeks=tuple(first.week + week for week in drawn.weeks))
    )


def _measures(assessment: Assessment) -> Iterator[Measured]:
    """The totals that were read, of instruments that say how to follow them."""
    read = {r.measure for r in assessment.readings if r.value is not None}
    for name in sorted(read & set(known())):
        try:
            yield measured(load(name))
        except InstrumentError:
            # A set without a total, such as the diary, is drawn on its own page.
            continue
