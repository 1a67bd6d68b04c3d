"""The forms of the back door."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.ending import Ending, ToldHow, Way, follow_ups
from openimt.deliver.writing.written_day import Side, written_day
from openimt_clinic.actions.back_door.ending import Later
from openimt_clinic.clinician.fields import DayField, LinesField, choice_field, listed, text_field
from openimt_clinic.clinician.front.read_again import SeenForm
from openimt_clinic.clinician.front.words import TOLD, WAYS
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.follow_up import FollowUpKind

LISTS = ("left", "gains", "signs", "helps", "people")
TEXTS = ("feelings", "way_back", "call")


class DaysField(LinesField):
    """Days, one a line, as people write them."""

    def clean(self, value: object) -> tuple[date, ...]:  # type: ignore[override]
        return tuple(sorted({_day(line) for line in super().clean(value)}))


def _day(line: str) -> date:
    day = written_day(line, timezone.localdate(), Side.AHEAD)
    if day is None:
        says = _("“%(line)s” is no day; write 30.5.2027 or 30 May 2027, one a line.")
        raise forms.ValidationError(says % {"line": line})
    return day


class EndingForm(SeenForm):
    """The end as it is prepared together; all of it may change until the course has ended."""

    way = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[one for one in listed(WAYS) if one[0] != Way.DIED.value],
        widget=forms.RadioSelect,
    )
    on = DayField(label=gettext_lazy("Day of the end"))
    left = LinesField(
        label=gettext_lazy("What we do by then"), help_text=gettext_lazy("One thing a line.")
    )
    gains = LinesField(
        label=gettext_lazy("What was gained"),
        help_text=gettext_lazy("In the person's words: what they can do now, and how."),
    )
    signs = LinesField(
        label=gettext_lazy("How a hard time begins"),
        help_text=gettext_lazy("The first signs, in their order."),
    )
    helps = LinesField(label=gettext_lazy("What helps then"))
    people = LinesField(label=gettext_lazy("Who helps"))
    feelings = text_field(gettext_lazy("What the ending feels like to the person"), required=False)
    boosters = DaysField(
        label=gettext_lazy("Booster meetings"), help_text=gettext_lazy("Days, one a line.")
    )
    check_ins = DaysField(
        label=gettext_lazy("We ask how it is on"),
        help_text=gettext_lazy("Days, one a line. Usual: after six and twelve months."),
    )
    way_back = text_field(
        gettext_lazy("How to come back"), required=False,
        help_text=gettext_lazy("As the person reads it. No conditions, no new referral."),
    )  # fmt: skip
    call = forms.CharField(
        label=gettext_lazy("Whom to call: name and number"), required=False, max_length=200
    )
    shown = forms.BooleanField(
        label=gettext_lazy("The person sees it on their own pages"), required=False
    )
    note = text_field(gettext_lazy("For staff alone"), required=False)

    def ending(self) -> Ending:
        """What was written, as the core knows it."""
        given = self.cleaned_data
        said: dict[str, Any] = {name: tuple(given[name]) for name in LISTS}
        said |= {name: given[name].strip() for name in TEXTS}
        return Ending(Way(given["way"]), given["on"], **said)

    def later(self) -> Later:
        """The days after the end."""
        return Later(self.cleaned_data["boosters"], self.cleaned_data["check_ins"])


def _written(day: date) -> str:
    """As every other page writes a day."""
    return date_format(day, "j M Y")


def first_words(who: str, number: str, on: date) -> dict[str, Any]:
    """What stands in the form of an end that nobody has named yet."""
    return {
        "way": Way.PLANNED.value,
        "on": on,
        "check_ins": "\n".join(map(_written, follow_ups(on))),
        "way_back": _(
            "Call and say that you have been here before. You need no new referral, and you do "
            "not start from the beginning. Come early: it does not have to be bad first."
        ),
        "call": f"{who}, {number}" if number else who,
        "shown": True,
    }


def kept_words(kept: CourseEnding) -> dict[str, Any]:
    """What stands in the form of an end that was named."""
    lists = {name: "\n".join(getattr(kept, name)) for name in LISTS}
    days: dict[str, list[str]] = {kind.value: [] for kind in FollowUpKind}
    for row in kept.follow_ups.all():
        days[row.kind].append(_written(row.due_on))
    return {
        **lists,
        **{name: getattr(kept, name) for name in ("way", "on", "shown", "note", *TEXTS)},
        "boosters": "\n".join(days[FollowUpKind.BOOSTER.value]),
        "check_ins": "\n".join(days[FollowUpKind.CHECK_IN.value]),
        "seen": kept.changed_at.isoformat(),
    }


class EndForm(forms.Form):
    """The last press; asked only how the person knows, where something is cancelled."""

    told_how = choice_field(
        gettext_lazy("How the person knows that these are cancelled"), listed(TOLD), required=False
    )

    def __init__(self, coming: int, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if not coming:
            del self.fields["told_how"]

    def told(self) -> ToldHow | None:
        """How the person came to know; None where nothing is cancelled, or nobody said."""
        given = self.cleaned_data.get("told_how")
        return ToldHow(given) if given else None


class LookBackForm(forms.Form):
    """After a death, among staff."""

    says = text_field(gettext_lazy("What we take from it, in a few sentences"))

    def clean(self) -> dict[str, Any]:
        """Nobody is reached any more; the looking back was held."""
        return {**self.cleaned_data, "reached": True}


class FollowUpForm(forms.Form):
    """What came of asking."""

    reached = forms.TypedChoiceField(
        label=gettext_lazy("Was the person reached?"), coerce=lambda said: said == "yes",
        choices=(("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No answer"))),
        widget=forms.RadioSelect,
    )  # fmt: skip
    says = text_field(gettext_lazy("What came of it, in a sentence"))
