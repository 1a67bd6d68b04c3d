"""Medicines: written down, changed, ended, looked through; whose task it is; what nobody sees."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from openimt.errors import OpenIMTError
from openimt_clinic.actions.medicating import (
    Written,
    change_medicine,
    end_medicine,
    write_medicine,
)
from openimt_clinic.patient.medicines import medicine_list
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.mapping.medication import to_look_at
from openimt_clinic.records.medicine import AdverseEffect, Medicine, MedicinesLook
from openimt_clinic.records.user import User
from tests.web.acts_of_safety import written
from tests.web.kept import TODAY
from tests.web.pages_of import address, opened, sent
from tests.web.people import People
from tests.web.safe import BEGAN, a_medicine, an_effect, days_from_now

Browser = Callable[[User], Client]


def fields(people: People, **more: Any) -> dict[str, Any]:
    given = {
        "line": uuid.uuid4(),
        "drug": "Sertraline",
        "taken": "one in the morning",
        "psychotropic": "yes",
        "target": "low mood",
        "instrument": "",
        "measure": "mornings out of bed",
        "prescriber": people.ana.pk,
        "prescriber_outside": "",
        "started_on": "2026-09-01",
        "review_on": days_from_now(30).isoformat(),
        "stop_on": "",
    }
    return given | more


def three(people: People, **more: Any) -> list[Medicine]:
    return [a_medicine(people, drug=f"Medicine {n}", **more) for n in range(3)]


def test_one_is_written_down_as_it_is_prescribed(people: People, signed_in: Browser) -> None:
    page, done = sent(signed_in(people.ana), "new_medicine", people, **fields(people))
    assert done
    for said in ("Sertraline", "one in the morning", "low mood", "mornings out of bed", "Ana"):
        assert said in page


def test_a_form_that_is_sent_twice_is_one_medicine(people: People, signed_in: Browser) -> None:
    ana, form = signed_in(people.ana), fields(people)
    for _ in range(2):
        assert sent(ana, "new_medicine", people, **form)[1]
    assert Medicine.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"drug": " "}, "This field is required."),
        ({"target": ""}, "This field is required."),
        ({"psychotropic": ""}, "This field is required."),
        ({"measure": ""}, "Write how you will see whether it helps."),
        ({"prescriber": ""}, "Write who prescribes it."),
        ({"prescriber_outside": "Dr Kern"}, "Choose one of the two."),
        ({"review_on": "2099-01-01"}, "at the latest: 6 months from now"),
        ({"review_on": "2026-08-01"}, "the review would be before the start"),
        ({"stop_on": "2026-08-01"}, "the stop date would be before the start"),
        ({"started_on": "2099-01-01"}, "This day is still to come"),
        ({"started_on": "30 February"}, "“30 February” is no day"),
        ({"drug": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    people: People, signed_in: Browser, change: dict[str, str], says: str
) -> None:
    page, done = sent(signed_in(people.ana), "new_medicine", people, **fields(people, **change))
    assert not done
    assert says in page
    assert not Medicine.objects.exists()


def test_markup_in_a_name_stays_words(people: People, signed_in: Browser) -> None:
    hostile = "<script>alert(1)</script>"
    sent(signed_in(people.ana), "new_medicine", people, **fields(people, drug=hostile))
    raw = signed_in(people.ana).get(address("medication", people)).content.decode()
    assert "<script>alert(1)" not in raw
    assert "&lt;script&gt;" in raw


def test_a_change_is_a_new_version_and_the_earlier_one_stays(
    people: People, signed_in: Browser
) -> None:
    held = a_medicine(people)
    asked = fields(people, do="change", target="sleep", because="He sleeps badly.")
    page, done = sent(signed_in(people.ana), "medicine", people, held.pk, **asked)
    assert done
    assert [row.number for row in Medicine.objects.filter(line=held.line)] == [2, 1]
    assert "1 earlier version" in page
    assert "low mood in the mornings" in page
    assert "He sleeps badly." in page


def test_a_stale_page_writes_over_nothing(people: People) -> None:
    held = a_medicine(people)
    given = {"to": written(people, target="sleep"), "because": "So.", "on": days_from_now(0)}
    change_medicine(medicine=held, by=people.ana, **given)
    with pytest.raises(OpenIMTError, match="changed this meanwhile"):
        change_medicine(medicine=held, by=people.ana, **given)
    with pytest.raises(OpenIMTError, match="changed this meanwhile"):
        end_medicine(medicine=held, on=TODAY, because="So.", by=people.ana)
    assert Medicine.objects.count() == 2


def test_it_ends_with_a_reason_and_is_asked_about_no_more(
    people: People, signed_in: Browser
) -> None:
    held = a_medicine(people, review_on=BEGAN)
    ana = signed_in(people.ana)
    assert "the review was due" in opened(ana, "medication", people)
    today = timezone.localdate().isoformat()
    _refused, done = sent(
        ana, "medicine", people, held.pk, **{"do": "end", "end-on": today, "end-because": ""}
    )
    assert not done
    asked = {"do": "end", "end-on": today, "end-because": "It did not help."}
    page, done = sent(ana, "medicine", people, held.pk, **asked)
    assert done
    assert "It did not help." in page
    assert "the review was due" not in page


def test_what_is_unwanted_stands_with_its_day_and_the_prescriber_is_told(
    people: People, signed_in: Browser
) -> None:
    held, ana = a_medicine(people), signed_in(people.ana)
    asked = {
        "do": "effect", "effect-key": uuid.uuid4(), "effect-on": TODAY.isoformat(),
        "effect-says": "dry mouth",
    }  # fmt: skip
    for _ in range(2):
        page, done = sent(ana, "medicine", people, held.pk, **asked)
        assert done
    assert page.count("dry mouth") == 1, "sent twice it is one"
    effect = AdverseEffect.objects.get()
    assert ana.post(address("told_prescriber", people, effect.pk)).status_code == 302
    assert "the prescriber knows since" in opened(ana, "medication", people)


def test_all_of_them_are_looked_through_together(people: People, signed_in: Browser) -> None:
    a_medicine(people, started_on=days_from_now(-400), review_on=days_from_now(10))
    ana = signed_in(people.ana)
    assert "All medicines are looked through together" in opened(ana, "medication", people)
    today = timezone.localdate().isoformat()
    page, done = sent(ana, "medication", people, on=today, says="Takes it on most days.")
    assert done
    assert "Takes it on most days." in page
    assert "All medicines are looked through together" not in page
    assert MedicinesLook.objects.count() == 1


def test_three_at_once_are_said_in_words_on_page_and_caseload(
    people: People, signed_in: Browser
) -> None:
    three(people)
    says = "Three medicines at the same time: the prescriber looks whether each is still needed."
    ana = signed_in(people.ana)
    assert says in opened(ana, "medication", people)
    assert says in ana.get("/caseload/").content.decode()


def test_it_is_the_prescribers_task_and_nobody_elses(people: People) -> None:
    """Ben prescribes and reads along, Ana treats: it is Ben's to look at."""
    a_medicine(people, prescriber=people.ben, review_on=BEGAN)
    on = days_from_now(0)
    assert [one.patient for one in to_look_at(people.ben, on)] == [people.patient]
    assert to_look_at(people.ana, on) == ()


def test_who_treats_passes_on_what_is_prescribed_outside(
    people: People, signed_in: Browser
) -> None:
    a_medicine(people, prescriber=None, prescriber_outside="Dr Kern", review_on=BEGAN)
    on = days_from_now(0)
    assert to_look_at(people.ben, on) == (), "who reads along is asked nothing"
    (task,) = to_look_at(people.ana, on)
    assert task.outside == ("Dr Kern",)
    page = signed_in(people.ana).get("/caseload/").content.decode()
    assert "Prescribed outside: let Dr Kern know." in page


def test_a_prescriber_who_no_longer_sees_the_record_hides_no_task(people: People) -> None:
    a_medicine(people, prescriber=people.ben, review_on=BEGAN)
    CareRelation.objects.filter(user=people.ben).update(until=TODAY, ended_by=people.ana)
    on = days_from_now(0)
    assert to_look_at(people.ben, on) == ()
    assert [one.patient for one in to_look_at(people.ana, on)] == [people.patient]


def test_who_covers_sees_the_tasks_of_who_is_away(people: People) -> None:
    a_medicine(people, review_on=BEGAN)
    covered = {people.patient.pk: people.ana.pk}
    on = days_from_now(0)
    assert to_look_at(people.lea, on) == ()
    assert [one.patient for one in to_look_at(people.lea, on, covered)] == [people.patient]


def test_nothing_of_it_is_asked_after_the_course_has_ended(people: People) -> None:
    a_medicine(people, review_on=BEGAN)
    people.patient.ended_on = TODAY
    people.patient.save()
    assert to_look_at(people.ana, days_from_now(0)) == ()


def test_the_patient_sees_their_list_and_no_flag(people: People, signed_in: Browser) -> None:
    for one in three(people, review_on=BEGAN):
        an_effect(people, one)
    page = signed_in(people.dan).get("/me/export/").content.decode()
    assert "My medicines" in page
    assert "Medicine 0" in page
    assert "dry mouth" in page
    for word in ("review", "three", "same time", "due", "needed"):
        assert word not in page.lower().split("my medicines")[1].split("</section>")[0]


def test_in_the_persons_own_list_what_ended_stands_last(people: People) -> None:
    ended = {"ended_on": TODAY, "because": "It did not help."}
    a_medicine(people, drug="A", **ended)
    a_medicine(people, drug="Z")
    listed = medicine_list(people.patient)
    assert [one.drug for one in listed] == ["Z", "A"]
    assert "It did not help." not in str(listed)


def test_no_page_proposes_anything(people: People, signed_in: Browser) -> None:
    three(people, review_on=BEGAN, stop_on=BEGAN)
    page = opened(signed_in(people.ana), "medication", people).lower()
    main = page[page.index("<main") :]
    for word in ("recommend", "should", "increase", "reduce", "taper", "interaction", "alternativ"):
        assert word not in main


def test_who_reads_along_sees_no_buttons(people: People, signed_in: Browser) -> None:
    an_effect(people)
    page = opened(signed_in(people.ben), "medication", people)
    assert "Sertraline" in page
    assert "The prescriber knows" not in page
    assert address("new_medicine", people) not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"drug": ""},
        {"measure": ""},
        {"prescriber": None},
        {"prescriber_outside": "Dr Kern"},
        {"review_on": BEGAN - timedelta(1)},
        {"ended_on": TODAY},
        {"ended_on": BEGAN - timedelta(1), "because": "So."},
    ],
)
def test_the_database_refuses_it_too(people: People, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_medicine(people, **wrong)


def test_two_versions_never_hold_at_once(people: People) -> None:
    held = a_medicine(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_medicine(people, line=held.line, number=2)


def test_a_long_text_is_kept_whole(people: People) -> None:
    """The measure is bounded; the reason of a change is not cut off."""
    held = a_medicine(people)
    why = "because " * 400
    made = change_medicine(
        medicine=held, to=written(people), because=why, on=days_from_now(0), by=people.ana
    )
    assert made.because == why.strip()


def test_writing_takes_the_instrument_as_measure(people: People) -> None:
    given = written(people)
    form = Written(**{**given.__dict__, "measure": "", "instrument": "phq9"})
    made = write_medicine(patient=people.patient, medicine=form, on=days_from_now(0), by=people.ana)
    assert (made.instrument, made.measure) == ("phq9", "")
