"""The numbers behind a person's phone as staff read them: what for, where from, checked or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt.deliver.moments.limits import FILE, packaged
from openimt.deliver.prompts.limits import numbers as of_reminders
from openimt.deliver.story.pacing import rows as of_the_story
from openimt.track.numbers import Numbers, read_numbers
from openimt_clinic.phone_numbers import phone_numbers

Words = str | Promise
OF_THE_PHONE: Mapping[str, Words] = {
    "signed_in.days": _("Days of staying signed in on one's own phone, by wish"),
    "begun.hours": _("Hours in which a page that was begun comes back by itself"),
    "out_of_sight.hours": _("Hours out of sight after which yesterday's page begins anew"),
    "diary.past_days": _("Days back that can be filled in, unless agreed otherwise"),
    "moment.feelings": _("Feelings that can be picked for a moment"),
    "reminders.schedules": _("Schedules of reminders at most"),
    "reminders.phones": _("Phones of one person that take reminders"),
    "opened.days": _("Days back that the person sees who has opened their record"),
    "staff.days": _("Days back that staff see what came from the phone"),
}
OF_REMINDERS: Mapping[str, Words] = {
    "most_a_day": _("Reminders a day: usual, and at most"),
    "most_a_week": _("Reminders a week: usual, and at most"),
    "least_gap_minutes": _("Minutes between two reminders: usual, and at most"),
    "stands_minutes": _("Minutes a reminder stands: usual, and at most"),
    "later_minutes": _("Minutes of “later”: usual, and at most"),
    "put_off": _("Times a reminder can be put off: usual, and at most"),
    "burst_days": _("Days of a burst: usual, and at most"),
}
OF_MOMENTS: Mapping[str, Words] = {
    "safety_first.urge": _("Urge (of 5) from which safety comes first"),
    "safety_first.strength": _("Strength (of 10) from which safety comes first"),
    "other_readings.strength_at_most": _("Strength (of 10) up to which other readings are asked"),
    "later.hours": _("Hours after which a moment is looked at again"),
    "later.days_open": _("Days in which a later look is offered"),
    "later.wait_minutes": _("Minutes of waiting in a pause"),
    "calibration.sure": _("Certainty (of 100) from which a reading counts as sure"),
    "calibration.entries": _("Entries below which counts are questions only"),
}


@dataclass(frozen=True)
class Decision:
    """One number with its papers."""

    says: Words
    value: str
    source: str
    checked: bool


def decisions() -> list[Decision]:
    """All of them: of the phone itself, of reminders, moments and the story."""
    return [
        *_signed(phone_numbers(), OF_THE_PHONE),
        *(_ranged(of_reminders()[name], says) for name, says in OF_REMINDERS.items()),
        _hours(of_reminders()["quiet"], _("Quiet hours, unless set otherwise")),
        *_signed(read_numbers(packaged(), FILE), OF_MOMENTS),
        _hours(of_the_story()["late"], _("Hours in which hard parts of the story are closed")),
    ]


def _signed(numbers: Numbers, words: Mapping[str, Words]) -> Iterator[Decision]:
    for name, says in words.items():
        one = numbers.number(name)
        yield Decision(says, f"{one.value:g}", one.source, one.checked)


def _ranged(row: Mapping[str, Any], says: Words) -> Decision:
    return Decision(says, f"{row['usual']}, {row['at_most']}", row["source"], row["checked"])


def _hours(row: Mapping[str, Any], says: Words) -> Decision:
    hours = f"{row['from_hour']}:00–{row['until_hour']}:00"
    return Decision(says, hours, row["source"], row["checked"])
