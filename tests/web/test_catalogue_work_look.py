"""Learning, review, versions and moving a plan, in a real browser: whole, readable, printable."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.catalogue.load import load as load_catalogue
from openimt.simulate.people import invent
from openimt_clinic.actions.learning import tick_station
from openimt_clinic.actions.reviewing import sign_module
from openimt_clinic.records.mapping.catalogues import current_ground
from openimt_clinic.records.mapping.reviews import review_of
from openimt_clinic.records.module_signature import SignedAs
from openimt_clinic.records.user import User
from tests.web.catalogues import edited, loaded, packaged
from tests.web.drawn import drawn
from tests.web.kept import TODAY
from tests.web.living import live
from tests.web.people import People
from tests.web.sights import whole_and_readable

Browser = Callable[[User], Client]
MOST_HTML = 60 * 1024


@pytest.fixture
def pages(people: People, signed_in: Browser) -> dict[str, tuple[str, HttpResponse]]:
    """Every new page, as the one who uses it most sees it."""
    packaged(people.clinic)
    live(people.patient, invent(5, seed=2)[4], people.ana)
    r3, dan = load_catalogue().module("r3"), people.patient.pk
    loaded(
        people.clinic,
        edited(
            ("modules/r3.toml", f'name = "{r3.name}"', 'name = "Skills for feelings that flood"'),
            (
                "settings.toml",
                'name = "crisis_weeks"\nvalue = 2',
                'name = "crisis_weeks"\nvalue = 3',
            ),
            ("modules/r3.toml", f"usual = {r3.dose.usual}", f"usual = {r3.dose.fewest}"),
        ),
        by=people.nora,
    )
    sign(people, "r3", SignedAs.CLINICIAN, "Dr Ana Weber")
    sign(people, "s1", SignedAs.CLINICIAN, "Dr Ana Weber")
    sign(people, "s1", SignedAs.LIVED_EXPERIENCE, "Mia Holm")
    for station in ("what-imt-is", "common-modules"):
        tick_station(clinic=people.clinic, station=station, done=True, by=people.ana)
    ana, nora, lea = (signed_in(user) for user in (people.ana, people.nora, people.lea))
    asked = {
        "learning": (ana, reverse("clinician:learning")),
        "station": (ana, reverse("clinician:learning_stop", args=["safety"])),
        "case": (ana, reverse("clinician:learning_stop", args=["amira"])),
        "learning-paper": (ana, reverse("clinician:learning_paper")),
        "reviews": (nora, reverse("clinician:reviews")),
        "review": (nora, reverse("clinician:review", args=["r3"])),
        "versions": (lea, reverse("clinician:catalogue_versions")),
        "move": (ana, reverse("clinician:move_plan", args=[dan])),
        "plan-with-note": (ana, reverse("clinician:plan", args=[dan])),
        "plan-module": (ana, reverse("clinician:plan_module", args=[dan, "r3"])),
        "module-signed": (nora, reverse("clinician:module", args=["s1"])),
    }
    return {name: (url, client.get(url)) for name, (client, url) in asked.items()}


def sign(people: People, module: str, side: SignedAs, signer: str) -> None:
    content = review_of(people.clinic, current_ground(people.clinic), module).content
    sign_module(
        clinic=people.clinic, module=module, content=content, signed_as=side, signer=signer,
        on=min(TODAY, timezone.localdate()), by=people.nora,
    )  # fmt: skip


@pytest.mark.journey
def test_every_page_is_whole_and_readable(pages: dict[str, tuple[str, HttpResponse]]) -> None:
    for name, (_, answer) in pages.items():
        assert answer.status_code == 200, name
        assert len(answer.content) <= MOST_HTML, (name, len(answer.content))
    named = {f"work-{name}": url for name, (url, _) in pages.items()}
    whole_and_readable(dict(pages.values()), named, unfold=True)


@pytest.mark.journey
def test_a_question_opens_with_one_touch_and_keys(
    pages: dict[str, tuple[str, HttpResponse]],
) -> None:
    url, _ = pages["case"]
    with drawn(dict(pages.values()), width=390, scripts=False) as shown:
        page = shown.page
        page.goto(url)
        reveal = page.locator(".learn-reveal").first
        assert not reveal.locator(".learn-said").is_visible()
        reveal.locator("summary").focus()
        page.keyboard.press("Enter")
        assert "is left out for now" in reveal.locator(".learn-said").inner_text()
        box = reveal.locator("summary").bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.journey
def test_on_paper_all_of_it_is_there_without_buttons(
    pages: dict[str, tuple[str, HttpResponse]],
) -> None:
    url, _ = pages["learning-paper"]
    with drawn(dict(pages.values()), look="dark") as shown:
        page = shown.page
        page.goto(url)
        page.emulate_media(media="print", color_scheme="dark")
        assert not page.locator(".bar").is_visible()
        assert page.locator(".learn-sheet").count() == 12
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        shown.picture("work-learning-on-paper")
