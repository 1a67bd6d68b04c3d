"""No page of staff is left unlooked at: whole on a phone and on a desk, readable by day and night.

A page with much of its own has a test of its own (``ELSEWHERE``); the others are walked here, a few
in one window, with what the rows of the addresses make for them.
"""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt_clinic.records.user import User
from tests.web.cases import CASES, Case
from tests.web.people import People
from tests.web.sights import at_a_glance

Browser = Callable[[User], Client]
STAFF = ("clinician:", "team:")
LONGEST = 60_000
ROWS = {case.name: case for case in CASES}
ELSEWHERE = (
    "absences accept_referral alert alerts caseload catalogue catalogue_check catalogue_versions "
    "chain common compare_therapies consultation dbt ending episode fit formulation front_door "
    "gallery gaps gpm learning learning_stop medication module moments move_plan my_offer "
    "new_referral offers own_calendar papers patient patient_words plan plan_module prepare_ending "
    "prior_treatments procedure referral referral_diagnosis release_topic review reviews routing "
    "safety safety_plan schema screening session_at session_beside sheet show_schema story therapy "
    "write_safety_plan team:change_duty team:clinic team:members team:people team:roster"
)
"""Drawn by a test of their own, with much that can stand on them."""
NO_PAGE = (
    "chain_drawn document_now episode_meter schema_loop session session_note document_paper "
    "learning_paper module_paper patient_words_paper plain_plan_paper plan_paper safety_plan_paper "
    "sheet_paper therapy_paper"
)
"""A part of a page, a way on, or a paper."""
WALKS = {
    "doors": "referral_alert way_back take_up decline_referral withdraw_referral died follow_up "
    "look_after change_prior take_back_release",
    "team": "groups group group_meeting offer_of team:care team:nonresponse note_sent",
    "writing": "work documents document appointments appointment new_series reminders erasure "
    "from_the_phone moment",
    "finding out": "assessment finding fill_form answers import_answers import_series courses card "
    "diary",
    "planning": "course_choice change_plan reject_plan compare_plans plan_version medicine "
    "new_medicine",
}


def named(names: str) -> list[str]:
    return [name if ":" in name else f"clinician:{name}" for name in names.split()]


def test_every_page_of_staff_is_looked_at() -> None:
    pages = {case.name for case in CASES if case.name.startswith(STAFF) and not case.only_sends}
    walked = [name for names in WALKS.values() for name in named(names)]
    assert pages == {*walked, *named(ELSEWHERE), *named(NO_PAGE)}, (
        "take the page into a walk, or look at it"
    )
    assert len(walked) == len(set(walked))


def without_asking(answer: HttpResponse) -> HttpResponse:
    """Who else is there cannot be asked of a page from memory."""
    answer.content = answer.content.replace(b"js/writing.", b"js/fresh.")
    return answer


def opened(case: Case, people: People, signed_in: Browser) -> tuple[str, HttpResponse]:
    address = reverse(case.name, kwargs=case.ids(people))
    answer = signed_in(getattr(people, case.works_for)).get(address)
    assert answer.status_code == 200, case.name
    assert len(answer.content) <= LONGEST, case.name
    return address, without_asking(answer)


@pytest.mark.journey
@pytest.mark.parametrize("walk", WALKS)
def test_it_is_whole_and_readable(walk: str, people: People, signed_in: Browser) -> None:
    found = {name: opened(ROWS[name], people, signed_in) for name in named(WALKS[walk])}
    pages = {name.partition(":")[2]: address for name, (address, _answer) in found.items()}
    at_a_glance(dict(found.values()), pages)
