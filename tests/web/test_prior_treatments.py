"""Earlier treatments: what is not known stays unknown, and words speak of courses alone."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from openimt.errors import OpenIMTError, RecordError
from openimt.terms import Truth
from openimt.trial.eligibility import load
from openimt_clinic.actions.prior_treatments import (
    Treatment,
    change_prior_treatment,
    note_none_before,
    note_prior_treatment,
    take_back_prior_treatment,
)
from openimt_clinic.records.mapping.prior_treatments import (
    course_of,
    definition,
    prior_treatments,
)
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.user import User
from tests.web import came
from tests.web.people import People

Browser = Callable[[User], Client]
WHOLE = {
    "therapy": "dbt", "began": "3/2021", "ended": "2022-04", "sessions_planned": "48",
    "sessions_attended": "40", "trained_therapist": "yes", "adherence": "as_meant",
    "criteria_after": "6", "reason": "alliance", "ended_because": "We never spoke of the rows.",
}  # fmt: skip


def page_of(people: People) -> str:
    return reverse("clinician:prior_treatments", args=[people.patient.pk])


def test_it_is_the_one_definition_of_the_trials() -> None:
    assert definition() == load()


def test_a_whole_course_is_judged_and_its_words_speak_of_the_course(
    people: People, signed_in: Browser
) -> None:
    browser, sent = signed_in(people.ana), {**WHOLE, "key": str(uuid4())}
    for _ in range(2):
        assert browser.post(page_of(people), sent).status_code == 302
    assert PriorTreatment.objects.count() == 1
    told = prior_treatments(people.patient)
    assert told.judged.courses[0].counts is Truth.MET
    assert told.judged.says == "did not respond to DBT (2021–2022)"
    page = browser.get(page_of(people)).content.decode()
    assert "did not respond to this course" in page
    assert "We never spoke of the rows." in page
    assert "disputed" in page
    lower = page.lower().replace("such as &#x27;treatment-resistant&#x27; are disputed", "")
    for label in ("resistant", "non-responder", "nonresponder", "refractory", "eligible"):
        assert label not in lower


def test_what_nobody_knows_stays_unknown_and_says_what_would_decide_it(
    people: People, signed_in: Browser
) -> None:
    browser = signed_in(people.ana)
    assert not prior_treatments(people.patient).asked
    browser.post(page_of(people), {"therapy": "dbt", "adherence": "unknown"})
    row = PriorTreatment.objects.get()
    assert (row.trained_therapist, row.sessions_planned, row.criteria_after) == (None, None, None)
    told = prior_treatments(people.patient)
    assert told.judged.courses[0].counts is Truth.UNKNOWN
    page = browser.get(page_of(people)).content.decode()
    assert "nobody can tell yet" in page
    assert "ask whether the therapist was trained in it" in page


@pytest.mark.parametrize(
    ("began", "ended", "months"),
    [
        ("2019", "2021", "settled"),
        ("2021", "2021", None),
        ("2021-03", "2021-04", "short"),
        ("2021", "", None),
    ],
)
def test_years_settle_the_length_only_where_they_do(
    people: People, began: str, ended: str, months: str | None
) -> None:
    found = course_of(came.a_treatment(people, began=began, ended=ended)).months
    needed = definition().months
    if months is None:
        assert found is None
    else:
        assert found is not None
        assert (found >= needed) is (months == "settled")


def test_another_therapy_is_kept_and_does_not_count(people: People) -> None:
    told = Treatment(called="Horses and talking", criteria_after=7, trained_therapist=True)
    note_prior_treatment(patient=people.patient, told=told, by=people.ana)
    judged = prior_treatments(people.patient).judged.courses[0]
    assert judged.counts is Truth.NOT_MET
    assert judged.name == "Horses and talking"


@pytest.mark.parametrize(
    "told",
    [
        Treatment(),
        Treatment(called="  "),
        Treatment(therapy="magic"),
        Treatment(therapy="dbt", began="2031"),
        Treatment(therapy="dbt", began="2021", ended="2019"),
        Treatment(therapy="dbt", began="last spring"),
        Treatment(therapy="dbt", sessions_planned=10, sessions_attended=12),
        Treatment(therapy="dbt", criteria_after=11),
        Treatment(therapy="dbt", scale="bsl23", before=2.0),
        Treatment(therapy="dbt", reason="her fault"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(people: People, told: Treatment) -> None:
    with pytest.raises(OpenIMTError):
        note_prior_treatment(patient=people.patient, told=told, by=people.ana)
    assert not PriorTreatment.objects.exists()


def test_a_refusal_stands_beside_its_field_and_the_form_stays_open(
    people: People, signed_in: Browser
) -> None:
    page = signed_in(people.ana).post(page_of(people), {**WHOLE, "began": "spring"})
    content = page.content.decode()
    assert "write 2021, 3/2021 or 14.3.2021" in content
    assert "We never spoke of the rows." in content
    assert '<details class="more" open>' in content


def test_none_before_is_an_answer_of_its_own(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    for _ in range(2):
        browser.post(page_of(people), {"do": "none"})
    assert PriorTreatment.objects.count() == 1
    assert "Asked: there was none." in browser.get(page_of(people)).content.decode()
    browser.post(page_of(people), WHOLE)
    told = prior_treatments(people.patient)
    assert (len(told.rows), told.none_before) == (1, False)
    with pytest.raises(RecordError, match="take it back first"):
        note_none_before(patient=people.patient, by=people.ana)


def test_a_stale_correction_is_refused_and_a_taken_back_one_stays_away(
    people: People, signed_in: Browser
) -> None:
    row = came.a_treatment(people)
    change = reverse("clinician:change_prior", args=[people.patient.pk, row.pk])
    browser, seen = signed_in(people.ana), row.noted_at.isoformat()
    assert browser.post(change, {**WHOLE, "seen": seen}).status_code == 302
    page = browser.post(change, {**WHOLE, "outcome": "slept better", "seen": seen})
    assert "Somebody wrote here since" in page.content.decode()
    assert "slept better" in page.content.decode()
    take_back_prior_treatment(treatment=row, by=people.ana)
    assert browser.get(change).status_code == 404
    with pytest.raises(RecordError, match="taken back already"):
        change_prior_treatment(treatment=row, told=Treatment(therapy="dbt"), by=people.ana)
    assert not prior_treatments(people.patient).asked
