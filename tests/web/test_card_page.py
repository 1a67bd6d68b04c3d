"""The therapist's side of a diary: the card changed in a minute, and the days as they were."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.deliver.card.editing import own_skill, own_target
from openimt.deliver.card.known import known
from openimt.deliver.card.written import card_from_json
from openimt_clinic.actions.diary_cards import agree_card
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import card_in_force
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.sights import whole_and_readable
from tests.web.test_diary_days import wrote

Browser = Callable[[User], Client]


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def address(people: People, name: str = "card") -> str:
    return reverse(f"clinician:{name}", args=[people.patient.pk])


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


def press(ana: Client, people: People, do: str, draft: str = "", **more: str) -> str:
    """The draft after a button."""
    page = ana.post(address(people), {"do": do, "card": draft, "past_days": "3", **more})
    assert page.status_code == 200, text(page)
    return str(page.context["draft"])


def test_a_card_is_changed_and_agreed_with_few_buttons(people: People, ana: Client) -> None:
    draft = press(ana, people, "target", target="stay in bed")
    draft = press(ana, people, "add", draft, row="medicine")
    draft = press(ana, people, "away:empty", draft)
    draft = press(ana, people, "own_skill", draft, own_skill="Play the drums")
    draft = press(ana, people, "up:ashamed", draft)
    assert not DiaryCard.objects.exists(), "nothing is kept before it is agreed"
    sent = {"do": "agree", "card": draft, "past_days": "5", "reason": "He asked."}
    assert ana.post(address(people), sent).status_code == 302
    agreed = card_in_force(people.patient)
    assert agreed.record
    assert (agreed.past_days, agreed.record.reason, agreed.record.by) == (
        5,
        "He asked.",
        people.ana,
    )
    assert {"own1_urge", "own1_act", "medicine"} <= agreed.card.ids
    assert "empty" not in agreed.card.ids
    assert agreed.card.skills[-1].own == "Play the drums"
    names = [row.id for row in agreed.card.rows]
    assert names.index("ashamed") < names.index("angry")


def test_what_asks_about_safety_has_no_button_to_take_it_away(people: People, ana: Client) -> None:
    page = text(ana.get(address(people)))
    assert "away:other_urge" in page
    for name in ("suicidal_urge", "self_harm_urge", "self_harm_act"):
        assert f"away:{name}" not in page
    draft = press(ana, people, "away:suicidal_urge")
    page = ana.post(address(people), {"do": "agree", "card": draft, "past_days": "3"})
    assert "stays on every card" in text(page)
    assert not DiaryCard.objects.exists()


@pytest.mark.parametrize("draft", ["{", "[]", '{"rows": 3}', "[" * 5000])
def test_a_draft_that_is_none_is_refused_in_words(people: People, ana: Client, draft: str) -> None:
    page = ana.post(address(people), {"do": "up:sad", "card": draft})
    assert page.status_code == 422
    assert "no diary card" in text(page)


def test_an_own_target_without_words_is_refused(people: People, ana: Client) -> None:
    page = ana.post(address(people), {"do": "target", "target": " "})
    assert page.status_code == 422
    assert "Write what it is about." in text(page)


def test_it_is_shown_as_the_phone_shows_it_in_the_persons_language(
    people: People, ana: Client
) -> None:
    people.patient.language = "de"
    people.patient.save()
    page = text(ana.get(address(people)))
    frame = page[page.index("phone-frame") :]
    assert "Traurig" in frame
    assert 'name="suicidal_urge"' in frame


def test_earlier_versions_are_there_with_their_reason(people: People, ana: Client) -> None:
    card = card_in_force(people.patient).card
    for reason, more in (("A first one.", "medicine"), ("He asked for it.", "food")):
        grown = replace(card, rows=(*card.rows, known().rows[more]))
        agree_card(patient=people.patient, card=grown, past_days=3, by=people.ana, reason=reason)
    page = text(ana.get(address(people)))
    assert "A first one." in page
    assert "He asked for it." in page


def test_who_reads_along_sees_the_card_and_cannot_change_it(
    people: People, signed_in: Browser
) -> None:
    page = text(signed_in(people.ben).get(address(people)))
    assert "As the phone shows it" in page
    assert 'value="agree"' not in page


# ---- the days ----


@pytest.fixture
def written(people: People) -> People:
    """Three days: one with an act on an urge of 0, one without skills, and one blank."""
    now = timezone.localtime()
    card = card_in_force(people.patient).card
    rows = (*card.rows, *own_target("stay in bed", ()))
    skills = (*card.skills, own_skill("Play the drums", ()))
    agree_card(
        patient=people.patient, card=replace(card, rows=rows, skills=skills), past_days=7,
        by=people.ana,
    )  # fmt: skip
    first = {
        "self_harm_urge": 0, "self_harm_act": 1, "attempt": 0, "own1_urge": 4, "own1_act": 0,
        "skills_used": ["breathe_out", "own1"], "helped_breathe_out": 5, "sad": 3,
        "note": "Rain, and a quarrel.",
    }  # fmt: skip
    second = {"sad": 1, "skills_used": ["none"], "no_skill_why": "I was too tired."}
    wrote(people, first, day=now.date() - timedelta(days=3), at=now)
    wrote(people, second, day=now.date(), at=now)
    return people


def row(page: str, says: str) -> list[str]:
    """The cells of a row."""
    found = re.search(rf'<th scope="row">{says}</th>(.*?)</tr>', page)
    assert found, says
    return re.findall(r"<td>(.*?)</td>", found[1])


def test_every_day_is_shown_as_it_was_written(written: People, ana: Client) -> None:
    page = text(ana.get(address(written, "diary")))
    assert row(page, "Urge to hurt myself")[-4:] == ["0", "", "", ""], "blank is blank"
    assert row(page, "I hurt myself")[-4:] == ["yes", "", "", ""]
    assert row(page, "Sad")[-4:] == ["3", "", "", "1"]
    assert row(page, "Tried to end their life")[-4] == "no"
    assert page.count(">stay in bed</th>") == 2, "urge and act are two rows"


def test_skills_stand_by_family_and_why_none_is_read(written: People, ana: Client) -> None:
    page = text(ana.get(address(written, "diary")))
    assert row(page, "Breathe out slowly")[-4] == "5 of 7"
    assert row(page, "Play the drums")[-4] == "used"
    assert page.index("Getting through") < page.index("Breathe out slowly")
    assert "I was too tired." in page
    assert "Rain, and a quarrel." in page


def test_a_day_that_came_later_says_so(written: People, ana: Client) -> None:
    today = timezone.localdate()
    about = today - timedelta(days=3)
    page = text(ana.get(address(written, "diary")))
    assert f"About {about:%A} {about.day} {about:%B}, given {today:%A} {today.day}" in page


def test_the_same_is_said_beside_the_forms(written: People, ana: Client) -> None:
    late = f"about {timezone.localdate() - timedelta(days=3):%A}"
    first = AnswerSet.objects.filter(patient=written.patient).order_by("about")[0]
    page = ana.get(reverse("clinician:answers", args=[written.patient.pk, first.pk]))
    assert late in text(page)


def test_entries_that_were_made_are_shown_to_both(
    written: People, ana: Client, signed_in: Browser
) -> None:
    """What the person sees again is what the therapist reads."""
    mine = text(signed_in(written.dan).get("/me/card/3/"))
    assert 'name="sad" value="3" checked' in mine
    assert "Rain, and a quarrel." in mine
    assert 'value="breathe_out" data-type="list" checked' in mine


def test_nothing_filled_is_said_without_a_verdict(people: People, ana: Client) -> None:
    page = text(ana.get(address(people, "diary")))
    assert "No day of these two weeks is filled" in page


@pytest.mark.journey
def test_both_pages_are_whole_and_readable(written: People, ana: Client) -> None:
    pages = {"staff-card": address(written), "staff-diary": address(written, "diary")}
    whole_and_readable({one: ana.get(one) for one in pages.values()}, pages)


def test_an_answer_left_out_of_a_form_is_said_to_be_missing(
    people: People, ana: Client, signed_in: Browser
) -> None:
    """It is neither zero nor gone, and the rest of the form is there."""
    sent = {"suicidal_urge": "0", "self_harm_act": "0", "done": "true"}
    signed_in(people.dan).post("/me/write/form/oi-safety:today/", sent)
    kept = AnswerSet.objects.get()
    page = text(ana.get(reverse("clinician:answers", args=[people.patient.pk, kept.pk])))
    assert page.count("not answered") == 6
    assert kept.answers == {"suicidal_urge": 0, "self_harm_act": 0}


def test_an_old_card_is_never_offered_beside_the_new(
    written: People, ana: Client, signed_in: Browser
) -> None:
    card = card_in_force(written.patient).card
    rows = tuple(row for row in card.rows if row.about != "own1" and row.id != "afraid")
    now = replace(card, rows=(*rows, known().rows["hurt"]))
    agree_card(patient=written.patient, card=now, past_days=7, by=written.ana)
    dan = signed_in(written.dan)
    yesterday, before = (text(dan.get(f"/me/card/{n}/")) for n in (1, 3))
    assert 'name="hurt"' in yesterday
    assert 'name="own1_urge"' not in yesterday
    assert 'name="own1_urge"' in before, "a filled day keeps the card it was filled on"
    assert 'name="hurt"' not in before


def test_an_answer_given_offline_on_the_older_card_stays_the_persons_to_see(
    written: People, signed_in: Browser
) -> None:
    card = card_in_force(written.patient).card
    rows = tuple(row for row in card.rows if row.id not in {"sad", "afraid"})
    agree_card(patient=written.patient, card=replace(card, rows=rows), past_days=7, by=written.ana)
    now = timezone.localtime()
    wrote(written, {"sad": 4, "angry": 1}, at=now, day=now.date(), number=2)
    dan = signed_in(written.dan)
    page = text(dan.get("/me/card/"))
    assert 'name="sad" value="4" checked' in page
    assert page.count("from your earlier card") == 1
    assert 'name="afraid"' not in page
    wrote(written, {"sad": None}, at=now, day=now.date(), number=3)
    assert "from your earlier card" not in text(dan.get("/me/card/"))


def test_a_day_beyond_what_was_agreed_is_no_page(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    assert dan.get("/me/card/3/").status_code == 200
    assert dan.get("/me/card/4/").status_code == 404
    assert "/me/card/4/" not in text(dan.get("/me/card/"))


def test_rows_of_each_week_are_asked_once_a_week(people: People, signed_in: Browser) -> None:
    card = card_in_force(people.patient).card
    rows = (*card.rows, known().rows["quit_urge"])
    agree_card(patient=people.patient, card=replace(card, rows=rows), past_days=3, by=people.ana)
    dan, now = signed_in(people.dan), timezone.localtime()
    assert 'name="quit_urge"' in text(dan.get("/me/card/"))
    wrote(people, {"quit_urge": 2}, day=now.date() - timedelta(days=1), at=now)
    assert 'name="quit_urge"' not in text(dan.get("/me/card/"))
    assert 'name="quit_urge" value="2" checked' in text(dan.get("/me/card/1/"))


# ---- surviving edits ----


def agree(ana: Client, people: People, draft: str, **more: str) -> HttpResponse:
    return ana.post(
        address(people), {"do": "agree", "card": draft, "past_days": "3", "seen": "0", **more}
    )


def test_a_row_is_added_or_taken_away_with_two_buttons(people: People, ana: Client) -> None:
    """One for the row, one to agree: well inside a minute, also for several rows."""
    assert agree(ana, people, press(ana, people, "add", row="medicine")).status_code == 302
    assert "medicine" in card_in_force(people.patient).card.ids
    draft = press(ana, people, "away:medicine")
    assert agree(ana, people, draft, seen="1").status_code == 302
    assert "medicine" not in card_in_force(people.patient).card.ids


def test_of_two_windows_the_later_one_agrees_on_the_changes_of_both(
    people: People, ana: Client
) -> None:
    one, other = (
        press(ana, people, "add", row="medicine"),
        press(ana, people, "add", row="quit_urge"),
    )
    assert agree(ana, people, one).status_code == 302
    page = agree(ana, people, other)
    assert "agreed version 1 meanwhile" in text(page)
    asked = {"seen": str(page.context["seen"])}
    assert agree(ana, people, page.context["draft"], **asked).status_code == 302
    assert {"medicine", "quit_urge"} <= card_in_force(people.patient).card.ids


@pytest.mark.parametrize("seen", ["9" * 5000, "-1", "²"])
def test_a_version_that_is_no_number_is_no_mistake_of_ours(
    people: People, ana: Client, seen: str
) -> None:
    draft = press(ana, people, "add", row="medicine")
    assert agree(ana, people, draft, seen=seen).status_code in (200, 302)


@pytest.mark.parametrize(("field", "typed"), [("target", "stay in bed"), ("own_skill", "Drums")])
def test_what_was_typed_is_added_when_the_return_key_agrees(
    people: People, ana: Client, field: str, typed: str
) -> None:
    page = agree(ana, people, "", **{field: typed})
    assert page.status_code == 200
    assert "Changed, and not agreed yet." in text(page)
    assert not DiaryCard.objects.exists()
    assert agree(ana, people, page.context["draft"]).status_code == 302
    card = card_in_force(people.patient).card
    assert typed in {one.own for one in (*card.rows, *card.skills)}


def test_two_who_change_the_card_do_not_undo_each_other(
    people: People, ana: Client, signed_in: Browser
) -> None:
    hers = press(ana, people, "add", row="medicine")
    assert agree(ana, people, press(ana, people, "add", row="food")).status_code == 302
    page = agree(ana, people, hers)
    assert "agreed version 1 meanwhile" in text(page)
    assert DiaryCard.objects.count() == 1
    draft = card_from_json(json.loads(page.context["draft"]))
    assert {"medicine", "food"} <= draft.ids, "what was changed is still there, on what holds now"


def test_pressed_twice_the_card_is_agreed_once(people: People, ana: Client) -> None:
    draft = press(ana, people, "add", row="food")
    assert agree(ana, people, draft).status_code == 302
    assert agree(ana, people, draft).status_code == 302
    assert DiaryCard.objects.count() == 1


def test_older_days_stay_readable_on_the_card_they_were_filled_on(
    written: People, ana: Client
) -> None:
    now = timezone.localtime()
    written.patient.started_on = now.date() - timedelta(days=60)
    written.patient.save()
    long_ago = now.date() - timedelta(days=40)
    wrote(written, {"sad": 2, "own1_urge": 3}, day=long_ago, at=now - timedelta(days=40))
    card = card_in_force(written.patient).card
    without = tuple(row for row in card.rows if row.about != "own1" and row.id != "sad")
    agree_card(
        patient=written.patient, card=replace(card, rows=without), past_days=7, by=written.ana
    )
    lately = text(ana.get(address(written, "diary")))
    assert "Earlier" in lately
    assert "Later" not in lately
    then = text(ana.get(address(written, "diary") + f"?until={long_ago + timedelta(days=3)}"))
    assert row(then, "Sad")[-4] == "2"
    assert "stay in bed" in then
    assert "Later" in then


@pytest.mark.parametrize("until", ["", "soon", "2026-13-40", "2999-01-01"])
def test_a_day_that_is_none_shows_the_last_ones(people: People, ana: Client, until: str) -> None:
    page = ana.get(address(people, "diary"), {"until": until})
    assert page.status_code == 200
    assert "the last two weeks" in text(page)
