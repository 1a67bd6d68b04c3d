"""The facts a course report begins with: each number with its day and where it comes from.

Acts, urges and alerts are not among them: whoever writes the report adds what its reader needs.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from openimt.assess.library import load
from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import LONGEST_LINE, MOST_ROWS
from openimt_clinic.clinician.assessment_queries import found_of
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.clinician.measure_view import MeasureCard, measure_card
from openimt_clinic.clinician.papers.beginnings import language_of, today
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.courses import phases_of
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

OFFERED = (
    AppointmentState.KEPT.value,
    AppointmentState.MISSED.value,
    AppointmentState.CANCELLED_WITH_NOTICE.value,
)


def report_values(patient: Patient, by: User) -> Mapping[str, Value]:
    """The first draft of a report."""
    language = language_of(patient, "")
    with override(language):
        ending = current_ending(patient)
        shared = ending is not None and (ending.shown or ending.ended_at is not None)
        helped = (*ending.gains, *ending.helps) if ending and shared else ()
        return {
            "language": language,
            "subject": _("Report of the course of %(name)s") % {"name": patient.name},
            "course": _lines(_course(patient)),
            "modules": _lines(_modules(patient)),
            "measures": _lines(_measures(patient)),
            "sessions": _lines(_sessions(patient)),
            "helped": _lines(iter(helped)),
            "facts_on": today(),
            "closing": _("With kind regards") + f", {by.name}",
        }


def _course(patient: Patient) -> Iterator[str]:
    catalogue = catalogue_for(patient)
    therapy = catalogue.therapies.get(patient.therapy)
    yield _("%(therapy)s, since %(day)s") % {
        "therapy": therapy.name if therapy else patient.therapy,
        "day": _day(patient.started_on),
    }
    if therapy is not None and therapy.binds_phases:
        names = phase_names(catalogue, patient.therapy)
        for phase, since in phases_of(patient):
            yield _("%(phase)s since %(day)s") % {"phase": names[phase], "day": _day(since)}
    if patient.ended_on is not None:
        yield _("The course ended on %(day)s.") % {"day": _day(patient.ended_on)}


def _modules(patient: Patient) -> Iterator[str]:
    """By their plain names in the language of the report: technical ones can tell too much."""
    known, language = catalogue_for(patient).modules, get_language() or "en"
    for row in ModuleProgress.objects.filter(patient=patient, step__gt=0).order_by("started_on"):
        if row.module in known:
            page = known[row.module].page(language)
            yield _("%(module)s: step %(step)d of 4, in %(n)d sessions") % {
                "module": page.name if page else known[row.module].short,
                "step": row.step,
                "n": row.sessions,
            }


def _measures(patient: Patient) -> Iterator[str]:
    """Published measures alone: our own sets are for the two, and no norm judges them."""
    for instrument, sets in found_of(patient, timezone.localdate()).sets.items():
        shape = load(instrument)
        if not shape.own:
            yield from _card(measure_card(shape, sets))


def _card(card: MeasureCard) -> Iterator[str]:
    for row in card.rows:
        words = {
            "name": f"{card.name}, {row.name}",
            "value": row.value,
            "of": row.of,
            "day": date_format(card.on, "j M Y"),
            "change": row.change,
            "source": card.count_says,
        }
        yield _("%(name)s: %(value)s (%(of)s) on %(day)s; %(change)s. From %(source)s.") % words


def _sessions(patient: Patient) -> Iterator[str]:
    past = Appointment.objects.filter(
        patient=patient, starts_at__lte=timezone.now(), state__in=OFFERED, meeting__isnull=True
    )
    offered = past.count()
    if offered:
        kept = past.filter(state=AppointmentState.KEPT.value).count()
        yield _("%(kept)d of %(offered)d offered sessions were kept (appointments, %(day)s)") % {
            "kept": kept,
            "offered": offered,
            "day": _day(timezone.localdate()),
        }


def _lines(found: Iterator[str]) -> tuple[str, ...] | None:
    kept = tuple(line[:LONGEST_LINE] for line in found)[:MOST_ROWS]
    return kept or None


def _day(on: object) -> str:
    return date_format(on, "DATE_FORMAT")  # type: ignore[arg-type]
