"""The card of a day in a real browser: filled with a thumb, seen at once, nothing cut off."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page

from openimt.deliver.card.known import known
from openimt_clinic.actions.diary_cards import agree_card
from openimt_clinic.records.mapping.cards import card_in_force
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.people import People
from tests.web.sights import serious

pytestmark = pytest.mark.journey
Browser = Callable[[User], Client]
CARD = "/me/card/"
PHONE = {"width": 390, "height": 844}
LEAST_TARGET, ONE_THUMB = 24, 44
SIZES = (
    """every => every.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"""
)


@pytest.fixture
def twelve(people: People) -> People:
    """Dan's card: nine rows of the matrix, two acts, and the hours of sleep."""
    rows = known().rows
    names = (
        "sad", "afraid", "angry", "ashamed", "empty", "content", "suicidal_urge", "self_harm_urge",
        "substance_urge", "self_harm_act", "substance_use", "medicine",
    )  # fmt: skip
    card = replace(card_in_force(people.patient).card, rows=tuple(rows[one] for one in names))
    agree_card(patient=people.patient, card=card, past_days=3, by=people.ana)
    return people


def touch(row: Locator, value: str, touches: list[str]) -> None:
    row.locator(f"label:has(input[value='{value}'])").click()
    touches.append(value)


def fill(page: Page) -> list[str]:
    """One touch a row; the words of the first matrix row are answered last, as people do."""
    touches: list[str] = []
    rows = page.locator(".day-matrix [data-row]:visible")
    for n in range(rows.count()):
        row = rows.nth(n)
        worrying = row.locator("[data-response]").count() > 0
        touch(row, "0" if worrying else "1", touches)
    return touches


def height_of_the_whole(page: Page) -> float:
    box = page.locator(".day-card .day-matrix").first.bounding_box()
    last = page.locator(".day-card .day-matrix").last.bounding_box()
    assert box
    assert last
    return last["y"] + last["height"] - box["y"]


def opened(shown: Drawn) -> Page:
    shown.page.set_viewport_size(PHONE)
    shown.page.goto(CARD)
    return shown.page


def test_twelve_rows_are_filled_with_a_touch_each(twelve: People, signed_in: Browser) -> None:
    with drawn({CARD: signed_in(twelve.dan).get(CARD)}, width=390) as shown:
        page = opened(shown)
        touches = fill(page)
        page.get_by_role("button", name="Done").click(trial=True)
        assert len(touches) + 1 <= 12 + 1, "at most one touch a row, and one to be done"
        assert page.locator("[data-row]:visible input:checked:not([value=''])").count() == 12
        assert shown.overflows() <= 0, "nothing lies beside the screen"
        first = page.locator(".day-matrix").first.bounding_box()
        assert first
        assert first["y"] + first["height"] <= PHONE["height"], "the matrix is one screen"
        assert height_of_the_whole(page) <= 2 * PHONE["height"]
        shown.picture("card-filled-390-light")


def test_every_target_is_large_enough_and_no_word_is_cut(
    twelve: People, signed_in: Browser
) -> None:
    for language in ("en", "de"):
        dan = signed_in(twelve.dan)
        dan.cookies["django_language"] = language
        with drawn({CARD: dan.get(CARD)}, width=390, look="dark", still=True) as shown:
            page = opened(shown)
            targets = page.locator(".day-matrix .cells label:not(.clear):visible")
            sizes = targets.evaluate_all(SIZES)
            assert sizes
            assert min(height for _, height in sizes) >= ONE_THUMB
            assert min(width for width, _ in sizes) >= LEAST_TARGET
            cut = page.evaluate(
                """[...document.querySelectorAll('legend, label, .skill-chip span, h2, .button')]
                .filter(one => !one.closest('.clear') && one.scrollWidth > one.clientWidth + 1
                    && getComputedStyle(one).overflow !== 'visible'
                    || getComputedStyle(one).textOverflow === 'ellipsis')
                .map(one => one.textContent)"""
            )
            assert cut == []
            assert shown.overflows() <= 0
            assert serious(shown) == []
            shown.picture(f"card-{language}-390-dark")


def test_what_is_asked_after_opens_by_itself_and_a_second_touch_clears(
    twelve: People, signed_in: Browser
) -> None:
    """Without a line, too: the page that helps may not be reached."""
    with drawn({CARD: signed_in(twelve.dan).get(CARD)}, width=390) as shown:
        shown.page.route("**/me/sync/", lambda route: route.abort())
        page = opened(shown)
        row = page.locator("[data-row]:has([name=sad])")
        touch(row, "3", [])
        touch(row, "3", [])
        assert page.locator("[name=sad]:checked").get_attribute("value") == ""
        assert not page.locator("[name=attempt][value='1']").is_visible()
        touch(page.locator("[data-row]:has([name=self_harm_act])"), "1", [])
        page.locator("[data-phone-help]").wait_for(state="visible")
        page.locator("[data-help-close]").click()
        assert page.locator("[data-row]:has([name=attempt])").is_visible()
        assert page.locator("[data-row]:has([name=ingestion])").is_visible()


def test_without_script_everything_is_there(twelve: People, signed_in: Browser) -> None:
    answers = {CARD: signed_in(twelve.dan).get(CARD)}
    with drawn(answers, width=390, scripts=False) as shown:
        page = opened(shown)
        page.get_by_text("More about staying safe").click()
        for name in ("intent", "ingestion", "attempt"):
            assert page.locator(f"[data-row]:has([name={name}])").is_visible()
        page.get_by_label("Nothing today").check()
        assert page.get_by_label("What got in the way? Only if you like.").is_visible()
        page.get_by_label("Breathe out slowly").check()
        assert page.locator("[name=helped_breathe_out][value='7']").is_visible()
        shown.picture("card-without-script-390-light")
