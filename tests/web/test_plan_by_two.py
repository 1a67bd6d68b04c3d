"""Two people write one safety plan: nobody's words go under, and nobody vouches for unread ones."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.actions.safety_planning import (
    current_safety_plan,
    give_plan_copy,
    make_safety_plan,
    rehearse_safety_plan,
    review_safety_plan,
)
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.user import User
from tests.web.kept import TODAY, a_safety_plan
from tests.web.pages_of import address
from tests.web.people import People
from tests.web.safe import days_from_now

Browser = Callable[[User], Client]
MINE = "/me/safety-plan/edit/"


def written(people: People, by: User, seen: int | None = None, **elements: object) -> SafetyPlan:
    return make_safety_plan(
        patient=people.patient,
        elements=elements,  # type: ignore[arg-type]
        on=timezone.localdate(),
        by=by,
        seen=seen,
    )


def held(people: People) -> SafetyPlan:
    plan = current_safety_plan(people.patient)
    assert plan is not None
    return plan


def together(**typed: str) -> dict[str, str]:
    return {"next_review": days_from_now(5).isoformat(), **typed}


def test_a_stale_page_takes_nobodys_words_out(people: People, signed_in: Browser) -> None:
    """Dan adds what he lives for at home, while Ana's page is open."""
    written(people, people.dan, warning_signs=["I pace"])
    ana, dan = signed_in(people.ana), signed_in(people.dan)
    page = ana.get(address("write_safety_plan", people)).content.decode()
    assert '<input type="hidden" name="seen" value="1"' in page
    at_home = {"seen": "1", "warning_signs": "I pace", "reasons_for_living": "My daughter"}
    assert dan.post(MINE, at_home).status_code == 302
    sent = together(seen="1", warning_signs="I pace\nI stop answering")
    done = ana.post(address("write_safety_plan", people), sent, follow=True).content.decode()
    plan = held(people)
    assert plan.reasons_for_living == ["My daughter"]
    assert plan.warning_signs == ["I pace", "I stop answering"]
    assert plan.reviewed_on is None, "Ana had not read all of it"
    assert "The words of both are in it now" in done


@pytest.mark.parametrize("who", ["ana", "dan"])
def test_where_both_changed_one_part_both_are_shown_and_kept(
    people: People, signed_in: Browser, who: str
) -> None:
    written(
        people, people.dan, own_ways=["walk"], professionals=[{"name": "Ward", "number": "0301"}]
    )
    other = people.dan if who == "ana" else people.ana
    theirs = [{"name": f"N{n}", "number": f"030{n}"} for n in range(2)]
    written(people, other, seen=1, own_ways=["cold water"], people_to_ask=theirs)
    browser = signed_in(getattr(people, who))
    there = address("write_safety_plan", people) if who == "ana" else MINE
    typed = together(
        seen="1", own_ways="walk\nsing aloud", professionals_0_name="Ward",
        professionals_0_number="0301", professionals_5_name="Line", professionals_5_number="0302",
    )  # fmt: skip
    answer = browser.post(there, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SafetyPlan.objects.count() == 2, "nothing was half kept"
    assert "sing aloud</textarea>" in page
    assert "<li>cold water" in page
    for name in ("N0", "N1", "Line"):
        assert f'value="{name}"' in page, "every other word is in the form"
    assert 'name="seen" value="2"' in page
    both = {
        "seen": "2", "own_ways": "sing aloud\ncold water",
        "people_to_ask_0_name": "N0", "people_to_ask_0_number": "0300",
    }  # fmt: skip
    assert browser.post(there, together(**both)).status_code == 302
    assert held(people).own_ways == ["sing aloud", "cold water"]


def test_a_page_that_says_no_version_takes_nothing_out(people: People, signed_in: Browser) -> None:
    written(people, people.dan, own_ways=["walk"])
    for seen in ("", "x", "-1", "99", "9" * 12):
        signed_in(people.ana).post(
            address("write_safety_plan", people), together(seen=seen, safer_place="her sister")
        )
        assert held(people).own_ways == ["walk"]


@pytest.mark.parametrize("do", ["review", "rehearse", "copy"])
def test_nobody_vouches_for_a_version_they_have_not_read(
    people: People, signed_in: Browser, do: str
) -> None:
    a_safety_plan(people)
    ana, there = signed_in(people.ana), address("safety_plan", people)
    assert ana.get(there).content.decode().count('name="seen" value="1"') == 3
    written(people, people.dan, warning_signs=["something new"])
    today = timezone.localdate().isoformat()
    sent = {
        "next_review": days_from_now(3).isoformat(), "rehearse-on": today,
        "copy-name": "Su", "copy-named": "on", "copy-on": today,
    }  # fmt: skip
    for seen in ("1", "", "77"):
        page = ana.post(there, sent | {"do": do, "seen": seen}).content.decode()
        assert "A newer version was written" in page
    assert "something new" in page
    assert ana.post(there, sent | {"do": do, "seen": "2"}).status_code == 302


def test_the_actions_refuse_it_too(people: People) -> None:
    plan = a_safety_plan(people)
    written(people, people.dan, warning_signs=["something new"])
    on, soon = timezone.localdate(), timezone.localdate() + timedelta(3)
    for act in (
        lambda: review_safety_plan(plan=plan, on=on, next_review=soon, by=people.ana),
        lambda: rehearse_safety_plan(plan=plan, on=on, by=people.ana),
        lambda: give_plan_copy(plan=plan, name="Su", named=True, on=TODAY, by=people.ana),
    ):
        with pytest.raises(RecordError, match="newer version"):
            act()
