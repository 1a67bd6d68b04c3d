"""The end of a course: the record as the core knows it."""

from datetime import date

from openimt.deliver.ending import Ending, Way
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.course_ending import CourseEnding, EndingWay
from openimt_clinic.records.patient import Patient

ENDED = Asked(
    lambda: CourseEnding.objects.filter(
        patient=Given("patient"), back_on__isnull=True
    ).select_related("by", "ended_by")
)  # fmt: skip


def ending_of(kept: CourseEnding) -> Ending:
    """The record as a value of the core."""
    return Ending(
        way=Way(kept.way),
        on=kept.on,
        gains=tuple(kept.gains),
        signs=tuple(kept.signs),
        helps=tuple(kept.helps),
        people=tuple(kept.people),
        left=tuple(kept.left),
        feelings=kept.feelings,
        way_back=kept.way_back,
        call=kept.call,
    )


def died_on(patient: Patient) -> date | None:
    """The day on which the person died; None as long as nobody has written such a thing."""
    if patient.ended_on is None:
        return None
    rows = CourseEnding.objects.filter(
        patient=patient, way=EndingWay.DIED.value, back_on__isnull=True
    )
    return rows.values_list("on", flat=True).first()


def current_ending(patient: Patient) -> CourseEnding | None:
    """The end that is being prepared, or was done and not taken back; None in between."""
    return ENDED.first(patient=patient.pk)
