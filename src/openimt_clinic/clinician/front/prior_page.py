"""Earlier treatments: what the person tells, and what the definition of non-response finds."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.terms import Truth
from openimt.trial.eligibility import meaning
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.prior_treatments import (
    Treatment,
    change_prior_treatment,
    note_none_before,
    note_prior_treatment,
    take_back_prior_treatment,
)
from openimt_clinic.clinician.fields import listed, text_field
from openimt_clinic.clinician.front.read_again import SeenForm, read_again
from openimt_clinic.clinician.front.referral_forms import hidden
from openimt_clinic.clinician.front.sent import key_of, seen_of
from openimt_clinic.clinician.front.words import ADHERENCES
from openimt_clinic.components.number_fields import NumberField, WholeField
from openimt_clinic.records.mapping.prior_treatments import Told, definition, prior_treatments
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import Adherence, PriorTreatment
from openimt_clinic.refusals import carried_out

SENDS = ("POST",)
FIELDS = tuple(Treatment.__dataclass_fields__)
YES_NO_UNKNOWN = (
    ("", gettext_lazy("Not known")),
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
)
A_DAY = gettext_lazy("As the person remembers it: 2021, 3/2021 or 14.3.2021.")


def _number(label: object, most: int) -> WholeField:
    return WholeField(label=label, required=False, min_value=0, max_value=most)  # type: ignore[arg-type]


class TreatmentForm(SeenForm):
    """One earlier treatment; whatever nobody knows is left empty."""

    therapy = forms.ChoiceField(
        label=gettext_lazy("Therapy"), required=False,
        choices=lambda: [("", _("another one, named below")),
                         *((t.id, t.name) for t in definition().therapies.values())],
    )  # fmt: skip
    called = forms.CharField(
        label=gettext_lazy("What it was called, if another"), required=False, max_length=120
    )
    began = forms.CharField(
        label=gettext_lazy("From"), required=False, max_length=20, help_text=A_DAY
    )
    ended = forms.CharField(label=gettext_lazy("Until"), required=False, max_length=20)
    sessions_planned = _number(gettext_lazy("Sessions that were planned"), 5000)
    sessions_attended = _number(gettext_lazy("Sessions the person went to"), 5000)
    trained_therapist = forms.TypedChoiceField(
        label=gettext_lazy("Was the therapist trained in it?"), choices=YES_NO_UNKNOWN,
        required=False, coerce={"yes": True, "no": False}.get, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    adherence = forms.ChoiceField(
        label=gettext_lazy("How far it was carried out as it is meant, on both sides"),
        choices=listed(ADHERENCES), initial=Adherence.UNKNOWN.value, required=False,
    )  # fmt: skip
    scale = forms.ChoiceField(
        label=gettext_lazy("A scale over the course"), required=False,
        choices=lambda: [("", _("none known")),
                         *((s.id, s.name) for s in definition().scales.values())],
    )  # fmt: skip
    before = NumberField(label=gettext_lazy("Its value before"), required=False)
    after = NumberField(label=gettext_lazy("Its value after"), required=False)
    criteria_after = _number(gettext_lazy("Criteria still met at its end (0 to 9)"), 9)
    outcome = text_field(gettext_lazy("What got better, what did not"), required=False)
    ended_because = text_field(gettext_lazy("Why it ended, in the person's words"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("What may have stood in the way, if it did not help"), required=False,
        choices=lambda: [("", _("not said")), *definition().reasons.items()],
    )  # fmt: skip
    key = hidden()

    def clean_adherence(self) -> str:
        return self.cleaned_data["adherence"] or Adherence.UNKNOWN.value

    def told(self) -> Treatment:
        """What was written, for the action."""
        return Treatment(**{name: self.cleaned_data[name] for name in FIELDS})


@patient_page(write=Permission.ASSESS)
def prior(request: HttpRequest, patient: Patient) -> HttpResponse:
    """All of them, each with what the definition finds, and a form for one more."""
    by = standing_of(request).user
    if request.method == "POST" and request.POST.get("do") == "none":
        note_none_before(patient=patient, by=by)
        return redirect("clinician:prior_treatments", patient.pk)
    form = TreatmentForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        key = key_of(form.cleaned_data["key"])
        kept = carried_out(
            form, lambda: note_prior_treatment(patient=patient, told=form.told(), by=by, key=key)
        )
        if kept is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:prior_treatments", patient.pk)
    told = prior_treatments(patient)
    context = {
        "patient": patient,
        "form": form,
        "told": told,
        "rows": _rows(told),
        "meaning": meaning(told.definition),
        "sent": request.method == "POST",
        "may_write": Permission.ASSESS in permissions_for(by, patient),
    }
    return render(request, "clinician/front/prior.html", context)


@patient_page(write=Permission.ASSESS)
def change_prior(request: HttpRequest, patient: Patient, treatment_id: UUID) -> HttpResponse:
    """Corrects one, unless somebody else just did."""
    row = _row(patient, treatment_id)
    form = TreatmentForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        kept = carried_out(
            form,
            lambda: change_prior_treatment(
                treatment=row,
                told=form.told(),
                seen=seen_of(form.cleaned_data["seen"]),
                by=standing_of(request).user,
            ),
        )
        if kept is not None:
            messages.success(request, _("Written down."))
            return redirect("clinician:prior_treatments", patient.pk)
        read_again(form, TreatmentForm(initial=_initial(_row(patient, treatment_id))))
    return render(request, "clinician/front/change_prior.html", {"patient": patient, "form": form})


@patient_page(write=Permission.ASSESS)
def take_back_prior(request: HttpRequest, patient: Patient, treatment_id: UUID) -> HttpResponse:
    """It was a mistake."""
    rows = PriorTreatment.objects.filter(patient=patient, none_before=False)
    row = get_object_or_404(rows, pk=treatment_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(SENDS)
    take_back_prior_treatment(treatment=row, by=standing_of(request).user)
    messages.success(request, _("Taken back; it counts no more."))
    return redirect("clinician:prior_treatments", patient.pk)


def _row(patient: Patient, treatment_id: UUID) -> PriorTreatment:
    rows = PriorTreatment.objects.filter(
        patient=patient, taken_back_at__isnull=True, none_before=False
    )
    return get_object_or_404(rows, pk=treatment_id)


def _initial(row: PriorTreatment) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in FIELDS}
    kept["trained_therapist"] = {None: "", True: "yes", False: "no"}[row.trained_therapist]
    return kept | {"seen": row.noted_at.isoformat()}


def _rows(told: Told) -> list[dict[str, object]]:
    """Each with the verdict on the course; the words speak of courses, never of a person."""
    verdicts = {
        Truth.MET: _("did not respond to this course, by the definition below"),
        Truth.NOT_MET: _("does not count, by the definition below"),
        Truth.UNKNOWN: _("nobody can tell yet"),
    }
    return [
        {
            "row": row,
            "name": judged.name,
            "verdict": verdicts[judged.counts],
            "criteria": judged.criteria,
            "unknown": judged.counts is Truth.UNKNOWN,
            "adherence": ADHERENCES[row.adherence],
        }
        for row, judged in zip(told.rows, told.judged.courses, strict=True)
    ]
