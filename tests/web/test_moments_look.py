"""The pages of pause, rehearsal and moment in a real browser: one step at a time, safety first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.actions.safety_planning import make_safety_plan
from openimt_clinic.records.user import User
from tests.web.drawn import Drawn, drawn
from tests.web.kept import TODAY
from tests.web.moments import AGAIN, CALM, NIGHT, SCENE, a_moment, wrote, yesterday
from tests.web.people import People
from tests.web.sights import serious, whole_and_readable

Browser = Callable[[User], Client]
PAUSE, REHEARSAL, MOMENT, MINE = (
    f"/me/{name}/" for name in ("pause", "rehearsal", "moment", "moments")
)
FACTS = "/me/phone.json"
SIGHTS = [(390, "light"), (1280, "dark")]
TALL = 844

pytestmark = pytest.mark.journey


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    plan = {"own_ways": ["Cold water.", "Walk to the river and back."]}
    make_safety_plan(patient=people.patient, elements=plan, on=TODAY, by=people.dan)
    return signed_in(people.dan)


@contextmanager
def at(dan: Client, address: str, *, scripts: bool = True) -> Iterator[Drawn]:
    """The page on a phone."""
    answers = {address: dan.get(address), FACTS: dan.get(FACTS)}
    with drawn(answers, width=390, scripts=scripts, still=True) as shown:
        shown.page.set_viewport_size({"width": 390, "height": TALL})
        shown.page.goto(address)
        yield shown


def pick(shown: Drawn, name: str, value: object) -> None:
    choice = shown.page.locator(f"[name={name}][value='{value}']")
    shown.page.locator("label", has=choice).click()


def go_on(shown: Drawn) -> None:
    shown.page.locator("[data-next]:visible").click()


def steps(shown: Drawn) -> list[str]:
    """The steps that can be seen now."""
    every = shown.page.locator("[data-step]").all()
    return [str(one.get_attribute("data-step")) for one in every if one.is_visible()]


def test_the_pages_are_whole_and_readable(dan: Client, people: People) -> None:
    calm = a_moment(people, at=yesterday(), **CALM, **SCENE, **AGAIN)
    night = a_moment(people, strength=9, suicidal_urge=0, self_harm_urge=3)
    a_moment(people, "pause", said="No answer.", meaning="x", chose="wait")
    meeting = a_moment(people, "rehearsal", at=yesterday(), who="Jana")
    pages = {
        "pause": PAUSE,
        "one-rehearsal": f"{REHEARSAL}{meeting.name}/",
        "moment": MOMENT,
        "help": f"{MOMENT}{night.name}/",
        "later": f"/me/later/moment/{calm.name}/",
        "mine": MINE,
        "today": "/me/",
    }
    answers = {address: dan.get(address) for address in (*pages.values(), FACTS)}
    assert {answer.status_code for answer in answers.values()} == {200}
    named = {f"moments-{name}": address for name, address in pages.items()}
    whole_and_readable(answers, named, SIGHTS, unfold=True)


def test_those_who_treat_read_it_on_one_page(
    people: People, signed_in: Browser, dan: Client
) -> None:
    one = a_moment(people, shared=True, at=yesterday(), **CALM, **(SCENE | {"place": ""}), **AGAIN)
    listed = f"/patient/{people.patient.pk}/moments/"
    pages = {"moments-staff": listed, "moments-staff-one": f"{listed}{one.pk}/"}
    ana = signed_in(people.ana)
    whole_and_readable({address: ana.get(address) for address in pages.values()}, pages)


def test_a_calm_one_goes_step_by_step(dan: Client) -> None:
    with at(dan, MOMENT) as shown:
        assert steps(shown) == ["safety"]
        go_on(shown)
        missing = shown.page.get_by_role("alert").filter(has_text="how strong it is now")
        assert missing.is_visible(), "it says what is missing, and where"
        assert shown.page.evaluate("document.activeElement.name") == "strength"
        assert serious(shown) == []
        for name, value in CALM.items():
            pick(shown, name, value)
        assert not missing.is_visible()
        seen = ["safety"]
        while shown.page.locator("[data-next]:visible").count():
            go_on(shown)
            seen += steps(shown)
            assert serious(shown) == []
            if seen[-1] == "feelings":
                for word in ("hurt", "afraid", "sad"):
                    pick(shown, "feelings", word)
                assert shown.page.locator("[name=feelings][value=angry]").is_disabled()
                shown.page.locator("#felt_hurt").fill("7")
                shown.picture("moments-feelings-390")
        assert seen == ["safety", "scene", "meaning", "feelings", "did", "others"]
        assert shown.page.get_by_role("button", name="Keep this").is_visible()


def test_when_it_is_too_much_what_helps_comes_first(dan: Client) -> None:
    with at(dan, MOMENT) as shown:
        for name, value in (CALM | {"self_harm_urge": 3}).items():
            pick(shown, name, value)
        help_first = shown.page.locator("[data-help-first]")
        help_first.wait_for(state="visible")
        assert help_first.get_by_text("Cold water.").is_visible()
        assert steps(shown) == ["safety"]
        assert shown.page.locator("[data-next]:visible").count() == 0
        assert serious(shown) == []
        shown.picture("moments-help-first-390")


def test_intent_and_plan_are_asked_only_after_a_strong_wish(dan: Client) -> None:
    with at(dan, MOMENT) as shown:
        intent = shown.page.locator("[data-only-if]", has=shown.page.locator("[name=intent]"))
        assert not intent.is_visible()
        pick(shown, "suicidal_urge", 2)
        assert not intent.is_visible()
        pick(shown, "suicidal_urge", 5)
        intent.wait_for(state="visible")


def test_other_readings_are_left_out_while_it_is_strong_or_there_was_threat(dan: Client) -> None:
    with at(dan, MOMENT) as shown:
        for name, value in (CALM | {"strength": 7}).items():
            pick(shown, name, value)
        for _ in range(4):
            go_on(shown)
        assert steps(shown) == ["did"]
        assert shown.page.locator("[data-next]:visible").count() == 0
        pick(shown, "threat", "true")
        shown.page.locator("[data-believed]").wait_for(state="visible")
        shown.picture("moments-believed-390")


def test_who_comes_back_goes_on_where_it_was_left(dan: Client, people: People) -> None:
    night = a_moment(people, **NIGHT)
    wrote(people, "look", of=night.name, **CALM)
    with at(dan, f"{MOMENT}{night.name}/") as shown:
        assert steps(shown) == ["scene"]
        assert shown.page.locator("[data-step]").count() == 5
    begun = a_moment(people, **CALM, when="now", place="kitchen")
    with at(dan, f"{MOMENT}{begun.name}/") as shown:
        assert steps(shown) == ["meaning"]


def test_a_slider_left_alone_is_no_answer(dan: Client) -> None:
    with at(dan, PAUSE) as shown:
        slider = shown.page.get_by_role("slider", name="How sure does it feel?")
        assert shown.page.locator("#sure").input_value() == ""
        slider.focus()
        shown.page.keyboard.press("ArrowRight")
        assert shown.page.locator("#sure").input_value() == "5"
        shown.page.locator("#sure").fill("85")
        assert slider.input_value() == "85"


def test_a_pause_waits_finds_words_or_acts(dan: Client) -> None:
    with at(dan, PAUSE) as shown:
        shown.page.fill("#said", "She read my message and did not answer for three hours.")
        shown.page.fill("#meaning", "She is done with me.")
        shown.page.fill("#sure", "85")
        shown.page.fill("#strength", "6")
        for chosen, says in (
            ("ask", "Find words"),
            ("act", "one small step that"),
            ("wait", "Until"),
        ):
            pick(shown, "chose", chosen)
            place = shown.page.locator(f"[data-chose={chosen}]")
            place.wait_for(state="visible")
            assert says in place.inner_text()
            assert shown.page.locator("[data-chose]:visible").count() == 1
        assert shown.page.get_by_text("This page tells you when").is_visible()
        assert serious(shown) == []
        shown.picture("moments-pause-390")
        shown.page.evaluate("localStorage.setItem('openimt-wait-until', String(Date.now() - 1))")
        shown.page.reload()
        shown.page.locator("[data-wait]").get_by_text("20 minutes are over").wait_for(
            state="attached"
        )


def test_without_script_only_safety_is_asked_of_a_new_one(dan: Client, people: People) -> None:
    with at(dan, MOMENT, scripts=False) as shown:
        pick(shown, "strength", 4)
        assert steps(shown) == ["safety"]
        assert shown.page.get_by_role("button", name="Keep this").is_visible()
    calm = a_moment(people, **CALM)
    with at(dan, f"{MOMENT}{calm.name}/", scripts=False) as shown:
        assert steps(shown) == ["safety", "scene", "meaning", "feelings", "did", "others"]


def test_in_german(dan: Client, people: People) -> None:
    dan.post(reverse("set_language"), {"language": "de"})
    a_moment(people, at=yesterday(), **CALM, **SCENE)
    for address, says in ((PAUSE, "Was heißt das für mich?"), (MOMENT, "Etwas ist passiert")):
        with at(dan, address) as shown:
            assert shown.page.get_by_text(says).first.is_visible()
            assert shown.overflows() <= 0
            shown.picture(f"moments-german{address.replace('/', '-')}390")
