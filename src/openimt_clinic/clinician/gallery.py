"""Every part of the design system on one page, light beside dark, drawn from an invented person."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from openimt.assess.library import load as load_instrument
from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.load import load
from openimt.deliver.agenda import agenda
from openimt.formulate.understand import understand
from openimt.plan.propose import propose
from openimt.simulate.assessed import assessment
from openimt.simulate.people import invent
from openimt.simulate.person import InventedPerson
from openimt.terms import PHASES, Evidence, Step
from openimt.track.course import Course
from openimt.track.follow import follow
from openimt.track.measure import measured
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.course_view import CourseView, course_view
from openimt_clinic.clinician.map_view import MapView, map_view, phase_names
from openimt_clinic.components.open_case import CaseRow, OpenCase, case_row
from openimt_clinic.components.parts import evidence_mark, step_dots

SEED = 5
MEASURE = "bsl23"
NOBODY = UUID(int=0)


class SpecimenForm(forms.Form):
    """One field of each kind; sent empty, so that its errors show."""

    reason = forms.CharField(
        label=_("Why do you change the plan?"),
        help_text=_("One sentence; it stays with the plan."),
        widget=forms.Textarea,
    )
    on = forms.DateField(label=_("From which day on?"))
    place = forms.ChoiceField(
        label=_("Where?"),
        choices=[("in_person", _("In person")), ("remote", _("Remote"))],
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Specimen:
    """The parts that need a whole person: the Map and the course."""

    map: MapView
    course: CourseView | None


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def gallery(request: HttpRequest, standing: Standing) -> HttpResponse:  # noqa: ARG001
    """Every part, in both looks; nobody shown here has ever lived."""
    catalogue = load()
    form = SpecimenForm({"reason": "", "on": "31 June"})
    form.is_valid()
    return render(
        request,
        "clinician/gallery.html",
        {
            "looks": ("light", "dark"),
            "specimen": _specimen(catalogue),
            "form": form,
            "phases": [(p.value, n) for p, n in phase_names(catalogue, "imt").items()],
            "dots": [step_dots(step) for step in Step],
            "marks": [evidence_mark(evidence) for evidence in Evidence],
            "cases": _cases(),
            "path": _path(catalogue),
        },
    )


def _specimen(catalogue: Catalogue) -> Specimen:
    person = invent(1, SEED)[0]
    known = assessment(person)
    profile = understand(known, catalogue)
    plan = propose(profile, catalogue)
    points = agenda(plan, profile, catalogue, delivered=known.delivered)
    names = {p.value: n for p, n in phase_names(catalogue, person.therapy).items()}
    return Specimen(
        map=map_view(plan, profile, catalogue, on=person.on, agenda=points),
        course=course_view(_course(person), names),
    )


def _course(person: InventedPerson) -> Course:
    return follow(
        person.readings,
        measured(load_instrument(MEASURE)),
        start=person.start,
        on=person.on,
        phases=person.phases,
        events=person.events,
    )


def _cases() -> tuple[CaseRow, ...]:
    """One case that waits and one that somebody has taken, at a fixed moment."""
    now = datetime(2026, 6, 24, 11, 15, tzinfo=UTC)
    due = now + timedelta(minutes=25)
    says = _("Answered 5 of 5 to the suicidal urge in today's card.")
    open_one = OpenCase(NOBODY, NOBODY, "Ada N.", str(says), "Ana", "Ben", due, None, "")
    taken = OpenCase(NOBODY, NOBODY, "Ida P.", str(says), "Ana", "Ben", due, None, "Ana")
    return (case_row(open_one, now), case_row(taken, now))


def _path(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """The patient's path in their own words, standing in the third phase."""
    stands = ("was", "was", "is-here", "", "")
    told = {p.phase: p for p in catalogue.therapy("imt").phases}
    return [
        (stand, told[phase].patient_name, told[phase].patient_says)
        for stand, phase in zip(stands, PHASES, strict=True)
    ]
