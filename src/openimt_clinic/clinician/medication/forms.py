"""The forms in which medicines are written down. Names are free words: nothing is looked up."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.library import known, load
from openimt_clinic.actions.medicating import Written
from openimt_clinic.clinician.fields import DayField, SentOnce, text_field, today_field, yes_no
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.medicine import Medicine
from openimt_clinic.records.patient import Patient


class MedicineForm(forms.Form):
    """One medicine, as it is prescribed."""

    drug = forms.CharField(
        label=gettext_lazy("Medicine"),
        help_text=gettext_lazy("As it is written on the prescription. No name is looked up."),
        max_length=200,
    )
    taken = forms.CharField(
        label=gettext_lazy("How it is taken"),
        help_text=gettext_lazy("As prescribed."),
        required=False,
        max_length=200,
    )
    psychotropic = yes_no(
        gettext_lazy("Does it act on mood, sleep or thinking?"),
        yes=gettext_lazy("Yes"),
        no=gettext_lazy("No"),
    )
    target = forms.CharField(label=gettext_lazy("What it is for: one symptom"), max_length=200)
    instrument = forms.ChoiceField(label=gettext_lazy("Measured with"), required=False)
    measure = forms.CharField(
        label=gettext_lazy("Or in own words: how you will see whether it helps"),
        required=False,
        max_length=200,
    )
    prescriber = forms.ChoiceField(label=gettext_lazy("Prescribed by"), required=False)
    prescriber_outside = forms.CharField(
        label=gettext_lazy("Or by somebody outside"), required=False, max_length=120
    )
    started_on = DayField(past=True, label=gettext_lazy("Since"))
    review_on = DayField(label=gettext_lazy("Next review on"))
    stop_on = DayField(
        label=gettext_lazy("Stops on"),
        help_text=gettext_lazy("Medicines beside therapy are for a time; leave it empty if open."),
        required=False,
    )

    def __init__(self, *args: Any, patient: Patient, **named: Any) -> None:
        super().__init__(*args, **named)
        rows = CareRelation.objects.filter(
            patient=patient, until__isnull=True, user__is_active=True
        )
        people = [row.user for row in rows.select_related("user").order_by("user__name")]
        self.people = {str(user.pk): user for user in people}
        nobody = _("somebody outside, named below")
        self._choices("prescriber", [("", nobody), *((k, u.name) for k, u in self.people.items())])
        names = sorted(((name, load(name).name) for name in known()), key=lambda one: one[1])
        self._choices("instrument", [("", _("own words, below")), *names])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def written(self) -> Written:
        """What the valid form says."""
        given = dict(self.cleaned_data)
        for name in ("line", "because", "key"):
            given.pop(name, None)
        return Written(**{**given, "prescriber": self.people.get(given["prescriber"])})


class NewMedicineForm(MedicineForm):
    """``line``: made when the page was opened, so that a form sent twice is one medicine."""

    line = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ChangeForm(SentOnce, MedicineForm):
    """The medicine as it stands, to be changed, and why."""

    because = text_field(gettext_lazy("Why it is changed"), rows=2)

    def __init__(self, *args: Any, medicine: Medicine, **named: Any) -> None:
        kept = {name: getattr(medicine, name) for name in MedicineForm.base_fields}
        kept["prescriber"] = str(medicine.prescriber_id or "")
        kept["psychotropic"] = "yes" if medicine.psychotropic else "no"
        super().__init__(*args, patient=medicine.patient, initial=kept, **named)
        if medicine.prescriber and str(medicine.prescriber_id) not in self.people:
            # Somebody who treated the person before: the name is shown, and another is chosen.
            self.fields["prescriber"].help_text = _("Until now: %(who)s") % {
                "who": medicine.prescriber.name
            }


class EndForm(SentOnce):
    """From when on it is no longer taken, and why."""

    on = DayField(past=True, label=gettext_lazy("Ended on"), initial=timezone.localdate)
    because = text_field(gettext_lazy("Why it was ended"), rows=2)


class EffectForm(SentOnce):
    """Something unwanted that the person noticed."""

    on = today_field(gettext_lazy("On"))
    says = text_field(gettext_lazy("What the person noticed"), rows=2)


class LookForm(SentOnce):
    """All medicines were looked through together."""

    on = today_field(gettext_lazy("Looked through together on"))
    says = text_field(
        gettext_lazy("What is really taken, and what came of it"), rows=2, required=False
    )
