"""The assessment page: what is known, what it rests on, and writing findings down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openimt.assess.library import load as instrument
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt.catalogue.load import load
from openimt.formulate.profile import Because, Need
from openimt.terms import CapacityState, CommonState, EventKind
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.assessing import judge_safety, note_event, set_common_state
from openimt_clinic.clinician.assessment_view import form_links
from openimt_clinic.clinician.finding_kinds import KINDS
from openimt_clinic.clinician.found_view import capacity_word, event_word
from openimt_clinic.clinician.measure_view import MeasureCard, Set, measure_card
from openimt_clinic.clinician.need_view import needs_by_domain
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.target_reading import TargetReading
from tests.web.kept import a_diagnosis, an_event
from tests.web.pages_of import Browser, address, opened, sent
from tests.web.people import People


def bsl(people: People, each: float, weeks_ago: int, gap: str = "") -> AnswerSet:
    shape = instrument("bsl23")
    answers = {item.id: None if item.id == gap else each for item in shape.items}
    given_at = timezone.now() - timedelta(weeks=weeks_ago)
    asked = {"patient": people.patient, "instrument": "bsl23", "answers": answers}
    return send_answers(**asked, given_at=given_at, by=people.ana).answer_set


def test_nothing_known_is_said_and_not_taken_for_nothing_there(
    people: People, signed_in: Browser
) -> None:
    page = opened(signed_in(people.ana), "assessment", people)
    assert "No form yet" in page
    assert "Missing is not the same as none." in page
    assert "Missing data is not safety." in page
    assert "A clinician's diagnosis, or a reading of personality severity" in page


def test_scores_show_value_band_items_and_reliable_change(
    people: People, signed_in: Browser
) -> None:
    bsl(people, 3, weeks_ago=20)
    bsl(people, 1, weeks_ago=0)
    page = opened(signed_in(people.ana), "assessment", people)
    assert "Borderline Symptom List" in page
    assert "23 of 23" in page
    assert "2 forms" in page
    assert "reliably better" in page
    assert "change judged by:" in page


def test_a_form_the_person_keeps_to_themselves_is_not_here(
    people: People, signed_in: Browser
) -> None:
    given = send_answers(
        patient=people.patient,
        instrument="oi-session-client",
        answers={item.id: item.highest for item in instrument("oi-session-client").items},
        by=people.dan,
        shared=False,
    )
    browser = signed_in(people.ana)
    assert "Session rating by the patient</span>" not in opened(browser, "assessment", people)
    assert browser.get(address("answers", people, given.answer_set.pk)).status_code == 404


def test_one_form_shows_each_answer_in_words_and_its_gaps(
    people: People, signed_in: Browser
) -> None:
    kept = send_answers(
        patient=people.patient,
        instrument="oi-safety",
        answers={"suicidal_urge": 2, "intent": 0},
        by=people.ana,
    ).answer_set
    page = opened(signed_in(people.ana), "answers", people, kept.pk)
    assert "how strong was the wish to die?</td><td>Weak" in page
    assert "not answered" in page
    assert "ask about it in the same contact" in page


def test_who_may_only_read_finds_nothing_to_write_with(people: People, signed_in: Browser) -> None:
    page = opened(signed_in(people.ben), "assessment", people)
    assert "Record a diagnosis" not in page
    assert "Fill in a form" not in page
    assert "Import forms" not in page


def test_an_attempt_waits_until_somebody_has_looked(people: People, signed_in: Browser) -> None:
    event = an_event(people, "suicide_attempt", on=timezone.localdate())
    browser = signed_in(people.ana)
    assert "nobody has looked at it yet" in opened(browser, "assessment", people)
    page, done = sent(browser, "look_at_event", people, event.pk)
    assert done
    assert "looked at by Ana" in page
    event.refresh_from_db()
    assert event.reviewed_by == people.ana


def test_a_lapsed_judgement_says_so(people: People, signed_in: Browser) -> None:
    today = timezone.localdate()
    judge_safety(
        patient=people.patient, imminent_risk=False, on=today - timedelta(20),
        until=today - timedelta(6), reason="Spoke with him.", by=people.ana,
    )  # fmt: skip
    page = opened(signed_in(people.ana), "assessment", people)
    assert "judge again" in page
    assert "Spoke with him." in page


def test_a_repair_stands_first_among_the_common_modules(people: People, signed_in: Browser) -> None:
    today = timezone.localdate()
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(
            patient=people.patient, module="c5", state=state, because="Twice.", on=today,
            by=people.ana,
        )  # fmt: skip
    page = opened(signed_in(people.ana), "assessment", people)
    common = page[page.index('id="common"') :]
    assert common.index("Motivation for change") < common.index("Structure and treatment")


def test_a_diagnosis_can_be_taken_back(people: People, signed_in: Browser) -> None:
    held = a_diagnosis(people)
    browser = signed_in(people.ana)
    _, done = sent(browser, "take_back_diagnosis", people, held.pk)
    assert done
    held.refresh_from_db()
    assert held.withdrawn_on == timezone.localdate()


TODAY = timezone.localdate
SOON = lambda: timezone.localdate() + timedelta(14)  # noqa: E731
GIVEN: dict[str, tuple[dict[str, object], type, dict[str, object]]] = {
    "target": (
        {"target": "anger", "severity": "0.6", "sd": "0.15"},
        TargetReading,
        {"target": "anger", "severity": 0.6, "sd": 0.15},
    ),
    "capacity": (
        {"capacity": "can_settle", "state": "shown"},
        CapacityRecord,
        {"capacity": "can_settle", "state": "shown"},
    ),
    "diagnosis": ({"code": "6D11.5"}, DiagnosisRecord, {"code": "6D11.5"}),
    "safety": (
        {"imminent_risk": "yes", "reason": "He has the means.", "until": SOON},
        SafetyJudgementRecord,
        {"imminent_risk": True, "reason": "He has the means."},
    ),
    "common": (
        {"module": "c1", "state": "met", "because": "Agreed in writing."},
        CommonStateRecord,
        {"module": "c1", "state": "met"},
    ),
    "event": ({"kind": "admission"}, ClinicalEvent, {"kind": "admission", "value": None}),
    "criterion": (
        {"criterion": "attending", "met": "no", "reason": "Not yet.", "until": SOON},
        JudgementRecord,
        {"criterion": "attending", "met": False},
    ),
    "resilience": (
        {"skills": "runs\nwrites down", "supports": "sister"},
        ResilienceProfile,
        {"skills": ["runs", "writes down"], "supports": ["sister"], "roles": []},
    ),
}


def filled(what: str) -> dict[str, object]:
    fields = {name: value() if callable(value) else value for name, value in GIVEN[what][0].items()}
    return {"on": TODAY(), **fields}


def test_every_kind_of_finding_is_tested() -> None:
    assert set(GIVEN) == set(KINDS)


@pytest.mark.parametrize("what", GIVEN)
def test_a_finding_is_kept_with_its_name_and_day(
    what: str, people: People, signed_in: Browser
) -> None:
    page, done = sent(signed_in(people.ana), "finding", people, what, **filled(what))
    assert done, page
    assert "Written down." in page
    _, model, expected = GIVEN[what]
    row = model.objects.get()
    assert {name: getattr(row, name) for name in expected} == expected
    assert people.ana in {getattr(row, name, None) for name in ("by", "noted_by", "judged_by")}


@pytest.mark.parametrize(
    ("what", "wrong", "says"),
    [
        ("target", {"severity": "1.4"}, "is 1.4, outside 0 to 1"),
        ("target", {"target": "suicidality"}, "is not one of the available choices"),
        ("capacity", {"on": "2099-01-01"}, "still to come"),
        ("diagnosis", {"code": ""}, "This field is required"),
        ("safety", {"reason": " "}, "This field is required"),
        ("safety", {"until": "2020-01-01"}, "choose today or a later day"),
        ("safety", {"imminent_risk": ""}, "This field is required"),
        ("common", {"state": "needs_repair"}, "never met so far"),
        ("event", {"kind": "suicidal_urge"}, "Say how strong it was"),
        ("event", {"kind": "admission", "value": "3"}, "other facts have none"),
        ("event", {"kind": "suicidal_urge", "value": "9"}, "is 9, outside 0 to 5"),
        ("event", {"kind": "session_kept"}, "is not one of the available choices"),
        ("criterion", {"criterion": "no_such"}, "is not one of the available choices"),
        ("resilience", {"skills": "x" * 90}, "Keep each line to 80 letters"),
        ("resilience", {"roles": "\n".join("abcdefghijklmnopqrstuv")}, "at most 20 lines"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_kept(
    what: str, wrong: dict[str, str], says: str, people: People, signed_in: Browser
) -> None:
    fields = {**filled(what), **wrong}
    page, done = sent(signed_in(people.ana), "finding", people, what, **fields)
    assert not done
    assert f'class="field-error" id="id_{next(iter(wrong))}_error"' in page or says in page
    assert says in page
    assert not GIVEN[what][1].objects.exists()
    typed = [v for k, v in fields.items() if k in {"reason", "because", "code"} and str(v).strip()]
    assert all(str(value) in page for value in typed)


def test_resilience_goes_on_from_what_was_written(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ana)
    sent(browser, "finding", people, "resilience", **filled("resilience"))
    assert "writes down" in opened(browser, "finding", people, "resilience")


def test_urges_of_nought_do_not_push_facts_away(people: People, signed_in: Browser) -> None:
    today = timezone.localdate()
    note_event(patient=people.patient, kind=EventKind.ADMISSION, on=today - timedelta(90),
               by=people.ana)  # fmt: skip
    for day in range(30):
        note_event(patient=people.patient, kind=EventKind.SUICIDAL_URGE,
                   on=today - timedelta(day), value=0, by=people.ana)  # fmt: skip
    page = opened(signed_in(people.ana), "assessment", people)
    assert "Admission" in page
    assert page.count("Wish to die") == 1


def card(*values: float, instrument_id: str = "bsl23") -> MeasureCard:
    shape = instrument(instrument_id)
    day = timezone.localdate()
    sets = []
    for n, value in enumerate(values):
        answers = Answers("p", "", {item.id: value for item in shape.items})
        sets.append(Set(people_id(n), day + timedelta(n), score(answers, shape), False, ()))
    return measure_card(shape, sets)


def people_id(n: int) -> object:
    import uuid

    return uuid.UUID(int=n)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ((3, 1), "reliably better"),
        ((1, 3), "reliably worse"),
        ((2, 2), "no reliable change"),
        ((2,), "first reading"),
    ],
)
def test_change_is_said_in_words(values: tuple[float, ...], word: str) -> None:
    assert word in card(*values).rows[0].change


def test_without_a_norm_no_change_is_claimed() -> None:
    assert "not judged, no norm" in card(0, 3, instrument_id="phq9").rows[0].change


def test_needs_stand_by_domain_the_greatest_first_with_their_grounds() -> None:
    needs = {
        "anger": Need("anger", 0.3, 0.1, (Because("judged 0.30"),)),
        "impulsivity": Need("impulsivity", 0.9, 0.2, (Because("ders16 is 60", "bjureberg2016"),)),
        "identity": Need("identity", 0.5, 0.1, ()),
    }
    regulation, self_ = needs_by_domain(needs, load())
    assert [row.target for row in regulation.rows] == ["impulsivity", "anger"]
    assert [row.is_need for row in regulation.rows] == [True, False]
    assert regulation.rows[0].says == "0.9 of 1, give or take 0.2"
    assert (regulation.rows[0].low_at, regulation.rows[0].span) == ("140.0", "60.0")
    assert self_.name == "Self and identity"


def test_words_for_every_state_and_event() -> None:
    assert len({capacity_word(state) for state in CapacityState}) == len(CapacityState)
    assert len({event_word(kind) for kind in EventKind}) == len(EventKind)


def test_every_instrument_can_be_filled_in_and_our_own_stand_first() -> None:
    links = form_links(["phq9"])
    assert [link.worded for link in links] == sorted((o.worded for o in links), reverse=True)
    assert [link.id for link in links if link.begun] == ["phq9"]
