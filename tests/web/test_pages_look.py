"""The two main pages in a real browser: whole at both widths, readable in both looks."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt.simulate.people import invent
from openimt.terms import Response
from openimt_clinic.actions.alerting import raise_alert
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.user import User
from tests.web.drawn import drawn
from tests.web.living import live
from tests.web.people import STARTED, People, a_patient
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]


@pytest.fixture
def addresses(people: People) -> dict[str, str]:
    return {
        "caseload": reverse("clinician:caseload"),
        "map": reverse("clinician:patient", args=[people.patient.pk]),
        "gallery": reverse("clinician:gallery"),
    }


@pytest.fixture
def answers(
    people: People, signed_in: Browser, addresses: dict[str, str]
) -> dict[str, HttpResponse]:
    live(people.patient, invent(5, seed=2)[4], people.ana)
    for name in ("Ada", "Noor", "Ole"):
        relate_new(people, name)
    raise_alert(
        patient=people.patient, response=Response.SAME_DAY, says="Said it is enough.", by=people.ana
    )
    client = signed_in(people.ana)
    return {address: client.get(address) for address in addresses.values()}


def relate_new(people: People, name: str) -> None:
    CareRelation.objects.create(
        clinic=people.clinic,
        patient=a_patient(people.clinic, given_name=name),
        user=people.ana,
        kind=CareKind.TREATING,
        since=STARTED,
    )


@pytest.mark.journey
def test_every_page_is_whole_and_readable(
    answers: dict[str, HttpResponse], addresses: dict[str, str]
) -> None:
    whole_and_readable(answers, addresses)


@pytest.mark.journey
def test_a_look_is_shown_at_once_and_told_to_the_server(
    answers: dict[str, HttpResponse], addresses: dict[str, str]
) -> None:
    told = {**answers, "/look/": HttpResponse(status=204)}
    with drawn(told) as shown:
        page = shown.page
        page.goto(addresses["caseload"])
        page.get_by_text("Ana", exact=True).click()
        dark = page.get_by_role("button", name="Dark", exact=True)
        with page.expect_request("**/look/") as sent:
            dark.click()
        assert 'name="theme"' in (sent.value.post_data or "")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert dark.get_attribute("aria-pressed") == "true"
        assert shown.complaints == []


@pytest.mark.journey
def test_on_paper_the_bar_is_gone_and_reasons_are_open(
    answers: dict[str, HttpResponse], addresses: dict[str, str]
) -> None:
    with drawn(answers, look="dark") as shown:
        page = shown.page
        page.goto(addresses["map"])
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert not page.locator(".bar").is_visible()
        assert page.locator("details.why").first.get_attribute("open") is not None
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator("details.why").first.get_attribute("open") is None


@pytest.mark.journey
def test_without_script_everything_can_still_be_read(
    answers: dict[str, HttpResponse], addresses: dict[str, str]
) -> None:
    with drawn(answers, scripts=False) as shown:
        page = shown.page
        page.goto(addresses["map"])
        page.get_by_text("The same as a table").click()
        assert page.get_by_role("link", name="Read the table").is_visible()
        page.locator("details.why summary").first.click()
        assert page.locator("details.why[open] :is(.reason, a)").first.is_visible()
