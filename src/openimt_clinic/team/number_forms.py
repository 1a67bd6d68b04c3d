"""The clinic's numbers and honest sentences, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt.terms import Response
from openimt_clinic.actions.clinic_numbers import CrisisNumber, Numbers
from openimt_clinic.actions.clock import clock_of
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.team.translation_fields import (
    NOT_CHANGED_TOO,
    OtherLanguage,
    left_behind,
    other_fields,
    other_parts,
    row_of,
    sentences_of,
    without_a_line,
)

ROWS = 4
TIMED = (Response.EMERGENCY, Response.SAME_DAY)
"""The responses whose clock is in minutes."""


class NumbersForm(forms.Form):
    """Whom to call, who reads answers and when, what holds out of hours."""

    emergency_number = forms.CharField(label=_("Emergency number"), max_length=30)
    emergency_label = forms.CharField(label=_("What answers there"), max_length=120)
    who_reads = forms.CharField(
        label=_("Who reads answers, and when"),
        help_text=_("One honest sentence; patients read it on every form and after a hard answer."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
    )
    out_of_hours = forms.CharField(
        label=_("What holds when nobody is watching"),
        help_text=_("Say plainly who reads at night: if nobody does, say so."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
    )
    covered_out_of_hours = forms.BooleanField(
        label=_("Somebody of the clinic is on duty at night and on weekends"), required=False
    )

    def __init__(self, *args: Any, clinic: Clinic, **named: Any) -> None:
        initial = {name: getattr(clinic, name) for name in self.base_fields}
        named["initial"] = initial
        super().__init__(*args, **named)
        self.clinic, self.lines = clinic, max(ROWS, len(clinic.crisis_numbers) + 1)
        for row in range(self.lines):
            there = clinic.crisis_numbers[row] if row < len(clinic.crisis_numbers) else {}
            for part, label, longest in (
                ("name", _("Name"), 80),
                ("number", _("Number"), 30),
                ("hours", _("Hours"), 60),
            ):
                self.fields[f"crisis_{row}_{part}"] = forms.CharField(
                    label=label, max_length=longest, required=False, initial=there.get(part, "")
                )
        self.fields.update(other_fields(clinic, self.lines))

    def rows(self) -> list[list[forms.BoundField]]:
        """The crisis numbers, a row each."""
        return [
            [self[f"crisis_{row}_{part}"] for part in ("name", "number", "hours")]
            for row in range(self.lines)
        ]

    def languages(self) -> list[OtherLanguage]:
        """The same sentences for people who read another language."""
        return list(other_parts(self, self.clinic, self.lines))

    def numbers(self) -> Numbers:
        """What was written, as the action takes it."""
        given = self.cleaned_data
        lines = (
            CrisisNumber(
                given[f"crisis_{row}_name"],
                given[f"crisis_{row}_number"],
                given[f"crisis_{row}_hours"],
                row_of(given, self.clinic, row),
            )
            for row in range(self.lines)
        )
        return Numbers(
            emergency_number=given["emergency_number"],
            emergency_label=given["emergency_label"],
            crisis_numbers=tuple(line for line in lines if line.name and line.number),
            who_reads=given["who_reads"],
            out_of_hours=given["out_of_hours"],
            covered_out_of_hours=given["covered_out_of_hours"],
            translations=sentences_of(given, self.clinic),
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for row in range(self.lines):
            name, number = given.get(f"crisis_{row}_name"), given.get(f"crisis_{row}_number")
            missing = "number" if name else "name"
            if bool(name) != bool(number) or (not name and without_a_line(self, self.clinic, row)):
                self.add_error(f"crisis_{row}_{missing}", _("Give a name and a number."))
        for name in list(left_behind(self, self.clinic, self.lines)):
            self.add_error(name, NOT_CHANGED_TOO)
        return given


class ClockForm(forms.Form):
    """By when a case must have been acknowledged before the second person is told."""

    signed_by = forms.CharField(
        label=_("Signed by"),
        help_text=_("Who answers for these minutes in your clinic."),
        max_length=120,
    )

    def __init__(self, *args: Any, clinic: Clinic, **named: Any) -> None:
        named["initial"] = {"signed_by": clinic.clock_signed_by}
        super().__init__(*args, **named)
        labels = {
            Response.EMERGENCY: _("Minutes after an attempt or ingestion"),
            Response.SAME_DAY: _("Minutes after a very strong wish to die, intent or a plan"),
        }
        for response in TIMED:
            self.fields[response.value] = WholeField(
                label=labels[response],
                min_value=1,
                max_value=24 * 60,
                initial=clock_of(clinic, response).minutes,
            )
        self.order_fields([*(response.value for response in TIMED), "signed_by"])

    def minutes(self) -> dict[Response, int]:
        """The minutes by response."""
        return {response: self.cleaned_data[response.value] for response in TIMED}
