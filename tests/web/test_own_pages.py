"""One's own things: how homework went, skills, experiments, aims; and what Today makes of them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.catalogue.load import load
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.clinician.agenda_from_phone import homework_lines, with_phone
from openimt_clinic.clinician.session_queries import prepared
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.kept import a_document, a_session, an_appointment, of_dan
from tests.web.people import People
from tests.web.sessions import planned_for

Browser = Callable[[User], Client]
WALK = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10"


def text(client: Client, name: str, *more: object) -> str:
    page = client.get(reverse(f"patient:{name}", args=more))
    assert page.status_code == 200
    body = page.content.decode().split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]
    body = re.sub(
        r"<section[^>]*\bhidden>.*?</section>|<script.*?</script>", "", body, flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def write(client: Client, kind: str, name: str, **fields: object) -> PhoneDocument:
    answer = client.post(
        reverse("patient:write", args=[kind, name]), {"leads_to": "/me/", **fields}
    )
    assert answer.status_code == 302, answer.content.decode()
    return PhoneDocument.objects.get(kind=kind, name=name)


# ---- homework ----


def test_how_it_went_reaches_the_agenda_in_words(people: People, signed_in: Browser) -> None:
    session, dan = a_session(people), signed_in(people.dan)
    assert "It went like this" in text(dan, "home")
    write(dan, "homework", str(session.pk), how="in_the_way", what="shame", words="Su came early.")
    assert "What you wrote about it" in text(dan, "home")
    said = list(homework_lines(people.patient, session))
    assert "Something got in the way. Shame got in the way." in said[0]
    assert said[1] == "“Su came early.”"


def test_an_answer_about_no_session_is_refused(people: People, signed_in: Browser) -> None:
    answer = signed_in(people.dan).post(
        reverse("patient:write", args=["homework", WALK]), {"how": "all"}
    )
    assert answer.status_code == 422
    assert "There is no such session." in unescape(answer.content.decode())
    assert not PhoneDocument.objects.exists()


def test_without_an_answer_the_agenda_stays_as_it_was(people: People) -> None:
    assert with_phone((), people.patient, a_session(people)) == ()


def test_nothing_in_the_words_blames(people: People, signed_in: Browser) -> None:
    session = a_session(people)
    page = text(signed_in(people.dan), "homework", session.pk)
    assert "Something got in the way" in page
    assert not re.search(r"\bfail|\bnot done|\bmissed|\bshould\b", page, re.IGNORECASE)


# ---- my path ----


def test_my_path_calls_soon_first_what_the_next_session_takes_up(
    people: People, signed_in: Browser
) -> None:
    points = prepared(planned_for(people).patient, an_appointment(people, timezone.now())).points
    (today,) = (p.module for p in points if p.id.startswith("module_") and not p.also)
    page = load().module(today).page("en")
    here = text(signed_in(people.dan), "path").partition("You are here.")[2]
    assert page is not None
    assert here.partition(" soon ")[0].endswith(page.name), here


# ---- skills ----


def test_what_was_begun_is_there_and_favourites_stand_first(
    people: People, signed_in: Browser
) -> None:
    for module, step in (("s3", 2), ("r1", 1), ("r3", 0)):
        ModuleProgress.objects.create(**of_dan(people, module=module, step=step, sessions=1))
    dan = signed_in(people.dan)
    before = text(dan, "skills")
    write(dan, "skill", "r1", favourite="true", helped="a_little")
    write(dan, "skill", WALK, title="The long walk")
    page = dan.get(reverse("patient:skills")).content.decode()
    names = [unescape(name) for name in re.findall(r"<summary><h2>([^<]+)", page)]
    assert len(names) == 3, "a module that was not begun is no skill yet"
    assert names.index("The long walk") == 1
    assert names[0] != "The long walk"
    assert "Last time it helped a little." in text(dan, "skills")
    assert "Last time" not in before


def test_a_favourite_can_be_one_no_more(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    write(dan, "skill", WALK, title="A walk", favourite="true")
    assert "one of my favourites" in text(dan, "skills")
    write(dan, "skill", WALK, title="A walk", favourite="false")
    assert "one of my favourites" not in text(dan, "skills")


def test_how_it_helped_is_said_in_words_alone(people: People, signed_in: Browser) -> None:
    a_document(people, "skill", WALK, title="A walk", helped="not_this_time")
    page = text(signed_in(people.dan), "skills")
    assert "That can change." in page
    assert not re.search(r"\d", page)


def test_my_own_safety_plan_gives_its_ways(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    dan.post("/me/safety-plan/edit/", {"own_ways": "Cold water\nThe river"})
    assert "From my safety plan Cold water The river" in text(dan, "skills")


def test_one_without_a_name_is_called_by_its_first_words(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    write(dan, "skill", WALK, words="I run cold water over my hands and count the tiles")
    assert "I run cold water over my…" in text(dan, "skills")
    assert dan.get(reverse("patient:skill", args=[WALK])).status_code == 200


def test_a_module_that_is_no_skill_of_mine_has_no_page(people: People, signed_in: Browser) -> None:
    for name in ("r3", WALK, "nonsense"):
        address = reverse("patient:skill", args=[name])
        assert signed_in(people.dan).get(address).status_code == 404


def test_my_own_can_be_taken_away(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    write(dan, "skill", WALK, title="A walk")
    gone = write(dan, "skill", WALK, removed="true")
    assert gone.fields == {}
    assert "A walk" not in text(dan, "skills")


# ---- experiments ----


def test_an_experiment_from_plan_to_finding(people: People, signed_in: Browser) -> None:
    dan, today = signed_in(people.dan), timezone.localdate()
    write(dan, "experiment", WALK, goal="Ask Su", wish="To be close", on=today.isoformat())
    assert "What did you find out? Ask Su" in text(dan, "home")
    assert "Afterwards" in text(dan, "experiment", WALK)
    write(dan, "experiment", WALK, found="otherwise", learned="She was tired.")
    assert "What did you find out?" not in text(dan, "home")
    page = text(dan, "experiments")
    assert "It came out another way. She was tired." in page


def test_one_of_a_later_day_asks_nothing_yet(people: People, signed_in: Browser) -> None:
    later = timezone.localdate() + timedelta(days=1)
    dan = signed_in(people.dan)
    write(dan, "experiment", WALK, goal="Ask Su", on=later.isoformat())
    assert "What did you find out?" not in text(dan, "home")


def test_one_can_be_kept_to_oneself(people: People, signed_in: Browser) -> None:
    dan = signed_in(people.dan)
    write(dan, "experiment", WALK, goal="A secret try", shared="false")
    page = signed_in(people.ana).get(reverse("clinician:from_the_phone", args=[people.patient.pk]))
    assert "A secret try" not in page.content.decode()
    write(dan, "experiment", WALK, shared="true")
    page = signed_in(people.ana).get(reverse("clinician:from_the_phone", args=[people.patient.pk]))
    assert "A secret try" in page.content.decode()


# ---- aims ----


def test_aims_are_said_in_words_and_scored_by_their_instrument(
    people: People, signed_in: Browser
) -> None:
    dan = signed_in(people.dan)
    assert "Write my aims" in text(dan, "targets")
    assert "My aims this week" not in text(dan, "home")
    write(dan, "target", "words", aim1_words="Keep a friend", aim2_words="Evening school")
    assert "My aims this week" in text(dan, "home")
    today = timezone.localdate()
    monday = (today - timedelta(days=today.weekday())).isoformat()
    write(dan, "target", monday, aim1="8", aim2="3")
    kept = AnswerSet.objects.get(instrument="oi-targets")
    assert kept.answers == {"aim1": 8, "aim2": 3}
    assert kept.scores["scales"]["total"]["value"] == pytest.approx(5.5)
    assert "My aims this week" not in text(dan, "home")
    page = text(dan, "targets")
    assert "Keep a friend" in page
    assert not re.search(r"\b[0-9]\b", page)


def test_only_a_monday_that_has_come_is_a_week(people: People, signed_in: Browser) -> None:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for name in (monday + timedelta(days=1), monday + timedelta(days=7)):
        address = reverse("patient:write", args=["target", name.isoformat()])
        assert signed_in(people.dan).post(address, {"aim1": "5"}).status_code == 422
    assert not AnswerSet.objects.exists()


# ---- strict fields ----


@pytest.mark.parametrize("kind", ["homework", "skill", "experiment", "target"])
def test_a_field_that_is_none_is_refused(kind: str, people: People) -> None:
    read = KINDS[kind].read(people.patient, "words", {"suicidal_urge": 5, "x": "y"})
    assert not read.values
    assert set(read.refused) == {"suicidal_urge", "x"}


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("homework", "how", "no"),
        ("homework", "words", 7),
        ("homework", "words", "x" * 2001),
        ("skill", "helped", "5"),
        ("skill", "favourite", "yes"),
        ("experiment", "on", "tomorrow"),
        ("experiment", "found", "failed"),
        ("target", "aim1_words", "x" * 301),
    ],
)
def test_a_value_that_is_none_is_refused(
    kind: str, field: str, value: object, people: People
) -> None:
    read = KINDS[kind].read(people.patient, "words", {field: value})  # type: ignore[dict-item]
    assert read.refused.keys() == {field}
    assert not read.values


# ---- Today ----


def test_the_story_never_invites_and_nothing_is_counted(people: People, signed_in: Browser) -> None:
    a_session(people)
    for n in range(4):
        a_document(people, "skill", f"6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a1{n}", title="A walk")
    page = text(signed_in(people.dan), "home")
    assert "story" not in page.lower()
    assert not re.search(r"\b\d+ (days?|times|cards?|of)\b|streak|in a row", page)


def test_two_answers_that_differ_lead_to_the_choice(people: People, signed_in: Browser) -> None:
    from openimt_clinic.records.phone_clash import PhoneClash

    document = a_document(people, "skill", WALK, title="A walk")
    PhoneClash.objects.create(
        **of_dan(people, document=document, field="title", value="A swim", key=WALK,
                 device="tablet", made_at=timezone.now())
    )  # fmt: skip
    assert "Two of your answers differ" in text(signed_in(people.dan), "home")
