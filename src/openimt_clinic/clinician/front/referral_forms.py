"""The forms of the front door."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.front_door.asked import GROUPS as ORDER
from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.pattern import Pattern
from openimt.assess.front_door.screening import Answered
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.clinician.fields import DayField, choice_field, listed, text_field, today_field
from openimt_clinic.clinician.front.read_again import SeenForm
from openimt_clinic.clinician.front.words import (
    ANSWERS,
    CONTACTS,
    GROUPS,
    REFERRERS,
    STANDINGS,
    criteria,
)
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.diagnosis import DiagnosisStanding
from openimt_clinic.records.referral import ContactWay, Referral, Referrer
from openimt_clinic.records.user import User

LANGUAGES = (("en", "English"), ("de", "Deutsch"))
SAID_ADULT = (
    ("yes", gettext_lazy("18 or over: yes")),
    ("no", gettext_lazy("No, younger")),
    ("", gettext_lazy("Not said; the year shows it")),
)


def hidden() -> forms.CharField:
    """A field that the page fills: the key of one press, or what it had read."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class ReferralForm(forms.Form):
    """As little of who somebody is as the work needs."""

    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60)
    family_initial = forms.CharField(
        label=gettext_lazy("First letter of the family name"), max_length=2
    )
    birth_year = WholeField(
        label=gettext_lazy("Year of birth"), required=False, min_value=1900, max_value=2100,
        help_text=gettext_lazy("This service is for adults until minors' consent is built."),
    )  # fmt: skip
    is_adult = forms.TypedChoiceField(
        label=gettext_lazy("Is the person 18 or over?"), choices=SAID_ADULT, required=False,
        coerce={"yes": True, "no": False}.get, empty_value=None,
        widget=forms.RadioSelect, initial="",
    )  # fmt: skip
    contact_way = choice_field(gettext_lazy("How to reach the person"), listed(CONTACTS))
    contact = forms.CharField(
        label=gettext_lazy("Number or address"), max_length=200,
        help_text=gettext_lazy("One is enough: the one the person wants to be reached by."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    referrer = choice_field(gettext_lazy("Who refers"), listed(REFERRERS))
    referred_by = forms.CharField(
        label=gettext_lazy("Name of the one who refers"), max_length=120, required=False
    )
    referred_on = today_field(gettext_lazy("Day of the referral"))
    why = text_field(gettext_lazy("Why: what is asked for, in a sentence or two"))
    danger = text_field(
        gettext_lazy("Danger now, if the referral speaks of it: what it says"), required=False,
        help_text=gettext_lazy("Whoever is on duty is told at once. Else leave it empty."),
    )  # fmt: skip
    key = hidden()

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["key"].initial = uuid4

    def clean_contact_way(self) -> ContactWay:
        return ContactWay(self.cleaned_data["contact_way"])

    def clean_referrer(self) -> Referrer:
        return Referrer(self.cleaned_data["referrer"])


class ScreeningForm(SeenForm):
    """Yes, no or not known, each with a note; a stale page is told so."""

    danger_done = text_field(
        gettext_lazy("If anybody is in danger: what was done, by whom, when"), required=False
    )

    def __init__(self, referral: Referral, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for one in front_door().questions:
            kept = referral.screening.get(one.id, {})
            self.fields[f"a_{one.id}"] = forms.ChoiceField(
                label=one.says, choices=ANSWERS, widget=forms.RadioSelect, required=False,
                help_text=one.hint, initial=kept.get("answer"),
            )  # fmt: skip
            self.fields[f"n_{one.id}"] = forms.CharField(
                label=_("Note"), required=False, max_length=1000, initial=kept.get("note")
            )
        self.fields["danger_done"].initial = referral.danger_done
        self.fields["seen"].initial = referral.changed_at.isoformat()
        self.remember()

    def clean(self) -> None:
        """A note says what an answer rests on; without one it would be kept nowhere."""
        for one in front_door().questions:
            noted = self.cleaned_data.get(f"n_{one.id}", "").strip()
            if noted and not self.cleaned_data.get(f"a_{one.id}"):
                self.add_error(f"a_{one.id}", _("Choose an answer, too; not known is one."))

    def groups(self) -> Iterator[tuple[object, list[tuple[Any, Any]]]]:
        """The questions by group, each with its note."""
        for group in ORDER:
            asked = front_door().in_group(group)
            yield GROUPS[group], [(self[f"a_{one.id}"], self[f"n_{one.id}"]) for one in asked]

    def answers(self) -> dict[str, Answered]:
        """What was answered; a question that was left out is not among them."""
        given = self.cleaned_data
        return {
            one.id: Answered(given[f"a_{one.id}"], given[f"n_{one.id}"].strip())
            for one in front_door().questions
            if given.get(f"a_{one.id}")
        }


class PatternForm(forms.Form):
    """A diagnosis and its pattern: numbers and short names of our own, no published wording."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("ICD-11, ICD-10 or DSM, such as 6D11.5 or F60.3."),
    )
    standing = forms.TypedChoiceField(
        label=gettext_lazy("Does it hold?"), choices=listed(STANDINGS), coerce=DiagnosisStanding,
        initial=DiagnosisStanding.HOLDS.value, empty_value=DiagnosisStanding.HOLDS, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    criteria = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Criteria of DSM-5-TR that were found"), required=False, coerce=int,
        choices=criteria, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    all_asked = forms.BooleanField(label=gettext_lazy("All nine were gone through"), required=False)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity of ICD-11"), required=False,
        choices=lambda: [("", _("not judged")), *((s.id, s.says) for s in front_door().severities)],
    )  # fmt: skip
    traits = forms.MultipleChoiceField(
        label=gettext_lazy("Traits of ICD-11 that stand out"), required=False,
        choices=lambda: [(t.id, t.says) for t in front_door().traits],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = text_field(gettext_lazy("What it rests on, what speaks against it"), required=False)
    on = today_field()


def pattern_of(given: Mapping[str, Any]) -> Pattern:
    """What was ticked in such a form, as the core counts it."""
    criteria, traits = tuple(given["criteria"]), tuple(given["traits"])
    return Pattern(criteria, given["all_asked"] or None, given["severity"], traits)


class DeclineForm(forms.Form):
    """Why not here, where instead, and who was told."""

    reason = text_field(gettext_lazy("Why not here, as the person can read it"))
    onward = text_field(gettext_lazy("Where they are helped instead, and who takes them there"))
    told = forms.CharField(
        label=gettext_lazy("Who was told, by whom"), max_length=200,
        help_text=gettext_lazy("The person, and the one who refers."),
    )  # fmt: skip
    told_on = today_field(gettext_lazy("Told on"))


class WithdrawForm(forms.Form):
    """Who withdrew it, and why."""

    reason = text_field(gettext_lazy("Who withdrew it, and why"))


class TreatedByForm(forms.Form):
    """Who is responsible from today."""

    treated_by = forms.ChoiceField(
        label=gettext_lazy("Who is responsible from today"),
        help_text=gettext_lazy("Somebody is, also while the person waits for their therapy."),
    )

    def __init__(self, clinic: Clinic, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: forms.ChoiceField = self.fields["treated_by"]  # type: ignore[assignment]
        field.choices = [
            ("", _("Choose …")),
            *((str(user.pk), user.name) for user in clinicians(clinic)),
        ]

    def clean_treated_by(self) -> User:
        return User.objects.get(pk=self.cleaned_data["treated_by"])


class AcceptForm(TreatedByForm):
    """Taken in: a code for files, and whether it is somebody who was here before."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60,
        help_text=gettext_lazy("Files from outside name the person by it."),
    )  # fmt: skip
    proposed = hidden()
    same_as = forms.ChoiceField(label=gettext_lazy("Was the person here before?"), required=False)

    def __init__(
        self, clinic: Clinic, known: list[tuple[str, str]], *args: Any, **named: Any
    ) -> None:
        super().__init__(clinic, *args, **named)
        self.initial["proposed"] = self.initial.get("code", "")
        if not known:
            del self.fields["same_as"]
            return
        field: forms.ChoiceField = self.fields["same_as"]  # type: ignore[assignment]
        field.choices = [("", _("No, somebody else")), *known]

    def own_code(self) -> str:
        """The code that was typed; empty where the page's own proposal was left as it stood."""
        code = str(self.cleaned_data["code"])
        return "" if code == self.cleaned_data["proposed"] else code


class CheckInForm(forms.Form):
    """The day of the next call."""

    on = DayField(ahead=True, label=gettext_lazy("Day of the next call"))


class StartForm(forms.Form):
    """The wait is over."""

    therapy = forms.ChoiceField(label=gettext_lazy("Therapy"))
    on = DayField(past=True, label=gettext_lazy("The course starts on"), initial=timezone.localdate)

    def __init__(self, therapies: list[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: forms.ChoiceField = self.fields["therapy"]  # type: ignore[assignment]
        field.choices = therapies
