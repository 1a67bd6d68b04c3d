"""Scenes, schemas and the shared formulation as those who treat write and read them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from openimt.catalogue.patient_words import banned_words
from openimt.catalogue.reading import hard_to_read
from openimt.errors import RecordError
from openimt_clinic.actions.care.kinds import formulation
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.care.versions import put_aside
from openimt_clinic.clinician.formulation.loop_view import LABELS, OWN_WORDS
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.user import User
from tests.web.formulated import SCHEMA, a_rating, a_scene, a_schema, scenes
from tests.web.kept import a_document as a_phone_document
from tests.web.moments import CALM, SCENE, a_moment
from tests.web.people import People
from tests.web.written import a_document, wrote

Browser = Callable[[User], Client]
LABEL = "Suggested, not reviewed"
WAITS = "not among them until somebody has said"


def page(browser: Client, name: str, *ids: object) -> str:
    answer = browser.get(reverse(f"clinician:{name}", args=ids))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def overview(people: People, signed_in: Browser) -> str:
    return page(signed_in(people.ana), "formulation", people.patient.pk)


def refused(document: CareDocument, people: People) -> RecordError:
    with pytest.raises(RecordError) as told:
        sign(document=document, by=people.ana)
    return told.value


# Scenes ------------------------------------------------------------------------------------------


def test_a_scene_says_in_words_what_it_has_and_what_is_missing(
    people: People, signed_in: Browser
) -> None:
    a_scene(people, feelings=None, place=None)
    said = overview(people, signed_in)
    assert "Has time, people and what was said or done, why it is told" in said
    assert "missing: place, what it felt like" in said
    assert "Rate what it shows" not in said


def test_talk_in_general_is_shown_with_the_next_question(
    people: People, signed_in: Browser
) -> None:
    scene = a_scene(people, once=None, happened="They all do that. She always looks away.")
    said = page(signed_in(people.ana), "episode_meter", people.patient.pk, scene.pk)
    assert "always, they all" in said
    assert LABEL in said
    assert "Which one time comes to mind?" in said


def test_what_may_be_trauma_stops_the_questions_and_comes_first(
    people: People, signed_in: Browser
) -> None:
    hard = a_scene(people, title="The summer camp", place=None, happened="There was abuse: I was "
                   "molested.")  # fmt: skip
    a_scene(people, title="Later told")
    said = page(signed_in(people.ana), "episode_meter", people.patient.pk, hard.pk)
    assert "Ask nothing more of it now" in said
    assert "Feet: press both into the floor" in said
    assert "To ask next" not in said
    assert LABEL in said
    listed = overview(people, signed_in)
    assert LABEL in listed
    assert "Look at this first" in listed
    assert listed.index("The summer camp") < listed.index("Later told")


def test_such_a_scene_is_signed_once_somebody_has_said_whether_it_is(people: People) -> None:
    hard = a_scene(people, happened="I had a flashback of it.")
    assert refused(hard, people).field == "trauma"
    wrote(hard, people.ana, trauma=True)
    assert sign(document=hard, by=people.ana).signed_at


def hidden_on(said: str) -> set[str]:
    return set(re.findall(r'id="at-(\w+)" hidden', said))


def test_its_page_asks_for_nothing_that_was_not_told(people: People, signed_in: Browser) -> None:
    hard = a_scene(people, happened="I had a flashback of it.", place=None)
    browser = signed_in(people.ana)
    hidden = hidden_on(page(browser, "episode", people.patient.pk, hard.pk))
    assert {"place", "body"} <= hidden
    assert not {"trauma", "title", "happened"} & hidden
    said = page(browser, "episode_meter", people.patient.pk, hard.pk)
    (only,) = re.findall(r'data-only="([^"]*)"', said)
    assert not set(only.split()) & hidden, "the script hides what the server hides"
    wrote(hard, people.ana, trauma=False)
    assert not hidden_on(page(browser, "episode", people.patient.pk, hard.pk))
    assert "data-only" not in page(browser, "episode_meter", people.patient.pk, hard.pk)


@pytest.mark.parametrize(
    ("kind", "sent", "field", "mark"),
    [
        ("episode", {"title": "Just typed", "happened": "I had a flashback."}, "trauma", "has"),
        ("schema", {"title": "Just typed", "state": "hypothesis"}, "wish", "loop"),
        ("chain", {"prevention": "Just typed"}, "act", "drawn"),
    ],
)
def test_a_refused_signature_stands_on_its_own_page_beside_its_field(
    kind: str, sent: dict[str, str], field: str, mark: str, people: People, signed_in: Browser
) -> None:
    address = reverse("clinician:document", args=[people.patient.pk, a_document(people, kind).pk])
    shown = {f"has-{name}": "1" for name in sent}
    answer = signed_in(people.ana).post(address, sent | shown | {"do": "sign"})
    said = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f'<h2 id="{mark}"' in said, "the page of its kind"
    assert f'<a href="#at-{field}">' in said
    assert f'id="at-{field}" data-field' in said, "the field is there to be looked at"
    assert "Just typed" in said


def test_what_a_person_has_said_of_a_scene_is_no_suggestion(
    people: People, signed_in: Browser
) -> None:
    said_so = a_scene(people, happened="I had a flashback of it.", trauma=True)
    schema = a_schema(people, [])
    browser = signed_in(people.ana)
    assert LABEL not in page(browser, "episode_meter", people.patient.pk, said_so.pk)
    assert WAITS not in page(browser, "schema", people.patient.pk, schema.pk)
    a_scene(people, happened="I had a flashback.")
    assert WAITS in page(browser, "schema", people.patient.pk, schema.pk)


def test_it_is_not_offered_to_a_schema(people: People, signed_in: Browser) -> None:
    schema = a_schema(people, scenes(people))
    a_scene(people, title="The summer camp", trauma=True)
    said = page(signed_in(people.ana), "schema", people.patient.pk, schema.pk)
    assert "The summer camp" not in said
    assert "The list at work" in said


def test_a_moment_the_person_shares_begins_a_scene_in_their_words_once(
    people: People, signed_in: Browser
) -> None:
    moment = a_moment(people, shared=True, **CALM, **SCENE)
    browser = signed_in(people.ana)
    assert "Take it as a scene" in overview(people, signed_in)
    address = reverse("clinician:take_moment", args=[people.patient.pk, moment.pk])
    first, again = browser.post(address), browser.post(address)
    assert first.url == again.url
    said = unescape(browser.get(first.url).content.decode())
    assert "Taken from a moment the person shares, as they wrote it:" in said
    assert "She read my message and did not answer for three hours." in said
    scene = CareDocument.objects.get(kind="episode")
    assert scene.values["wish"] == "That she says she likes me."
    wrote(scene, people.ana, place="At home, late", wish="A kind word")
    said = unescape(browser.get(first.url).content.decode())
    assert "as they wrote it: What it can be called, When" in said
    assert "Take it as a scene" not in overview(people, signed_in)
    assert "from their phone" in overview(people, signed_in)


def test_what_is_not_shared_is_no_scene(people: People, signed_in: Browser) -> None:
    moment = a_moment(people, **CALM, **SCENE)
    browser = signed_in(people.ana)
    address = reverse("clinician:take_moment", args=[people.patient.pk, moment.pk])
    assert browser.post(address).status_code == 404
    assert "She read my message" not in overview(people, signed_in)


# Schemas -----------------------------------------------------------------------------------------


def test_one_scene_is_a_summary_and_is_refused_as_a_schema_with_the_reason(
    people: People, signed_in: Browser
) -> None:
    schema = a_schema(people, scenes(people, 1), state="hypothesis")
    told = refused(schema, people)
    assert told.field == "fits"
    assert "One scene alone is a summary" in told.says
    assert "It fits 1 of the usable scenes and needs 3" in told.says
    wrote(schema, people.ana, state="summary")
    assert sign(document=schema, by=people.ana).signed_at
    assert "Summary, not yet a schema" in overview(people, signed_in)


def test_several_scenes_with_different_people_make_a_hypothesis(
    people: People, signed_in: Browser
) -> None:
    schema = a_schema(people, scenes(people), state="hypothesis")
    sign(document=schema, by=people.ana)
    said = overview(people, signed_in)
    assert "Fits 3 scenes, with 3 people or places. 0 speak against it." in said
    assert "Before it stands as: shared" in said
    assert "Show it to the person and write down the day." in said
    assert "Fits: When I ask" in said


def test_a_confirmed_one_needs_the_person_and_a_scene_told_later(people: People) -> None:
    told = scenes(people)
    shown = timezone.localdate() - timedelta(days=1)
    CareDocument.objects.filter(kind="episode").update(about=shown - timedelta(days=7))
    schema = a_schema(people, told, state="confirmed", shown_on=f"{shown}", agrees=True)
    assert "told after the person saw it" in refused(schema, people).says
    later = a_scene(people, title="In the tram")
    wrote(schema, people.ana, fits=tuple(str(one.line) for one in (*told, later)))
    assert sign(document=schema, by=people.ana).signed_at


def test_a_scene_that_was_put_aside_counts_no_longer(people: People, signed_in: Browser) -> None:
    told = scenes(people)
    a_schema(people, told)
    put_aside(document=told[0], by=people.ana, reason="Told by somebody else.")
    assert "Fits 2 scenes" in overview(people, signed_in)


def test_the_loop_has_seven_parts_in_order_and_is_drawn_from_the_record(
    people: People, signed_in: Browser
) -> None:
    schema = a_schema(people, scenes(people))
    browser = signed_in(people.ana)
    said = page(browser, "schema", people.patient.pk, schema.pk)
    places = [said.index(f"loop-node node-{part}") for part in
              ("wish", "self", "if_then", "other", "own", "coping", "cost")]  # fmt: skip
    assert places == sorted(places)
    assert "style=" not in said
    wrote(schema, people.ana, cost="I am alone on Sundays.")
    alone = page(browser, "schema_loop", people.patient.pk, schema.pk)
    assert "I am alone on Sundays." in alone
    assert "<html" not in alone


def test_what_is_shown_to_the_person_has_no_word_of_staff_and_is_in_their_language(
    people: People, signed_in: Browser
) -> None:
    schema = a_schema(people, scenes(people), state="hypothesis", motive="rank")
    browser = signed_in(people.ana)
    said = page(browser, "show_schema", people.patient.pk, schema.pk)
    assert "What I wish for" in said
    assert SCHEMA["cost"] in said
    for staff in ("social rank", "Hypothesis", "schema<", "Coping", "speak against", "Dan M"):
        assert staff not in said
    people.patient.language = "de"
    people.patient.save()
    assert "Was ich mir wünsche" in page(browser, "show_schema", people.patient.pk, schema.pk)


def test_what_was_agreed_is_shown_as_agreed_and_a_draft_as_a_guess(
    people: People, signed_in: Browser
) -> None:
    schema = a_schema(people, scenes(people), state="shared", shown_on="2026-11-01", agrees=True)
    browser = signed_in(people.ana)
    assert "a first guess" in page(browser, "show_schema", people.patient.pk, schema.pk)
    sign(document=schema, by=people.ana)
    assert "We wrote this together" in page(browser, "show_schema", people.patient.pk, schema.pk)


def texts_for_the_person() -> list[str]:
    words = [*OWN_WORDS.values(), *LABELS.values(), formulation.KIND.title]
    return [str(one) for one in (*words, *(field.label for field in formulation.FIELDS))]


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_the_person_reads_is_easy_kind_and_in_both_languages(language: str) -> None:
    with translation.override("en"):
        english = texts_for_the_person()
    with translation.override(language):
        said = texts_for_the_person()
    assert not hard_to_read(" ".join(f"{one.rstrip(':')}." for one in said), language)
    assert list(banned_words(" ".join(said), language)) == []
    if language == "de":
        assert [one for one in said if one in english] == []


def test_the_page_of_one_kind_opens_no_other(people: People, signed_in: Browser) -> None:
    scene = a_scene(people)
    browser = signed_in(people.ana)
    for name in ("schema", "schema_loop", "show_schema"):
        assert browser.get(
            reverse(f"clinician:{name}", args=[people.patient.pk, scene.pk])
        ).status_code == 404  # fmt: skip
    schema = a_schema(people, [scene])
    address = reverse("clinician:episode", args=[people.patient.pk, schema.pk])
    assert browser.get(address).status_code == 404


# What ratings, moments and experiments say --------------------------------------------------------


def test_ratings_are_of_scenes_and_say_nothing_while_they_are_few(
    people: People, signed_in: Browser
) -> None:
    told = scenes(people)
    for scene in told[:2]:
        sign(document=a_rating(people, scene, monitoring="1"), by=people.ana)
    said = overview(people, signed_in)
    assert said.count("Rate again") == 2
    assert '<td class="number">1</td><td class="number">–</td>' in said
    a_rating(people, told[2], monitoring="1", mastery="4")
    said = overview(people, signed_in)
    assert '<td class="number">1</td><td class="number">1</td>' in said
    assert reverse("clinician:module", args=["r2"]) in said


def test_a_rating_says_something(people: People) -> None:
    assert "Rate at least one" in refused(a_rating(people, a_scene(people)), people).says


def test_pairs_are_questions_with_where_they_come_from(people: People, signed_in: Browser) -> None:
    for _ in range(2):
        a_moment(people, shared=True, **CALM, **SCENE)
    said = overview(people, signed_in)
    assert "Suggested, not reviewed" in said
    assert "In 2 moments: To be loved and comforted (attachment)" in said
    assert "Is there something in it?" in said


def test_pairs_of_what_is_kept_to_oneself_are_not_counted(
    people: People, signed_in: Browser
) -> None:
    for _ in range(2):
        a_moment(people, **CALM, **SCENE)
    assert "Suggested" not in overview(people, signed_in)


def test_experiments_of_both_stand_in_one_list(people: People, signed_in: Browser) -> None:
    a_phone_document(people, "experiment", "1", goal="Ask Su for a walk", expect="She says no",
                     found="otherwise", happened="She came along")  # fmt: skip
    a_document(people, "experiment", act="Say one thing about my week", sure=80)
    said = overview(people, signed_in)
    assert "Ask Su for a walk" in said
    assert "It came out another way. She came along" in said
    assert "their own, from the phone" in said
    assert "Say one thing about my week" in said
