"""The day an answer set is about: the one it names, else the day it was given, where it was given.

Yesterday's diary, filled in today, is about yesterday wherever a day is asked for.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import DateField, F, Func
from django.db.models.functions import Coalesce

from openimt_clinic.database.asked import Given
from openimt_clinic.records.answer_set import AnswerSet


def about_day(about: date | None, given_at: datetime, zone: ZoneInfo) -> date:
    """The day, in the clinic's time where the set names none."""
    return about or given_at.astimezone(zone).date()


def day_of(kept: AnswerSet) -> date:
    """As ``about_day``, of a record."""
    return about_day(kept.about, kept.given_at, ZoneInfo(kept.patient.clinic.time_zone))


def given_day(kept: AnswerSet) -> date:
    """The day it was given, in the clinic's time."""
    return kept.given_at.astimezone(ZoneInfo(kept.patient.clinic.time_zone)).date()


def day_in_sql(zone: Given) -> Coalesce:
    """As ``about_day``, for the database: ``annotate(day=day_in_sql(Given("zone")))``, asked with
    the name of the clinic's time zone."""
    given = Func(
        F("given_at"),
        zone,
        template="(%(expressions)s)::date",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateField(),
    )
    return Coalesce("about", given, output_field=DateField())
