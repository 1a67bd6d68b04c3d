"""The forms in which a clinician writes down what they found or judged: one a kind of finding."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.terms import URGES, CapacityState, CommonState, EventKind
from openimt_clinic.clinician.fields import (
    DayField,
    LinesField,
    SentOnce,
    choice_field,
    text_field,
    today_field,
    yes_no,
)
from openimt_clinic.clinician.found_view import capacity_word, event_word
from openimt_clinic.clinician.front.referral_forms import PatternForm
from openimt_clinic.clinician.judging_choices import judging_choices, to_judge
from openimt_clinic.clinician.map_lane import common_word
from openimt_clinic.clinician.need_view import domain_word
from openimt_clinic.components.number_fields import NumberField
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient

SESSION_EVENTS = frozenset(
    {EventKind.SESSION_KEPT, EventKind.SESSION_CANCELLED, EventKind.SESSION_MISSED}
)
REASON = gettext_lazy("Why you judge so")


class FindingForm(SentOnce):
    """A finding about one patient; choices may depend on the patient's therapy."""

    def __init__(self, patient: Patient, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.patient = patient
        self.fill()

    def fill(self) -> None:
        """Fields whose choices come from the catalogue."""


class TargetForm(FindingForm):
    severity = NumberField(
        label=gettext_lazy("How severe, from 0 to 1"),
        help_text=gettext_lazy("0 = not at all, 1 = the most there can be."),
        widget=forms.NumberInput(attrs={"min": "0", "max": "1", "step": "0.05"}),
    )
    sd = forms.TypedChoiceField(
        label=gettext_lazy("How sure are you"),
        choices=[
            ("0.05", gettext_lazy("Sure: seen often and clearly")),
            ("0.15", gettext_lazy("Fairly sure")),
            ("0.25", gettext_lazy("A first impression")),
        ],
        initial="0.15",
        coerce=float,
    )
    on = today_field()

    def fill(self) -> None:
        catalogue = catalogue_for(self.patient)
        listed = [
            (domain_word(t.domain), t.id, t.name) for t in catalogue.targets.values() if not t.fact
        ]
        groups: dict[str, list[tuple[str, str]]] = {}
        for domain, target, name in listed:
            groups.setdefault(domain, []).append((target, name))
        choices = [("", _("Choose …")), *groups.items()]
        self.fields = {
            "target": forms.ChoiceField(label=_("What"), choices=choices),
            **self.fields,
        }


class CapacityForm(FindingForm):
    state = forms.TypedChoiceField(
        label=gettext_lazy("What you saw"),
        coerce=CapacityState,
        widget=forms.RadioSelect,
    )
    on = today_field()

    def fill(self) -> None:
        names = [(c.id, c.name) for c in catalogue_for(self.patient).capacities.values()]
        self.fields = {"capacity": choice_field(_("Capacity"), names), **self.fields}
        states: forms.TypedChoiceField = self.fields["state"]  # type: ignore[assignment]
        states.choices = [(s.value, capacity_word(s)) for s in CapacityState]


class DiagnosisForm(FindingForm, PatternForm):
    """A diagnosis with its pattern, as at the front door."""


class SafetyForm(FindingForm):
    imminent_risk = yes_no(
        gettext_lazy("Is danger imminent now?"),
        yes=gettext_lazy("Yes, imminent"),
        no=gettext_lazy("No, not imminent"),
    )
    reason = text_field(REASON)
    until = DayField(
        ahead=True,
        label=gettext_lazy("Holds until"),
        help_text=gettext_lazy("On this day the judgement lapses, and you are asked again."),
    )


class CommonForm(FindingForm):
    state = forms.TypedChoiceField(
        label=gettext_lazy("State"), coerce=CommonState, widget=forms.RadioSelect
    )
    because = text_field(gettext_lazy("What made it so"))
    on = today_field()

    def fill(self) -> None:
        names = [(m.id, m.name) for m in catalogue_for(self.patient).common()]
        self.fields = {"module": choice_field(_("Common module"), names), **self.fields}
        states: forms.TypedChoiceField = self.fields["state"]  # type: ignore[assignment]
        states.choices = [(s.value, common_word(s)) for s in CommonState]


class EventForm(FindingForm):
    on = today_field(gettext_lazy("Day it happened"))
    value = NumberField(
        label=gettext_lazy("How strong, from 0 to 5 (urges only)"),
        required=False,
        widget=forms.NumberInput(attrs={"min": "0", "max": "5", "step": "1"}),
    )

    def fill(self) -> None:
        kinds = [(k.value, event_word(k)) for k in EventKind if k not in SESSION_EVENTS]
        self.fields = {"kind": choice_field(_("What happened"), kinds), **self.fields}

    def clean_kind(self) -> EventKind:
        return EventKind(self.cleaned_data["kind"])

    def clean(self) -> None:
        kind = self.cleaned_data.get("kind")
        if kind in URGES and self.cleaned_data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Say how strong it was, from 0 to 5."))


class CriterionForm(FindingForm):
    met = yes_no(
        gettext_lazy("Is it so?"),
        yes=gettext_lazy("It is so"),
        no=gettext_lazy("It is not so, or it does not count now"),
    )
    reason = text_field(REASON)
    until = DayField(
        ahead=True,
        required=False,
        label=gettext_lazy("Holds until"),
        help_text=gettext_lazy(
            "Left empty it holds for the usual time of such a judgement. After this day the "
            "records count again."
        ),
    )

    def fill(self) -> None:
        known = to_judge(self.patient, timezone.localdate())
        self.weeks = {one.id: one.weeks for one in known.values()}
        chosen = self.initial.get("criterion")
        if chosen in self.weeks:
            self.initial.setdefault("until", self._usual(chosen))
        choices = judging_choices(known.values(), catalogue_for(self.patient))
        self.fields = {"criterion": choice_field(_("What"), choices), **self.fields}

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("criterion") and not given.get("until") and "until" not in self.errors:
            given["until"] = self._usual(given["criterion"])

    def _usual(self, criterion: str) -> date:
        return timezone.localdate() + timedelta(weeks=self.weeks[criterion])


class ResilienceForm(FindingForm):
    skills = LinesField(
        label=gettext_lazy("Skills"), help_text=gettext_lazy("What the person can do. One a line.")
    )
    supports = LinesField(
        label=gettext_lazy("Supports"),
        help_text=gettext_lazy("Whom or what they lean on. One a line."),
    )
    strengths = LinesField(
        label=gettext_lazy("Strengths"),
        help_text=gettext_lazy("What they are good at. One a line."),
    )
    roles = LinesField(
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("Where they stand in life: work, family, friends. One a line."),
    )
    on = today_field()
