"""The form in which a safety plan is written: a line each; people with a number to call."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt_clinic.components.plan_words import HEADINGS, PEOPLE, Line
from openimt_clinic.records.safety_plan import SafetyPlan

ROWS, MOST_ROWS = 4, 40
A_ROW = re.compile(r"_(\d{1,2})_name")
LONGEST_LINE, MOST_LINES = 300, 20
A_NUMBER = re.compile(r"[+\d][\d\s/().-]{1,28}")
HELP = {
    "warning_signs": _("Thoughts, moods, things you do. One on each line."),
    "own_ways": _("What has helped, even a little. One on each line."),
    "people_and_places": _("Where you can go, whom you can be with. No need to tell why."),
    "people_to_ask": _("Those you can tell that it is hard, with a number."),
    "professionals": _("Someone who treats you, a crisis line, a ward, with a number."),
    "safer_place": _("What you and others can do so that nothing harmful is close by."),
    "reasons_for_living": _("People, animals, places, plans. Small ones count."),
}


class PlanForm(forms.Form):
    """One field of lines for each element; for people, four rows of name and number.

    ``seen``: the version that was before whoever writes. ``beside``: elements that somebody else
    changed meanwhile, as they stand now, to be read beside what was typed.
    """

    def __init__(
        self,
        *args: Any,
        plan: SafetyPlan | None = None,
        beside: Mapping[str, Sequence[Line]] | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.beside = beside or {}
        number = plan.number if plan else 0
        self.fields["seen"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=number, max_length=9
        )
        for name, heading in HEADINGS.items():
            kept = list(getattr(plan, name, []) or [])
            if name in PEOPLE:
                self._add_people(name, kept)
            else:
                self.fields[name] = forms.CharField(
                    label=str(heading),
                    help_text=HELP[name],
                    required=False,
                    initial="\n".join(str(line) for line in kept),
                    widget=forms.Textarea(attrs={"rows": 3}),
                    max_length=LONGEST_LINE * MOST_LINES,
                )

    def _add_people(self, name: str, kept: list[Mapping[str, str]]) -> None:
        for row in range(max(ROWS, len(kept) + 1, self._sent(name))):
            there = kept[row] if row < len(kept) else {}
            self.fields[f"{name}_{row}_name"] = forms.CharField(
                label=_("Name"), required=False, max_length=120, initial=there.get("name", "")
            )
            self.fields[f"{name}_{row}_number"] = forms.CharField(
                label=_("Number"),
                required=False,
                max_length=30,
                initial=there.get("number", ""),
                widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
            )

    def _sent(self, name: str) -> int:
        """How many rows came; the page may have had more of them than the plan has now."""
        keys = (key.removeprefix(name) for key in self.data if key.startswith(f"{name}_"))
        found = [int(row[1]) + 1 for key in keys if (row := A_ROW.fullmatch(key))]
        return min(max(found, default=0), MOST_ROWS)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for field, value in list(cleaned.items()):
            if not field.endswith("_number") or not value:
                continue
            if not A_NUMBER.fullmatch(value):
                self.add_error(field, _("Write a number that a phone can call."))
            if not cleaned.get(field.removesuffix("number") + "name"):
                self.add_error(field.removesuffix("number") + "name", _("Whose number is this?"))
        words = [value for field, value in cleaned.items() if field.startswith(tuple(HEADINGS))]
        if not self.errors and not any(words):
            raise forms.ValidationError(_("Write at least one line; the rest can come later."))
        return cleaned

    def seen(self) -> int:
        """The version that was on the page; 0 for none."""
        number = self.cleaned_data.get("seen", "")
        return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 0

    def elements(self) -> dict[str, list[object]]:
        """What was written, by element, as the action takes it."""
        found: dict[str, list[object]] = {}
        for name in HEADINGS:
            if name in PEOPLE:
                found[name] = list(self._people(name))
            else:
                lines = self.cleaned_data.get(name, "").splitlines()
                found[name] = [line.strip() for line in lines if line.strip()]
        return found

    def _people(self, name: str) -> list[dict[str, str]]:
        rows = [field for field in self.fields if re.fullmatch(rf"{name}_\d+_name", field)]
        given = (
            (self.cleaned_data.get(row, ""), self.cleaned_data.get(f"{row[:-4]}number", ""))
            for row in rows
        )
        return [{"name": name, "number": number} for name, number in given if name]

    def groups(self) -> list[dict[str, Any]]:
        """For the page: each element with its bound field, or with its rows of two."""
        return [
            {
                "id": name,
                "heading": heading,
                "help": HELP[name],
                "beside": self.beside.get(name),
                "field": None if name in PEOPLE else self[name],
                "rows": self._rows(name) if name in PEOPLE else [],
            }
            for name, heading in HEADINGS.items()
        ]

    def _rows(self, name: str) -> list[tuple[forms.BoundField, forms.BoundField]]:
        rows = [field for field in self.fields if re.fullmatch(rf"{name}_\d+_name", field)]
        return [(self[row], self[f"{row[:-4]}number"]) for row in rows]
