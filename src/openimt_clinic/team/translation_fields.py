"""The clinic's sentences in the other languages of its pages, as fields beside its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openimt_clinic.actions.clinic_numbers import Translations, other_languages
from openimt_clinic.records.clinic import TRANSLATED, Clinic

IN_A_ROW = ("name", "hours")
LONGEST = {"emergency_label": 120, "name": 80, "hours": 60}
LABELS = {
    "emergency_label": _("What answers at the emergency number"),
    "who_reads": _("Who reads answers, and when"),
    "out_of_hours": _("What holds when nobody is watching"),
}
NOT_CHANGED_TOO = _(
    "The clinic's own words were changed and these were not. Change them, too, or say below that "
    "they still hold."
)


@dataclass(frozen=True)
class OtherLanguage:
    """One language's part of the form. ``there``: something has been written in it."""

    name: str
    there: bool
    refused: bool
    fields: list[forms.BoundField]
    rows: list[list[forms.BoundField]]
    still: forms.BoundField


def other_fields(clinic: Clinic, rows: int) -> dict[str, forms.Field]:
    """By name, for every language of the pages that is not the clinic's own."""
    found: dict[str, forms.Field] = {}
    for language, name in other_languages(clinic.language).items():
        there = clinic.translations.get(language, {})
        sentences: dict[str, forms.Field] = {
            f"{language}_{part}": _sentence(part, there.get(part, "")) for part in TRANSLATED
        }
        for row in range(rows):
            sentences |= _row_fields(clinic, language, row)
        for field in sentences.values():
            field.label = f"{field.label} ({name})"
            field.widget.attrs["lang"] = language
        label = _("What stands here in %(language)s still holds") % {"language": name}
        found |= sentences
        found[f"{language}_still"] = forms.BooleanField(label=label, required=False)
    return found


def other_parts(form: forms.Form, clinic: Clinic, rows: int) -> Iterator[OtherLanguage]:
    """Those fields as the page shows them, language by language."""
    for language, name in other_languages(clinic.language).items():
        names = [
            *(f"{language}_{part}" for part in TRANSLATED),
            *(_in_row(row, language, part) for row in range(rows) for part in IN_A_ROW),
        ]
        yield OtherLanguage(
            name,
            there=any(form[one].initial for one in names),
            refused=any(form[one].errors for one in names),
            fields=[form[f"{language}_{part}"] for part in TRANSLATED],
            rows=[[form[_in_row(row, language, part)] for part in IN_A_ROW] for row in range(rows)],
            still=form[f"{language}_still"],
        )


def sentences_of(given: Mapping[str, Any], clinic: Clinic) -> Translations:
    """What was written in other languages of the clinic's own sentences."""
    return {
        language: {part: given.get(f"{language}_{part}", "") for part in TRANSLATED}
        for language in other_languages(clinic.language)
    }


def row_of(given: Mapping[str, Any], clinic: Clinic, row: int) -> Translations:
    """The same of one crisis number."""
    return {
        language: {part: given.get(_in_row(row, language, part), "") for part in IN_A_ROW}
        for language in other_languages(clinic.language)
    }


def left_behind(form: forms.Form, clinic: Clinic, rows: int) -> Iterator[str]:
    """Names of fields that still say what the clinic's own words said before.

    A German patient must not read hours that no longer hold because only the English changed.
    """
    given, changed = form.cleaned_data, form.changed_data
    for language in other_languages(clinic.language):
        if given.get(f"{language}_still"):
            continue
        pairs = [(part, f"{language}_{part}") for part in TRANSLATED]
        pairs += [
            (f"crisis_{row}_{part}", _in_row(row, language, part))
            for row in range(rows)
            for part in IN_A_ROW
            if given.get(f"crisis_{row}_name")
        ]
        for own, other in pairs:
            if given.get(other) and own in changed and other not in changed:
                yield other


def without_a_line(form: forms.Form, clinic: Clinic, row: int) -> bool:
    """Whether a line is translated that the clinic has not written itself."""
    emptied = f"crisis_{row}_name" in form.changed_data
    said = row_of(form.cleaned_data, clinic, row).values()
    return not emptied and any(text for words in said for text in words.values())


def _row_fields(clinic: Clinic, language: str, row: int) -> dict[str, forms.Field]:
    kept = clinic.crisis_numbers[row] if row < len(clinic.crisis_numbers) else {}
    there = kept.get("translations", {}).get(language, {})
    labels = {
        "name": _("Line %(n)s: name") % {"n": row + 1},
        "hours": _("Line %(n)s: hours") % {"n": row + 1},
    }
    return {
        _in_row(row, language, part): forms.CharField(
            label=labels[part],
            max_length=LONGEST[part],
            required=False,
            initial=there.get(part, ""),
        )
        for part in IN_A_ROW
    }


def _sentence(part: str, initial: str) -> forms.CharField:
    longest = LONGEST.get(part)
    widget = forms.TextInput() if longest else forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=LABELS[part],
        widget=widget,
        max_length=longest or 600,
        required=False,
        initial=initial,
    )


def _in_row(row: int, language: str, part: str) -> str:
    return f"crisis_{row}_{language}_{part}"
