"""The actions of the front door and the back door."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from openimt.deliver.ending import Ending, Way
from openimt_clinic.actions import prior_treatments
from openimt_clinic.actions.back_door import coming_back, death, ending, following_up, taking_back
from openimt_clinic.actions.back_door.ending import Later
from openimt_clinic.actions.front_door import accepting, door_alerts, referring, waiting
from openimt_clinic.actions.prior_treatments import Treatment
from openimt_clinic.records.contact_line import ContactWay
from tests.web import came
from tests.web.act import NOBODY, Act, Arguments, clinic, dan
from tests.web.people import People

AT_THE_DOOR = (("dan", PermissionDenied), ("cleo", Http404))
"""Whoever may take people in works at the front door: all clinicians and who leads the team."""

ENDS = Ending(Way.PLANNED, date(2026, 12, 20), way_back="Call us.", call="Ana, 030 555 0101")
FOUND = referring.Found("6D11.5", date(2026, 11, 3))


def sent(**more: Any) -> Arguments:
    return lambda people: {"referral": came.a_referral(people), **more}


def door_alert(**more: Any) -> Arguments:
    return lambda people: {"alert": came.a_door_alert(people), **more}


def with_found(people: People) -> dict[str, Any]:
    return {"referral": came.a_referral(people, found=[{"code": "6D11.5"}]), "code": "6D11.5"}


def waits(**more: Any) -> Arguments:
    return lambda people: {"referral": came.who_waits(people), **more}


def starts(people: People) -> dict[str, Any]:
    today = timezone.localdate()
    return {"referral": came.who_waits(people), "on": today, "therapy": "imt"}


DOOR_ACTS = [
    Act(referring.receive_referral, clinic(referred=came.SENT), refused=AT_THE_DOOR),
    Act(referring.screen_referral, sent(answers=came.CALM), refused=AT_THE_DOOR),
    Act(referring.note_found, sent(found=FOUND), refused=AT_THE_DOOR),
    Act(referring.take_found_back, with_found, refused=AT_THE_DOOR),
    Act(
        referring.decline_referral,
        sent(reason="Too far.", onward="The day clinic.", told="Mira", told_on=came.CAME),
        refused=AT_THE_DOOR,
    ),
    Act(referring.withdraw_referral, sent(reason="Mira has moved."), refused=AT_THE_DOOR),
    Act(door_alerts.take_at_the_door, door_alert(), refused=AT_THE_DOOR),
    Act(
        door_alerts.try_at_the_door,
        door_alert(way=ContactWay.PHONE, reached=False),
        refused=AT_THE_DOOR,
    ),
    Act(
        door_alerts.hand_over_at_the_door,
        lambda p: {"alert": came.a_door_alert(p), "to": p.ana},
        refused=AT_THE_DOOR,
    ),
    Act(
        door_alerts.close_at_the_door,
        door_alert(reason="With her sister now."),
        refused=AT_THE_DOOR,
    ),
    Act(
        door_alerts.pass_on_at_the_door,
        door_alert(at=came.NOW + timedelta(hours=2)),
        by=None,
        refused=NOBODY,
    ),
    Act(
        accepting.accept_referral,
        lambda p: {"referral": came.a_referral(p), "treated_by": p.ana, "code": "26-001"},
        refused=AT_THE_DOOR,
    ),
    Act(
        waiting.give_numbers,
        waits(),
        refused=(("ben", Http404), ("lea", Http404), ("cleo", Http404)),
    ),
    Act(
        waiting.set_check_in,
        waits(on=timezone.localdate()),
        refused=(("ben", Http404), ("lea", Http404), ("cleo", Http404)),
    ),
    Act(
        waiting.start_course,
        starts,
        refused=(("ben", Http404), ("lea", Http404), ("cleo", Http404)),
    ),
    Act(prior_treatments.note_prior_treatment, dan(told=Treatment(therapy="dbt"))),
    Act(
        prior_treatments.change_prior_treatment,
        lambda p: {"treatment": came.a_treatment(p), "told": Treatment(therapy="mbt")},
    ),
    Act(prior_treatments.note_none_before, dan()),
    Act(
        prior_treatments.take_back_prior_treatment,
        lambda p: {"treatment": came.a_treatment(p)},
    ),
    Act(ending.prepare_ending, dan(ending=ENDS, later=Later())),
    Act(ending.go_on, lambda p: {"ending": came.an_ending(p)}),
    Act(ending.end_course, lambda p: {"ending": came.an_ending(p)}),
    Act(
        following_up.follow_up,
        lambda p: {
            "asked": came.a_follow_up(p, came.an_ending(p), due_on=date(2027, 1, 20)),
            "reached": True,
            "says": "Well; works again.",
        },
    ),
    Act(death.note_death, dan(on=date(2026, 11, 20), look_back_on=came.A_YEAR_ON)),
    Act(death.tell_of_death, lambda p: {"ending": came.a_death(p), "told": ["Ben"]}),
    Act(taking_back.take_death_back, lambda p: {"ending": came.a_death(p), "reason": "Mixed up."}),
    Act(
        coming_back.come_back,
        lambda p: {"patient": came.who_has_ended(p), "on": timezone.localdate()},
        refused=AT_THE_DOOR,
    ),
]
