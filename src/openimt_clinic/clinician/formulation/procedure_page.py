"""Where a course stands in its procedure: what holds, what comes first, how to go on and back."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.in_procedure import InProcedure, StepInCourse, in_procedure
from openimt.formulate.profile import Profile
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.assessing import judge_criterion
from openimt_clinic.actions.care.kinds.experiential import TECHNIQUES, USES
from openimt_clinic.clinician.fields import SentOnce
from openimt_clinic.clinician.formulation.written_view import written_so_far
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.care import written_about
from openimt_clinic.records.mapping.formulation import EXPERIENTIAL, text_of
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

ON, BACK = "on", "back"
ALLIANCE = "c2"


class MoveForm(SentOnce):
    """One step on, or one back; either way with the reason. ``here``: the step that the page
    showed, so that a second press moves nobody two steps."""

    here = forms.CharField(required=False, widget=forms.HiddenInput)
    move = forms.ChoiceField(choices=((ON, ""), (BACK, "")))
    reason = forms.CharField(label=gettext_lazy("What shows it"), max_length=1000)


@patient_page(write=Permission.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The steps with their reasons; a move is a named judgement, with its reason and an end."""
    plan, catalogue = plan_in_force(patient)
    therapy = catalogue.therapy(patient.therapy)
    profile = profile_of(patient, timezone.localdate(), catalogue, plan)
    names = {module.id: module.name for module in catalogue.modules.values()}
    place = in_procedure(therapy, profile, names)
    if place is None:
        raise Http404
    form = MoveForm(request.POST or None, initial={"here": place.here.step.id})
    if request.method == "POST" and form.is_valid():
        weeks = int(catalogue.settings["judgement_weeks"])
        if carried_out(form, lambda: _move(request, patient, place, form, weeks)) is not None:
            return redirect("clinician:procedure", patient.pk)
    user = standing_of(request).user
    may = permissions_for(user, patient)
    shown = {
        "patient": patient,
        "therapy": therapy,
        "place": place,
        "stages": _every_time(place, profile, catalogue)
        if therapy.binds_phases
        else _stages(place, {stage.id: stage.name for stage in therapy.stages}),
        "every_time": therapy.binds_phases,
        "form": form,
        "alliance": _alliance(profile),
        "alliance_name": catalogue.modules[ALLIANCE].name,
        "modules": catalogue.modules,
        "written": tuple(written_so_far(patient)),
        "techniques": [
            _technique(one) for one in written_about(patient, [EXPERIENTIAL], user)[:10]
        ],
        "may_judge": Permission.ASSESS in may,
        "may_write": Permission.DELIVER in may,
    }
    return render(request, "clinician/formulation/procedure.html", shown)


def _move(
    request: HttpRequest, patient: Patient, place: InProcedure, form: MoveForm, weeks: int
) -> object:
    """On: the step holds. Back: the step one goes back to does not hold any longer."""
    on = form.cleaned_data["move"] == ON
    seen = form.cleaned_data["here"]
    here = next((one for one in place.steps if one.step.id == seen), place.here)
    step = here.step if on or here.back_to is None else here.back_to
    today = timezone.localdate()
    return judge_criterion(
        patient=patient,
        criterion=f"{patient.therapy}.{step.id}",
        met=on,
        on=today,
        until=today + timedelta(weeks=weeks),
        reason=form.cleaned_data["reason"],
        key=form.cleaned_data["key"],
        by=standing_of(request).user,
    )


def _every_time(
    place: InProcedure, profile: Profile, catalogue: Catalogue
) -> list[tuple[str, list[StepInCourse]]]:
    """Where phases bind, the same questions are asked in each; the phase is the one of the Map."""
    names = phase_names(catalogue, profile.assessment.therapy)
    says = _("Asked in every phase; the phase of now is %(phase)s")
    return [(says % {"phase": names[profile.phase]}, list(place.steps))]


def _stages(place: InProcedure, names: dict[str, str]) -> list[tuple[str, list[StepInCourse]]]:
    found: dict[str, list[StepInCourse]] = {}
    for one in place.steps:
        found.setdefault(names.get(one.step.stage, ""), []).append(one)
    return list(found.items())


def _alliance(profile: Profile) -> str:
    """How the alliance stands, which is looked at with every step."""
    reading = profile.common.get(ALLIANCE)
    state = (reading.state.value if reading else "not_assessed").replace("_", " ").capitalize()
    return f"{state}: {reading.because}" if reading and reading.because else state


def _technique(one: CareDocument) -> dict[str, object]:
    """What it was and what it was for."""
    values = values_of(one.fields)
    words = (
        dict(TECHNIQUES).get(text_of(values, "technique")),
        dict(USES).get(text_of(values, "use")),
    )
    return {"document": one, "says": ", ".join(str(w) for w in words if w) or _("not written yet")}
