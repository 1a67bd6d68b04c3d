"""The two main pages in a real browser: whole at both widths, readable in both looks."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openimt.simulate.people import invent
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.living import live
from tests.web.people import People

Browser = Callable[[User], Client]
SERIOUS = {"serious", "critical"}
SIGHTS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


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
    live(people.patient, invent(5, seed=2)[1], people.ana)
    client = signed_in(people.ana)
    return {address: client.get(address) for address in addresses.values()}


def serious(shown: Drawn) -> list[str]:
    found = Axe().run(shown.page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.journey
def test_every_page_is_whole_and_readable(
    answers: dict[str, HttpResponse], addresses: dict[str, str]
) -> None:
    for width, look in SIGHTS:
        with drawn(answers, width=width, look=look) as shown:
            for name, address in addresses.items():
                shown.page.goto(address)
                shown.picture(f"{name}-{width}-{look}")
                assert shown.overflows() <= 0, f"{name} is wider than {width} px"
                assert serious(shown) == [], f"{name}, {look}"
            assert shown.complaints == []
            assert shown.strangers == []
