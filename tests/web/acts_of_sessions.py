"""Rows of the actions around a session, and of planned absence."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt_clinic.actions import absences, own_calendar, putting_right
from openimt_clinic.actions.delivering import Held
from tests.web import kept
from tests.web.absent import an_absence, today
from tests.web.act import Act, clinic
from tests.web.people import People


def away(people: People) -> dict[str, Any]:
    first = today() + timedelta(days=3)
    return {
        "clinic": people.clinic,
        "first": first,
        "last": first + timedelta(days=4),
        "cover": people.ben,
    }


def wrongly_written(people: People) -> dict[str, Any]:
    return {"session": kept.a_session(people), "held": Held(note="It was Friday.")}


OF_NO_STAFF = (("dan", PermissionDenied), ("cleo", Http404))

SESSION_ACTS = [
    Act(putting_right.put_session_right, wrongly_written),
    Act(absences.plan_absence, away, refused=(("dan", PermissionDenied), ("cleo", Http404))),
    Act(
        absences.take_back_absence,
        lambda people: {"absence": an_absence(people)},
        refused=(("ben", PermissionDenied), ("dan", PermissionDenied), ("cleo", Http404)),
    ),
    Act(own_calendar.make_calendar, clinic(with_codes=True), refused=OF_NO_STAFF),
    Act(own_calendar.end_calendar, clinic(), refused=OF_NO_STAFF),
]
