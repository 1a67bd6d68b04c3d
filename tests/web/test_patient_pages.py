"""The patient's pages: what stands on them, what never does, in both languages."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from openimt.catalogue.load import load as load_catalogue
from openimt.catalogue.patient_words import banned_words
from openimt.catalogue.reading import grade
from openimt.errors import RecordError
from openimt.simulate.people import invent
from openimt.terms import CommonState
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.assessing import set_common_state
from openimt_clinic.patient.form import patient_forms
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.mapping.assessment import assessment_of
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.user import User
from openimt_clinic.refusals import broken
from tests.web.kept import TODAY, a_safety_plan, an_appointment, of_dan
from tests.web.living import live
from tests.web.people import People

Browser = Callable[[User], Client]
WRITE = "/me/write/form/"
NEVER = {
    "en": r"\b\d+ (times|acts?|weeks?|sessions?|points?)\b|\bsince your last|\balliance"
    r"|\bmotivation|\bconsisten|needs? repair|\bbuilding\b|not assessed|\bstep \d|\bphase\b"
    r"|\bscore|\bmodule|◆|◇|\bgate\b|\bhomework",
    "de": r"\b\d+ (Mal|Wochen?|Sitzungen|Punkte)\b|\bBeziehung|\bMotivation|\bKonsisten"
    r"|Schritt \d|\bPhase\b|\bModul|◆|◇|\bHausaufgabe",
}
"""What a patient never sees (clinical decision 5)."""


def shown(page: object) -> str:
    """What a person reads on the page, without tags and scripts."""
    text = page.content.decode()  # type: ignore[attr-defined]
    body = text[text.index("<body") :]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.fixture
def lived(people: People) -> People:
    """Dan with an adopted plan, sessions, readings, acts, a plan of his own and open alerts."""
    live(people.patient, invent(5, seed=2)[4], people.ana)
    a_safety_plan(people)
    for state in (CommonState.MET, CommonState.NEEDS_REPAIR):
        set_common_state(
            patient=people.patient, module="c5", state=state, because="x", on=TODAY, by=people.ana
        )
    send_answers(
        patient=people.patient,
        instrument="oi-safety",
        answers={"suicidal_urge": 4, "self_harm_act": 1},
        by=people.dan,
        sent_key="k",
    )
    send_answers(
        patient=people.patient,
        instrument="oi-day",
        answers={"suicidal_urge": 1},
        by=people.dan,
        sent_key="mild",
    )
    return people


def addresses() -> Mapping[str, str]:
    safety = AnswerSet.objects.get(sent_key="k").pk
    pages = {name: reverse(f"patient:{name}") for name in ("home", "path", "me", "safety_plan")}
    pages["edit"] = reverse("patient:edit_safety_plan")
    pages["response"] = reverse("patient:response", args=[safety])
    pages["card"] = reverse("patient:card")
    pages["yesterday"] = reverse("patient:card_of_day", args=[1])
    return pages | {form: reverse("patient:form", args=[form]) for form in patient_forms()}


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_shows_what_patients_never_see(
    lived: People, signed_in: Browser, language: str
) -> None:
    dan = signed_in(lived.dan)
    dan.cookies["django_language"] = language
    for name, address in addresses().items():
        page = dan.get(address)
        assert page.status_code == 200, name
        text = shown(page)
        assert list(banned_words(text, language)) == [], name
        assert re.findall(NEVER[language], text, re.IGNORECASE) == [], (name, text)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_module_page_of_the_path_is_free_of_them_too(
    lived: People, signed_in: Browser, language: str
) -> None:
    dan = signed_in(lived.dan)
    dan.cookies["django_language"] = language
    path = dan.get("/me/path/").content.decode()
    modules = set(re.findall(r"/me/path/(\w+)/", path))
    assert len(modules) > 8
    for module in modules:
        assert list(banned_words(shown(dan.get(f"/me/path/{module}/")), language)) == []


def test_a_module_that_is_not_on_the_path_is_no_page(lived: People, signed_in: Browser) -> None:
    path = signed_in(lived.dan).get("/me/path/").content.decode()
    on_it = set(re.findall(r"/me/path/(\w+)/", path))
    for module in set(load_catalogue().modules) - on_it:
        assert signed_in(lived.dan).get(f"/me/path/{module}/").status_code == 404
        assert signed_in(lived.dan).get(f"/me/path/{module}/paper/").status_code == 404


def test_what_is_on_the_path_can_be_taken_on_paper(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    path = dan.get("/me/path/").content.decode()
    for module in set(re.findall(r"/me/path/(\w+)/", path)):
        assert f"/me/path/{module}/paper/" in dan.get(f"/me/path/{module}/").content.decode()
        assert dan.get(f"/me/path/{module}/paper/").content.startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["de"])
def test_no_english_is_left_on_a_german_page(
    lived: People, signed_in: Browser, language: str
) -> None:
    dan = signed_in(lived.dan)
    dan.cookies["django_language"] = language
    theirs = {
        "walk to the river",
        lived.clinic.who_reads,
        lived.clinic.out_of_hours,
        lived.clinic.emergency_label,
    }
    for name, address in addresses().items():
        text = shown(dan.get(address))
        for own in theirs:
            text = text.replace(own, "")
        left = re.search(r".{20}\b(the|your|you|and|with|this)\b.{20}", text)
        assert not left, (name, left)


def test_every_page_has_the_safety_plan_in_one_touch(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    for name, address in addresses().items():
        text = dan.get(address).content.decode()
        if name != "safety_plan":
            assert f'href="{reverse("patient:safety_plan")}"' in text, name


def test_red_is_only_where_somebody_must_act_now(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    for name, address in addresses().items():
        text = dan.get(address).content.decode()
        hidden = re.sub(
            r"<(section|dialog|aside)\b[^>]*\bhidden\b.*?</\1>", "", text, flags=re.DOTALL
        )
        assert "act" not in re.findall(r'class="[^"]*\b(act)\b[^"]*"', hidden), name


def test_a_page_weighs_little(lived: People, signed_in: Browser) -> None:
    dan = signed_in(lived.dan)
    assert max(len(dan.get(a).content) for a in addresses().values()) < 60_000


def test_english_texts_are_easy_to_read() -> None:
    """Whole texts, as the Flesch-Kincaid grade means nothing for three words."""
    home = Path(__file__).parents[2] / "src/openimt_clinic/patient"
    for template in sorted(home.rglob("*.html")):
        found = re.findall(
            r'{% translate "([^"]+)"|{% blocktranslate[^%]*%}(.+?){%', template.read_text()
        )
        sentences = [a or b for a, b in found if (a or b).rstrip().endswith((".", "?", "!"))]
        text = " ".join(re.sub(r"{{ \w+ }}", "Ana", sentence) for sentence in sentences)
        assert not text or grade(text) <= 7, (template.name, grade(text))


def test_own_wordings_are_easy_to_read() -> None:
    for form in patient_forms().values():
        text = " ".join((item.says or {})["en"] for item in form.instrument.items)
        assert grade(text) <= 7, form.id


def test_today_says_when_and_where_and_what_we_said(people: People, signed_in: Browser) -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    past = an_appointment(people, soon - timedelta(days=7), state="kept",
                          marked_by=people.ana, marked_at=soon)  # fmt: skip
    SessionRecord.objects.create(
        **of_dan(people, appointment=past, held_at=past.starts_at, minutes=50, by=people.ana),
        homework="one walk with Su",
        noted_at=soon,
    )
    an_appointment(people, soon, place="remote", where="at home", call_back="030 555 77")
    text = shown(signed_in(people.dan).get("/me/"))
    for said in ("With Ana", "by phone or video", "030 555 77", "at home", "one walk with Su"):
        assert said in text
    assert "How was our session?" in text


def test_a_cancelled_appointment_says_why(people: People, signed_in: Browser) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    an_appointment(
        people, soon, state="cancelled_by_us", reason="Ana is ill.", marked_by=people.ana,
        marked_at=soon,
    )  # fmt: skip
    text = shown(signed_in(people.dan).get("/me/"))
    assert "We had to cancel" in text
    assert "Ana is ill." in text


# ---- what is kept from the team ----


def keep_back(dan: Client) -> None:
    sent = {"understood": "0", "safe": "0", "keep_back": "on", "done": "true"}
    assert dan.post(f"{WRITE}oi-session-client:today/", sent).status_code == 302


def test_a_rating_kept_back_is_no_reading_of_anybodys(people: People, signed_in: Browser) -> None:
    keep_back(signed_in(people.dan))
    assert AnswerSet.objects.get().shared is False
    assert assessment_of(people.patient, datetime.now(UTC).date()).readings == ()
    assert not AlertCase.objects.exists()


@pytest.mark.parametrize("page", ["patient", "plan", "assessment", "session", "appointments"])
def test_a_rating_kept_back_stands_on_no_staff_page(
    people: People, signed_in: Browser, page: str
) -> None:
    keep_back(signed_in(people.dan))
    address = reverse(f"clinician:{page}", args=[people.patient.pk])
    text = signed_in(people.ana).get(address).content.decode()
    assert str(AnswerSet.objects.get().pk) not in text
    shown_lines = [line for line in text.splitlines() if "rating by the patient" in line]
    assert all("<option" in line or "/fill" in line or "form" in line for line in shown_lines)


def test_nobody_else_gives_a_rating_for_the_person(people: People, signed_in: Browser) -> None:
    """It is theirs, whether they keep it back or not."""
    about = [people.patient.pk, "oi-session-client"]
    assert signed_in(people.ana).get(reverse("clinician:fill_form", args=about)).status_code == 404
    with pytest.raises(RecordError, match="Only the person"):
        send_answers(
            patient=people.patient,
            instrument="oi-session-client",
            answers={"safe": 4},
            by=people.ana,
        )


def test_what_was_kept_back_can_be_shared_later(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    keep_back(dan)
    dan.post(f"{WRITE}oi-session-client:today/", {"understood": "0", "keep_back": "false"})
    assert AnswerSet.objects.get().shared is True


def test_what_asks_about_safety_cannot_be_kept_back(people: People, signed_in: Browser) -> None:
    page = signed_in(people.dan).post(
        f"{WRITE}oi-safety:today/", {"intent": "0", "keep_back": "on"}
    )
    assert page.status_code == 422
    assert AnswerSet.objects.get().shared is True


# ---- the safety plan ----


def test_the_person_writes_the_plan_and_reads_it_at_once(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    sent = {
        "warning_signs": "I stop answering.\nI pace.\n\n",
        "people_to_ask_0_name": "Su",
        "people_to_ask_0_number": "030 / 55-5 (12)",
        "reasons_for_living": "The sea",
    }
    assert dan.post("/me/safety-plan/edit/", sent).status_code == 302
    kept = SafetyPlan.objects.get()
    assert kept.warning_signs == ["I stop answering.", "I pace."]
    page = dan.get("/me/safety-plan/").content.decode()
    assert 'href="tel:030555 12"'.replace(" ", "") in page
    assert "The sea" in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Write at least one line"),
        ({"professionals_0_name": "Line", "professionals_0_number": "call me"}, "a phone can call"),
        ({"people_to_ask_1_number": "030 5"}, "Whose number is this?"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays(
    people: People, signed_in: Browser, sent: dict[str, str], says: str
) -> None:
    page = signed_in(people.dan).post("/me/safety-plan/edit/", sent)
    assert page.status_code == 200
    assert says in shown(page)
    assert all(value in page.content.decode() for value in sent.values())
    assert not SafetyPlan.objects.exists()


def test_changing_my_words_keeps_when_we_looked_at_it_together(
    people: People, signed_in: Browser
) -> None:
    plan = a_safety_plan(people)
    SafetyPlan.objects.filter(pk=plan.pk).update(reviewed_on=TODAY)
    dan = signed_in(people.dan)
    dan.post("/me/safety-plan/edit/", {"seen": "1", "own_ways": "swim"})
    text = shown(dan.get("/me/safety-plan/"))
    assert "swim" in text
    assert "Last looked at together on 18 November 2026." in text
    assert "Earlier words" in text
    assert "walk to the river" in text


def test_without_a_plan_the_numbers_stand_there_all_the_same(
    people: People, signed_in: Browser
) -> None:
    page = signed_in(people.dan).get("/me/safety-plan/").content.decode()
    assert 'href="tel:112"' in page
    assert "Begin my plan" in page


def test_the_clinics_own_name_and_picture_stand_on_top(people: People, signed_in: Browser) -> None:
    text = signed_in(people.dan).get("/me/").content.decode()
    assert "patient/icons/path.svg" in text
    assert "<b>Riverside</b>" in text
    with override("en"):
        assert "openimt" not in shown(signed_in(people.dan).get("/me/")).lower()


# ---- without signing in ----


def test_everybody_sees_a_clinics_numbers(people: People) -> None:
    page = Client().get(f"/help/{people.clinic.pk}/").content.decode()
    assert 'href="tel:112"' in page
    assert "Night line" in page
    assert people.clinic.out_of_hours in page
    assert "/account/login/?next=/me/safety-plan/" in page


def test_signing_in_from_there_leads_straight_to_the_plan(people: People) -> None:
    from tests.web.people import PASSWORD

    given = {"login": people.dan.email, "password": PASSWORD, "next": "/me/safety-plan/"}
    page = Client().post("/account/login/?next=/me/safety-plan/", given, follow=True)
    assert page.redirect_chain[-1][0] == "/me/safety-plan/"


def test_the_page_of_our_own_mistake_has_the_numbers_without_the_database(
    people: People, signed_in: Browser
) -> None:
    signed_in(people.dan).get("/me/")
    with patch("django.db.backends.utils.CursorWrapper.execute", side_effect=OperationalError):
        page = broken(RequestFactory().get("/me/"))
    assert page.status_code == 500
    assert "Riverside clinic" in page.content.decode()
    assert 'href="tel:112"' in page.content.decode()


def test_at_an_address_of_the_team_the_person_reads_where_theirs_is(
    people: People, signed_in: Browser
) -> None:
    answer = signed_in(people.dan).get(f"/patient/{people.patient.pk}/")
    assert answer.status_code == 403
    assert "What is yours is on your own pages." in answer.content.decode()
    assert "but not write in it" not in answer.content.decode()
