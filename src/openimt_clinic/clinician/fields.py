"""Form fields that several pages share: a day, a short list, a yes or no, an answer to an item."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.answers import check_answer
from openimt.assess.instrument import Item
from openimt.exchange.table import to_number
from openimt_clinic.components.day_fields import DayField

__all__ = (
    "AnswerField",
    "Choices",
    "DayField",
    "LinesField",
    "SentOnce",
    "Words",
    "choice_field",
    "listed",
    "text_field",
    "today_field",
    "yes_no",
)

LONGEST_TEXT = 4000
LONGEST_LINE = 80
MOST_LINES = 20


class KeyField(forms.UUIDField):
    """The key of one press, made with the page; None for what is none."""

    def __init__(self) -> None:
        # No id: a page may hold several forms, each with a key of its own.
        hidden = forms.HiddenInput(attrs={"id": False})
        super().__init__(required=False, widget=hidden, initial=uuid4)

    def clean(self, value: object) -> UUID | None:
        try:
            return super().clean(value)
        except ValidationError:
            return None


class SentOnce(forms.Form):
    """A form that makes something: sent twice, it is kept once."""

    key = KeyField()


def today_field(label: object = None) -> DayField:
    """The day on which something was found: today unless somebody says otherwise."""
    return DayField(past=True, initial=timezone.localdate, label=label or gettext_lazy("Day"))


class LinesField(forms.CharField):
    """A short list, one thing a line; its value is a list of lines."""

    def __init__(self, **options: object) -> None:
        rows = {"rows": 3}
        super().__init__(required=False, widget=forms.Textarea(attrs=rows), **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> list[str]:
        text = str(super().clean(value))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Write at most %(n)d lines.") % {"n": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in lines):
            says = _("Keep each line to %(n)d letters: one thing a line.")
            raise ValidationError(says % {"n": LONGEST_LINE})
        return lines


def text_field(label: object, *, rows: int = 3, **options: object) -> forms.CharField:
    """A few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=widget, **options)  # type: ignore[arg-type]


def yes_no(label: object, *, yes: object, no: object) -> forms.TypedChoiceField:
    """Two answers in words; nothing is chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=[("yes", yes), ("no", no)],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )


Choices = Sequence[tuple[str, object]]
Words = Mapping[str, "str | Promise"]
"""What is kept, and how a page says it."""


def listed(words: Words) -> list[tuple[str, "str | Promise"]]:
    """The words as choices of a field."""
    return list(words.items())


def choice_field(
    label: object, choices: Choices | Callable[[], Choices], **options: object
) -> forms.ChoiceField:
    """One of several words; the first is an invitation to choose."""
    found = choices() if callable(choices) else choices
    offered = [("", gettext_lazy("Choose …")), *found]
    return forms.ChoiceField(label=label, choices=offered, **options)  # type: ignore[arg-type]


MOST_POINTS = 11
"""A scale of more points than this is typed as a number."""


class AnswerField(forms.Field):
    """The answer to one item as a number; empty = not answered."""

    def __init__(self, item: Item, label: str, language: str, **options: object) -> None:
        super().__init__(required=False, label=label, widget=_widget(item, language), **options)  # type: ignore[arg-type]
        self.item = item

    def clean(self, value: object) -> float | None:
        try:
            answer = to_number(str(value or ""))
        except ValueError:
            says = _("Give a number from %(low)g to %(high)g, or leave it out.")
            raise ValidationError(
                says % {"low": self.item.lowest, "high": self.item.highest}
            ) from None
        if answer is not None and (misfit := check_answer(self.item, answer)):
            raise ValidationError(misfit)
        return answer

    def prepare_value(self, value: object) -> object:
        """A kept number as the radio that stands for it."""
        return f"{value:g}" if isinstance(value, float | int) else value


def _widget(item: Item, language: str) -> forms.Widget:
    points = item.highest - item.lowest + 1
    if not item.whole or points > MOST_POINTS:
        step = "1" if item.whole else "any"
        bounds = {"min": f"{item.lowest:g}", "max": f"{item.highest:g}", "step": step}
        return forms.NumberInput(attrs=bounds)
    choices = [*_labelled(item, language), ("", _("no answer"))]
    return forms.RadioSelect(choices=choices)


def _labelled(item: Item, language: str) -> list[tuple[str, str]]:
    """Each answer with its own words; where there are none, its number."""
    values = [item.lowest + n for n in range(int(item.highest - item.lowest) + 1)]
    said = _in(item.options, language)
    if said:
        return [(f"{v:g}", word) for v, word in zip(values, said, strict=True)]
    named = [f"{v:g}" for v in values]
    if ends := _in(item.ends, language):
        named[0], named[-1] = f"{named[0]} {ends[0]}", f"{named[-1]} {ends[1]}"
    return [(f"{v:g}", name) for v, name in zip(values, named, strict=True)]


def _in(words: object, language: str) -> tuple[str, ...]:
    found = words.get(language) or words.get("en") if isinstance(words, Mapping) else None
    return tuple(found or ())
