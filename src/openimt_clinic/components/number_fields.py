"""Fields for a number, typed as people write one: with a point or a comma, and nothing else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from openimt.deliver.writing.field import A_NUMBER, LONGEST_NUMBER


def _plain(field: forms.Field, value: Any) -> Any:
    """The text with a point; raises ValidationError for what only a program would read, such as
    1_0."""
    if value in field.empty_values or not isinstance(value, str):
        return value
    said = value.strip().replace("\u2212", "-")
    if len(said) > LONGEST_NUMBER or not A_NUMBER.fullmatch(said):
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return said.replace(",", ".")


class WholeField(forms.IntegerField):
    """A whole number."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_plain(self, value))


class NumberField(forms.FloatField):
    """A number; a comma is a point."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(_plain(self, value))
