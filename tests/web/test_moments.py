"""Moments, pauses and rehearsals: what is asked when, what is kept, who reads it."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.actions.sharing import choose
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.mapping.moments import moment_of, told_last
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from tests.web.moments import AGAIN, CALM, NIGHT, SCENE, a_moment, wrote, yesterday
from tests.web.people import People

Browser = Callable[[User], Client]
REFLECTION = re.compile(
    r'name="(place|who|scene|wish|meaning|sure|feelings|did|came|reminds|other1|find_out)"'
)
HOME = "/me/"


@pytest.fixture
def dan(people: People, signed_in: Browser) -> Client:
    return signed_in(people.dan)


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def own(document: PhoneDocument) -> str:
    return reverse(f"patient:one_{document.kind}", args=[document.name])


def staff(people: People, document: PhoneDocument) -> str:
    return reverse("clinician:moment", args=[people.patient.pk, document.pk])


# ---- an urge of 4 at night ---------------------------------------------------------------------


def test_a_strong_wish_to_die_shows_help_and_asks_nothing_of_the_scene(
    dan: Client, people: People
) -> None:
    name = str(uuid.uuid4())
    address = reverse("patient:write", args=["moment", name])
    sent = {"key": str(uuid.uuid4()), "leads_to": reverse("patient:one_moment", args=[name])}
    answer = dan.post(address, {**sent, "strength": "9", "suicidal_urge": "4"})
    case = AlertCase.objects.get()
    assert (case.item, case.answer, case.response, case.owner) == (
        "suicidal_urge", 4, "same_day", people.ana,
    )  # fmt: skip
    assert answer["Location"] == reverse("patient:response", args=[case.answer_set_id])
    help_page = text(dan, answer["Location"])
    assert "Thank you for telling us" in help_page
    for item in ("intent", "plan", "access", "ingestion", "attempt"):
        assert f'name="{item}"' in help_page, "asked gently, on the page that helps"
    page = text(dan, sent["leads_to"])
    assert "This can wait. What helps now?" in page
    assert 'href="tel:112"' in page
    assert not REFLECTION.search(page), "no reflection question is sent to that person"


@pytest.mark.parametrize(
    "told",
    [
        {"strength": 8, "suicidal_urge": 0, "self_harm_urge": 0},
        {"strength": 2, "suicidal_urge": 3, "self_harm_urge": 0},
        {"strength": 2, "suicidal_urge": 0, "self_harm_urge": 3},
        {"strength": 2, "suicidal_urge": 0, "self_harm_urge": 0, "self_harm_act": 1},
    ],
)
def test_safety_comes_first_where_it_has_to(
    dan: Client, people: People, told: dict[str, int]
) -> None:
    page = text(dan, own(a_moment(people, **told)))
    assert "This can wait" in page
    assert not REFLECTION.search(page)


def test_coming_back_is_told_apart_from_the_bad_hour(dan: Client, people: People) -> None:
    night = yesterday()
    document = a_moment(people, at=night, **NIGHT)
    wrote(people, "look", of=document.name, **CALM)
    assert told_last(people.patient, document).strength == 4
    urge = ClinicalEvent.objects.get(kind="suicidal_urge", answer_set=document.answer_set)
    assert urge.value == 4, "what was said in the night stays as it was said"
    page = text(dan, own(document))
    assert REFLECTION.search(page)
    assert "What else could it have been about?" in page
    assert 'name="suicidal_urge"' not in page, "the night is not asked about again"
    assert 'data-way="calm"' in page


def test_coming_back_too_early_is_help_again(dan: Client, people: People) -> None:
    document = a_moment(people, **NIGHT)
    wrote(people, "look", of=document.name, strength=9, suicidal_urge=2, self_harm_urge=0)
    assert "This can wait" in text(dan, own(document))
    assert AlertCase.objects.filter(answer=2).exists(), "asked again, it is heard again"


def test_nothing_is_shown_before_strength_is_known(dan: Client) -> None:
    page = text(dan, reverse("patient:moment"))
    hidden = re.findall(r"<fieldset[^>]*data-asked[^>]*>", page)
    assert hidden
    assert all("hidden" in one and "disabled" in one for one in hidden)


# ---- threat and violence -----------------------------------------------------------------------


def test_threat_is_believed_and_nothing_is_to_be_seen_otherwise(
    dan: Client, people: People
) -> None:
    page = text(dan, own(a_moment(people, **CALM, **(SCENE | {"threat": True}))))
    assert "We believe you" in page
    assert "What else could it have been about?" not in page
    assert "No one has been told by this." in page


# ---- a calm one, and the next day --------------------------------------------------------------


def test_a_calm_moment_is_kept_whole(people: People) -> None:
    told = moment_of(a_moment(people, **CALM, **SCENE, **AGAIN))
    assert (told.meaning, told.sure, told.sure_now) == ("She is done with me.", 90, 60)
    assert [(f.word, f.strength) for f in told.feelings] == [("hurt", 7), ("afraid", None)]
    assert told.others == ("She was at work.",)
    assert told.happened == told.at
    assert not AlertCase.objects.exists()


def test_the_next_day_asks_what_it_turned_out_to_be_in_one_touch(
    dan: Client, people: People
) -> None:
    document = a_moment(people, at=yesterday(), **CALM, **SCENE)
    page = text(dan, HOME)
    assert "From yesterday" in page
    assert "You took it to mean: “She is done with me.”" in page
    for word in ("As I thought", "Partly", "Something else", "Don’t know yet"):
        assert word in page
    address = reverse("patient:write", args=["moment", document.name])
    dan.post(address, {"key": str(uuid.uuid4()), "leads_to": HOME, "truth": "confirmed"})
    document.refresh_from_db()
    assert document.values["truth"] == "confirmed"
    assert "What did it turn out to be?" not in text(dan, HOME)


def test_a_pause_asks_the_next_day_too(dan: Client, people: People) -> None:
    a_moment(people, "pause", at=yesterday(), said="No answer.", meaning="She is cross.", sure=85)
    assert "She is cross." in text(dan, HOME)


def test_today_asks_nothing_of_what_was_noted_just_now(dan: Client, people: People) -> None:
    a_moment(people, **CALM, **SCENE)
    page = text(dan, HOME)
    assert "What did it turn out to be?" not in page
    assert "How strong is it now?" not in page


def test_two_hours_later_it_asks_how_strong(dan: Client, people: People) -> None:
    two_hours = timezone.now() - timedelta(hours=2, minutes=1)
    document = a_moment(people, at=two_hours, **CALM, **SCENE)
    assert "How strong is it now?" in text(dan, HOME)
    wrote(people, "moment", document.name, strength_later=2, conflict="avoided")
    assert "How strong is it now?" not in text(dan, HOME)


def test_what_was_put_off_and_a_rehearsal_wait_on_today(dan: Client, people: People) -> None:
    a_moment(people, **NIGHT)
    a_moment(people, "rehearsal", at=yesterday(), who="Jana", fear="She laughs.")
    page = text(dan, HOME)
    assert "You put something off" in page
    assert "How was it?" in page


def test_a_wait_runs_for_twenty_minutes(dan: Client, people: People) -> None:
    a_moment(people, "pause", said="x", chose="wait")
    assert "You are taking a pause" in text(dan, HOME)
    PhoneDocument.objects.update(made_at=timezone.now() - timedelta(minutes=21))
    assert "You are taking a pause" not in text(dan, HOME)


# ---- what is kept, what is refused -------------------------------------------------------------

WRONG = [
    ("moment", "sure", 101),
    ("moment", "sure", "very"),
    ("moment", "felt_hurt", 11),
    ("moment", "feelings", ("hurt", "sad", "alone", "empty")),
    ("moment", "feelings", ("guilty", "wicked")),
    ("moment", "clock", "25:00"),
    ("moment", "when", "soon"),
    ("moment", "threat", "perhaps"),
    ("moment", "truth", "misread"),
    ("moment", "verdict", "wrong"),
    ("pause", "chose", "run"),
    ("rehearsal", "strength_before", 11),
    ("pause", "said", "x" * 4001),
]


@pytest.mark.parametrize(("kind", "field", "value"), WRONG)
def test_what_cannot_be_kept_is_refused_in_words_and_the_rest_is_kept(
    people: People, kind: str, field: str, value: object
) -> None:
    good = {"who": "Jana"} if kind != "pause" else {"meaning": "x"}
    received = wrote(people, kind, **{**good, field: value})
    assert set(received.refused) == {field}
    assert received.document is not None
    assert received.document.values == good


def test_a_worrying_answer_acts_beside_something_wrong(people: People) -> None:
    received = wrote(people, "moment", suicidal_urge=4, sure="much")
    assert [case.response for case in received.alerts] == ["same_day"]


@pytest.mark.parametrize("name", ["today", "../x", "1", ""])
def test_a_moment_has_an_id_for_a_name(people: People, name: str) -> None:
    received = wrote(people, "moment", name or "no id", scene="x")
    assert received.document is None
    assert received.state.value == "refused"


def test_a_pause_asks_nothing_about_safety_and_tells_nobody(people: People, dan: Client) -> None:
    document = a_moment(people, "pause", said="x", strength=9)
    assert document.values["strength"] == 9
    assert document.answer_set is None
    assert not AnswerSet.objects.exists()
    page = text(dan, reverse("patient:pause"))
    assert "suicidal_urge" not in page
    assert "self_harm_urge" not in page
    assert not AlertCase.objects.exists()


def test_every_kind_here_is_known() -> None:
    assert {"pause", "rehearsal", "moment", "look"} <= KINDS.keys()


# ---- in one's own hands ------------------------------------------------------------------------


def test_a_moment_is_ones_own_until_it_is_shared(dan: Client, ana: Client, people: People) -> None:
    document = a_moment(people, **CALM, **SCENE)
    assert not document.shared
    assert ana.get(staff(people, document)).status_code == 404
    address = reverse("patient:write", args=["moment", document.name])
    dan.post(address, {"key": str(uuid.uuid4()), "shared": "true"})
    assert "She read my message" in text(ana, staff(people, document))
    dan.post(address, {"key": str(uuid.uuid4()), "shared": "false"})
    assert ana.get(staff(people, document)).status_code == 404


def test_what_was_agreed_for_all_moments_holds_for_new_ones(people: People) -> None:
    choose(patient=people.patient, what=Shares.MOMENTS, agreed=True, by=people.dan)
    assert a_moment(people, **CALM).shared
    kept = a_moment(people, shared=False, **CALM)
    assert not kept.shared, "for one entry it can be decided otherwise"


def test_taken_away_its_words_are_gone(dan: Client, people: People) -> None:
    document = a_moment(people, **CALM, **SCENE)
    address = reverse("patient:write", args=["moment", document.name])
    dan.post(address, {"key": str(uuid.uuid4()), "removed": "true"})
    assert dan.get(own(document)).status_code == 404
    assert "Nothing is here yet." in text(dan, reverse("patient:moments"))
    document.refresh_from_db()
    assert "kitchen" not in str(document.fields)


def test_my_moments_lists_every_sort(dan: Client, people: People) -> None:
    for kind in ("moment", "pause", "rehearsal"):
        a_moment(people, kind, **{"pause": {"said": "a"}}.get(kind, {"who": "b"}))
    page = text(dan, reverse("patient:moments"))
    assert page.count("Only you can read this.") == 3


# ---- those who treat ---------------------------------------------------------------------------


def test_the_one_page_says_what_was_told_and_what_was_not(ana: Client, people: People) -> None:
    blank = {"place": "", "wish": None, "came": None}
    document = a_moment(
        people, at=yesterday(), shared=True, **CALM, **(SCENE | AGAIN | blank | {"truth": "other"})
    )
    wrote(people, "look", of=document.name, strength=2, suicidal_urge=1, self_harm_urge=0)
    page = text(ana, staff(people, document))
    order = ["Strength and safety", "on coming back", "As it was told", "From event to log"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert page.count("not told") == 2, "the place and the point"
    for says in ("90 of 100", "60 of 100", "hurt 7, afraid", "Something else", "0 minutes"):
        assert says in page
    for verdict in ("misread", "distort", "wrong", "risk"):
        assert verdict not in page.partition("<main")[2].lower()


def test_the_list_counts_as_a_question(ana: Client, people: People) -> None:
    for truth in ("confirmed", "confirmed", "other", None):
        a_moment(people, shared=True, at=yesterday(), **CALM, **SCENE, truth=truth)
    a_moment(people, shared=False, at=yesterday(), **CALM, **SCENE, truth="other")
    page = text(ana, reverse("clinician:moments", args=[people.patient.pk]))
    assert "4 made at 80 of 100 or more. Looked at later: 3." in page
    assert "As thought 2, partly 0, something else 1." in page
    assert "What do you both make of this?" in page


def test_a_marked_threat_stands_first(ana: Client, people: People) -> None:
    document = a_moment(people, shared=True, **CALM, **(SCENE | {"threat": True}))
    page = text(ana, staff(people, document))
    assert "Ask about safety first" in page
    listed = text(ana, reverse("clinician:moments", args=[people.patient.pk]))
    assert "Threat, force or violence is marked" in listed


# ---- under three minutes -----------------------------------------------------------------------

SECONDS = {"textarea": 12, "line": 6, "touch": 3}
"""What writing a sentence, a few words, and a touch take, generously."""


def test_the_calm_log_takes_less_than_three_minutes(dan: Client, people: People) -> None:
    page = text(dan, own(a_moment(people, **CALM)))
    form = page.partition('id="moment"')[2].partition("</form>")[0]
    sentences = len(re.findall(r"<textarea", form))
    lines = len(re.findall(r"<input id=", form))
    slides = len(re.findall(r"data-slide", form)) - len(re.findall(r'name="felt_', form))
    picked = set(re.findall(r'<input type="radio" name="(\w+)"', form))
    only_if = set(re.findall(r"intent|plan|access|ingestion|attempt", " ".join(picked)))
    feelings, body, steps = 2 * 3, 1, 6
    touches = len(picked - only_if) + slides + feelings + body + steps
    seconds = sentences * SECONDS["textarea"] + lines * SECONDS["line"] + touches * SECONDS["touch"]
    assert (sentences, slides) == (5, 2)
    assert seconds < 180
