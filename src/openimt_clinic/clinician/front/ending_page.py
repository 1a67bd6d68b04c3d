"""How a course ends, for staff: prepared, ended, asked about later, taken up again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.deliver.ending import named_late, shows, to_do
from openimt.terms import Step
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.back_door.coming_back import come_back
from openimt_clinic.actions.back_door.ending import end_course, go_on, prepare_ending
from openimt_clinic.actions.back_door.following_up import follow_up
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.clinician.front.ending_forms import (
    EndForm,
    EndingForm,
    FollowUpForm,
    LookBackForm,
    first_words,
    kept_words,
)
from openimt_clinic.clinician.front.read_again import read_again
from openimt_clinic.clinician.front.sent import NOTHING_YET, seen_of
from openimt_clinic.clinician.front.words import FOLLOW_UPS, WAYS
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.course_ending import CourseEnding, EndingWay
from openimt_clinic.records.follow_up import FollowUp, FollowUpKind
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.endings import current_ending, died_on, ending_of
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

MODULE = "n7"
"""The module *Ending, staying well and the way back*."""
PAPERS = ("letter", "closing_note")


@patient_page(write=Permission.PLAN)
def ending(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The end as it stands; sent, the course ends, goes on, or is taken up again. A death has a
    page and words of its own."""
    if died_on(patient) is not None:
        return redirect("clinician:died", patient.pk)
    kept, by = current_ending(patient), standing_of(request).user
    do = request.POST.get("do", "")
    coming = _coming(patient)
    end_form = EndForm(len(coming), request.POST if do == "end" else None)
    if request.method == "POST":
        if do == "back":
            come_back(patient=patient, on=timezone.localdate(), by=by)
            messages.success(request, _("In care again. The plan begins with the assessment."))
            return redirect("clinician:patient", patient.pk)
        if kept is None:
            raise Http404
        if do == "go_on":
            go_on(ending=kept, by=by)
            return redirect("clinician:ending", patient.pk)
        if end_form.is_valid():
            told = end_form.told()
            done = carried_out(end_form, lambda: end_course(ending=kept, told_how=told, by=by))
            if done is not None:
                messages.success(request, _("The course has ended. Plan and numbers stay."))
                return redirect("clinician:ending", patient.pk)
    context = {
        "patient": patient,
        "ending": kept,
        "coming": coming,
        "end_form": end_form,
        "may_write": Permission.PLAN in permissions_for(by, patient),
        # A death with a day in ``back_on`` was none.
        "earlier": CourseEnding.objects.filter(
            patient=patient, ended_at__isnull=False, back_on__isnull=False
        ).exclude(way=EndingWay.DIED.value),
        **(_said(kept) if kept else {}),
        **_module(patient),
        **_papers(patient),
    }
    return render(request, "clinician/front/ending.html", context)


@patient_page(write=Permission.PLAN)
def prepare(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Named early and written together; for who leaves, the short form of the same page."""
    kept, user = current_ending(patient), standing_of(request).user
    numbers = patient.clinic.crisis_numbers
    number = numbers[0]["number"] if numbers else ""
    initial = kept_words(kept) if kept else first_words(user.name, number, timezone.localdate())
    form = EndingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carried_out(
            form,
            lambda: prepare_ending(
                patient=patient,
                ending=form.ending(),
                later=form.later(),
                note=given["note"],
                shown=given["shown"],
                seen=seen_of(given["seen"]) or NOTHING_YET,
                by=user,
            ),
        )
        if done is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:ending", patient.pk)
        if stands := current_ending(patient):
            read_again(form, EndingForm(initial=kept_words(stands)))
    return render(request, "clinician/front/prepare.html", {"patient": patient, "form": form})


@patient_page(write=Permission.KEEP_SAFE)
def one_follow_up(request: HttpRequest, patient: Patient, follow_up_id: UUID) -> HttpResponse:
    """Somebody asked; what came of it."""
    asked = get_object_or_404(FollowUp, pk=follow_up_id, patient=patient)
    looks_back = asked.kind == FollowUpKind.LOOK_BACK.value
    form = LookBackForm(request.POST or None) if looks_back else FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, given = standing_of(request).user, form.cleaned_data
        if carried_out(form, lambda: follow_up(asked=asked, by=by, **given)) is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:ending", patient.pk)
    context = {
        "patient": patient, "asked": asked, "kind": FOLLOW_UPS[asked.kind], "form": form,
        "looks_back": looks_back,
    }  # fmt: skip
    return render(request, "clinician/front/follow_up.html", context)


def _coming(patient: Patient) -> list[Appointment]:
    return list(
        Appointment.objects.filter(
            patient=patient,
            state=AppointmentState.PLANNED.value,
            starts_at__gt=timezone.now(),
        )[:20]
    )


def _said(kept: CourseEnding) -> dict[str, object]:
    on = timezone.localdate()
    known = ending_of(kept)
    words = (
        (_("What we do by then"), kept.left),
        (_("What was gained"), kept.gains),
        (_("How a hard time begins"), kept.signs),
        (_("What helps then"), kept.helps),
        (_("Who helps"), kept.people),
    )
    return {
        "way": WAYS[kept.way],
        "missing": () if kept.ended_at else tuple(to_do(known).values()),
        "late": not kept.ended_at and named_late(kept.named_on, kept.on),
        "reached": kept.on <= on,
        "toolkit": [(title, lines) for title, lines in words if lines],
        "follow_ups": [
            {"row": row, "kind": FOLLOW_UPS[row.kind], "due": shows(row.due_on, on)}
            for row in kept.follow_ups.select_related("done_by")
        ],
    }


def _module(patient: Patient) -> dict[str, object]:
    """The steps of the ending's own module, and how far it has come."""
    module = catalogue_for(patient).modules.get(MODULE)
    there = ModuleProgress.objects.filter(patient=patient, module=MODULE).first()
    at = there.step if there else int(Step.NOT_BEGUN)
    steps = [(one.says, one.step <= at) for one in module.steps] if module else []
    return {"module": module, "steps": steps}


def _papers(patient: Patient) -> dict[str, str]:
    """Where letters and a closing note are written, as far as there are such kinds."""
    return {
        f"{kind}_url": reverse("clinician:documents", args=[patient.pk, kind])
        for kind in PAPERS
        if kind in KINDS
    }
