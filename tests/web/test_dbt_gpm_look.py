"""DBT, GPM, a chain and the team's agenda as they look: whole at both widths, in both looks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.terms import EventKind
from openimt_clinic.actions.assessing import note_event
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.records.user import User
from tests.web.dbt_and_gpm import A_CHAIN, PLAN, begun, held_sessions, state, torn, written
from tests.web.drawn import drawn
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
pytestmark = pytest.mark.journey
TODAY = timezone.localdate()


@pytest.fixture
def pages(people: People) -> dict[str, str]:
    """Dan under DBT, with something on every part of each page."""
    people.patient.therapy = "dbt"
    people.patient.save()
    for ago in (9, 30):
        on = TODAY - timedelta(days=ago)
        written(people, "chain", {**A_CHAIN, "on": on.isoformat()}, about=on)
    draft = begun(people, "chain", {**A_CHAIN, "commitment": None})
    written(people, "group_hour", {"came": "missed"})
    written(people, "skill_taught", {"skills": ["stop", "opposite"]})
    written(people, "coaching_call", {"skill": "stop", "helped": 5, "minutes": 9, "why": "Alone"})
    written(people, "case_plan", PLAN)
    for ago, name in ((9, "connected"), (5, "threatened"), (2, "alone")):
        state(people, ago, name, who="My sister", changed="She cancelled")
    note_event(patient=people.patient, kind=EventKind.SELF_HARM_ACT, on=TODAY, by=people.ana)
    begun(people, "consultation", {"asks": "I am tired, and I do not say so."})
    torn(people, 10)
    held_sessions(people, 1, 2, 3)
    person = people.patient.pk
    return {
        "dbt": reverse("clinician:dbt", args=[person]),
        "chain-draft": reverse("clinician:chain", args=[person, draft.pk]),
        "gpm": reverse("clinician:gpm", args=[person]),
        "consultation": reverse("clinician:consultation"),
    }


def without_asking(answer: HttpResponse) -> HttpResponse:
    """The page as one reads it: who else is there cannot be asked of a page from memory."""
    answer.content = answer.content.replace(b"js/writing.", b"js/fresh.")
    return answer


@pytest.mark.parametrize("names", ["dbt chain-draft", "gpm consultation"])
def test_all_of_it_is_whole_and_readable(
    people: People, pages: dict[str, str], signed_in: Browser, names: str
) -> None:
    ana = signed_in(people.ana)
    few = {name: pages[name] for name in names.split()}
    answers = {address: without_asking(ana.get(address)) for address in few.values()}
    for address, answer in answers.items():
        assert len(answer.content) <= 60_000, address
    whole_and_readable(answers, few, unfold=True)


def test_links_are_added_and_moved_with_the_keyboard_alone(
    people: People, signed_in: Browser
) -> None:
    chain = open_document(patient=people.patient, kind="chain", by=people.ana, values=dict(A_CHAIN))
    address = reverse("clinician:chain", args=[people.patient.pk, chain.pk])
    with drawn({address: signed_in(people.ana).get(address)}, width=390, still=True) as shown:
        page = shown.page
        page.goto(address)
        rows = page.locator("[data-rows] [data-one-row]")
        second = rows.nth(1)
        assert second.locator("[name$='-says']").input_value() == "Shame"
        second.locator("[data-up]").focus()
        page.keyboard.press("Enter")
        assert rows.nth(0).locator("[name$='-says']").input_value() == "Shame"
        before = rows.count()
        page.locator("[data-add]").focus()
        page.keyboard.press("Enter")
        assert rows.count() == before + 1
        assert shown.overflows() <= 0


def test_on_paper_the_chain_is_whole_and_nothing_to_press(
    people: People, signed_in: Browser
) -> None:
    chain = written(people, "chain", A_CHAIN)
    address = reverse("clinician:chain", args=[people.patient.pk, chain.pk])
    with drawn({address: signed_in(people.ana).get(address)}, width=794, still=True) as shown:
        shown.page.goto(address)
        shown.page.emulate_media(media="print")
        assert shown.page.locator(".chain-link").count() == 2
        assert shown.page.locator(".chain-act").is_visible()
        assert shown.page.locator("main .button:visible").count() == 0
