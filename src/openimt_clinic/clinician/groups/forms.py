"""The forms of a group: a new one, who joins, what came of an hour."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt.deliver.card.known import known
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.actions.groups.leading import Hours
from openimt_clinic.clinician.appointment_forms import SkippedDays
from openimt_clinic.clinician.fields import DayField, SentOnce
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.skills_group import GroupMeeting
from openimt_clinic.records.user import User

CAME = (
    (AppointmentState.KEPT.value, _("came")),
    (AppointmentState.MISSED.value, _("missed")),
    (AppointmentState.CANCELLED_WITH_NOTICE.value, _("cancelled with notice")),
)


class GroupForm(SentOnce):
    """A new group and its weekly hour."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Neutral: its people read it in their pages.")
    )
    first = DayField(ahead=True, label=_("First day"))
    until = DayField(ahead=True, label=_("Last day"))
    at = forms.TimeField(
        label=_("Each week at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = WholeField(label=_("Minutes"), initial=120, min_value=15, max_value=300)
    where = forms.CharField(label=_("Room"), max_length=120, required=False)
    leader = forms.ModelChoiceField(User.objects.none(), label=_("Leads"), empty_label=None)
    second = forms.ModelChoiceField(
        User.objects.none(), label=_("Leads, too"), required=False, empty_label=_("nobody")
    )
    holidays = SkippedDays(label=_("Days without the group"), help_text=_("One a line."))

    def __init__(self, clinic: Clinic, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("leader", "second"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = clinicians(clinic)

    def hours(self) -> Hours:
        """When it meets."""
        given = self.cleaned_data
        return Hours(given["first"], given["at"], given["until"], given["minutes"],
                     tuple(given["holidays"]))  # fmt: skip


class JoinForm(forms.Form):
    """Somebody whom one treats."""

    patient = forms.ModelChoiceField(
        Patient.objects.none(), label=_("Who"), empty_label=_("Choose …")
    )

    def __init__(self, people: Any, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["patient"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people


class MoveForm(forms.Form):
    """Another day and hour from the next one on."""

    first = DayField(ahead=True, label=_("The next hour is on"))
    at = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class MeetingForm(forms.Form):
    """For each person one answer; once for all what was taught."""

    practice = forms.CharField(
        label=_("What is practised until next time"), max_length=300, required=False
    )

    def __init__(
        self, meeting: GroupMeeting, people: list[Appointment], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.people = people
        for one in people:
            planned = one.state == AppointmentState.PLANNED.value
            self.fields[f"came-{one.pk}"] = forms.ChoiceField(
                label=one.patient.name, choices=CAME, required=False, widget=forms.RadioSelect,
                initial="" if planned else one.state,
            )  # fmt: skip
        self.fields["taught"] = forms.MultipleChoiceField(
            label=_("Skills that were taught"), required=False, choices=skills_by_family(),
            initial=meeting.taught, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["practice"].initial = meeting.practice
        self.order_fields([*(f"came-{one.pk}" for one in people), "taught", "practice"])

    def came(self) -> dict[str, str]:
        """What was said of each; who has no answer is not named."""
        given = ((str(one.pk), self.cleaned_data[f"came-{one.pk}"]) for one in self.people)
        return {key: state for key, state in given if state}


class OffForm(forms.Form):
    """Why the group does not meet."""

    reason = forms.CharField(label=_("Why; its people read it"), max_length=300, required=False)


def skills_by_family() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every known skill under its family."""
    found: dict[str, list[tuple[str, str]]] = {}
    for skill in known().skills.values():
        family = known().family(skill.family, "en")
        found.setdefault(family, []).append((skill.id, skill.words("en")))
    return list(found.items())
