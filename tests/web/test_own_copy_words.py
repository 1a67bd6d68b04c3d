"""The copy to read: every question in the words of its page, in the person's own language."""

import re
from collections.abc import Iterable, Mapping
from html import unescape

import pytest
from django.utils.translation import override

from openimt.deliver.card.card import HELPED, USED, WHY_NONE
from openimt_clinic.actions.answering import send_answers
from openimt_clinic.actions.phone import moment_fields
from openimt_clinic.actions.phone.kinds import (
    KINDS,
    experiment,
    form,
    homework,
    skill,
    talk,
    target,
)
from openimt_clinic.actions.phone.kinds.story import FIELDS as STORY
from openimt_clinic.patient.own_copy.pages import pages
from openimt_clinic.records.mapping.cards import first_card
from openimt_clinic.records.phone_document import PhoneDocument
from tests.web.foundations import an_agreement, answered, days_ago
from tests.web.kept import a_document
from tests.web.people import People

LAKE, NIGHT = "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a10", "6a1f0d0e-7a55-4b7e-9c58-1f6a3f6f2a11"
BESIDE = {"done", "shared"}
LANGUAGES = ("en", "de")


def fields(people: People) -> Mapping[str, Iterable[str]]:
    """Every field that each kind of document takes, its instrument's items aside."""
    card = first_card(people.patient)
    return STORY | {
        "diary": [*card.ids, *(f"{HELPED}{one.id}" for one in card.skills), USED, WHY_NONE],
        "experiment": experiment.READERS,
        "form": [form.KEEP_BACK],
        "homework": homework.READERS,
        "look": ["of"],
        "moment": moment_fields.MOMENT,
        "pause": moment_fields.PAUSE,
        "plan_opened": ["opened"],
        "rehearsal": moment_fields.REHEARSAL,
        "skill": skill.READERS,
        "story_stop": ["stopped"],
        "talk": talk.READERS,
        "target": target.READERS,
    }


def read(people: People, language: str = "en") -> dict[str, str]:
    with override(language):
        return {page.file: unescape(page.html()) for page in pages(people.patient)}


def asked(page: str) -> list[str]:
    return re.findall(r"<dt>(.*?)</dt>", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_stands_there_by_its_own_name(people: People, language: str) -> None:
    everything = fields(people)
    assert everything.keys() == KINDS.keys(), "say here which fields the new kind has"
    for kind, names in everything.items():
        a_document(people, kind, LAKE, **dict.fromkeys({*names, *BESIDE}, "Su"))
    PhoneDocument.objects.update(shared=False)
    plain = {name.replace("_", " ") for names in everything.values() for name in names}
    got = {question for page in read(people, language).values() for question in asked(page)}
    assert not got & plain
    assert not {question for question in got if "_" in question or not question.strip()}


def test_german_is_another_language_in_all_of_it(people: People) -> None:
    for kind, names in fields(people).items():
        a_document(people, kind, LAKE, **dict.fromkeys({*names, *BESIDE}, "Su"))
    PhoneDocument.objects.update(shared=False)
    english, german = (
        {question for page in read(people, language).values() for question in asked(page)}
        for language in LANGUAGES
    )
    assert english & german == set()


def test_answers_are_in_words_and_lead_by_title(people: People) -> None:
    card = first_card(people.patient)
    used = card.skills[0]
    a_document(people, "line_point", LAKE, title="The lake", tone="good")
    a_document(people, "line_point", NIGHT, title="The night", tone="hard", after=LAKE)
    a_document(people, "moment", LAKE, feelings=["ashamed", "own"], felt_ashamed=7, threat=False)
    a_document(people, "diary", "2026-11-18", **{"skills_used": [used.id], f"helped_{used.id}": 5})
    got = read(people)
    for line in (
        "<dt>What would you call it?</dt><dd>hard</dd>",
        "<dt>Or: it comes after</dt><dd>The lake</dd>",
    ):
        assert line in got["story"]
    assert "<dt>ashamed: How strong, 0 to 10?</dt><dd>7</dd>" in got["moments"]
    assert "<dd>ashamed, another word</dd>" in got["moments"]
    assert "<dt>Was there a threat, force or violence?</dt><dd>no</dd>" in got["moments"]
    assert f"<dt>What I used</dt><dd>{used.words('en')}</dd>" in got["diary"]
    assert f"<dt>{used.words('en')}: Did it help? 0 no · 7 a lot</dt><dd>5</dd>" in got["diary"]


def test_a_form_whose_words_are_others_has_its_numbers(people: People) -> None:
    send_answers(patient=people.patient, instrument="phq9", answers={"q3": 2}, by=people.ana)
    page = read(people, "de")["answers"]
    assert "Patient Health Questionnaire" in page
    assert "<dt>Frage 3</dt><dd>2</dd>" in page


def test_what_is_shared_one_by_one_is_named_with_who_sees_what(people: People) -> None:
    a_document(people, "moment", LAKE, scene="She looked away.")
    mine = a_document(people, "moment", NIGHT, scene="He did not call.")
    PhoneDocument.objects.filter(pk=mine.pk).update(shared=False)
    page = read(people)["sharing"]
    assert "What those who treat me can read now" in page
    assert "She looked away.</dt><dd>since 1" in page
    assert "He did not call." not in page


def test_what_was_written_together_is_in_words_and_the_therapists_own_side_is_not_theirs(
    people: People,
) -> None:
    an_agreement(people, goals=["stay in touch"])
    answered(people, "oi-where-therapist", days_ago(1), where=0)
    answered(people, "oi-where", days_ago(1), where=3)
    english, german = read(people), read(people, "de")
    assert "<dt>What we want to reach</dt>" in english["agreed"]
    assert "stay in touch" in english["agreed"]
    assert "<dt>Was wir erreichen wollen</dt>" in german["agreed"]
    assert english["answers"].count("I know where we are and what comes next.") == 1
