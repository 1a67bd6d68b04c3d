"""The clinic's own sentences reach each reader in their language, or say which one they are in."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from openimt.catalogue.load import load
from openimt.errors import RecordError
from openimt_clinic.actions.clinic_numbers import CrisisNumber, Numbers
from openimt_clinic.actions.running import set_numbers
from openimt_clinic.components.clinic_words import clinic_says, crisis_lines, in_json
from openimt_clinic.founding import found_from_file
from openimt_clinic.paper.handout import handout
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.user import User
from openimt_clinic.team.number_forms import NumbersForm
from tests.web.people import PASSWORD, People
from tests.web.phone import Phone

Browser = Callable[[User], Client]
WORDS = {
    "en": {
        "emergency_label": "Ambulance",
        "who_reads": "Your team reads on weekdays.",
        "out_of_hours": "Nobody reads by night.",
        "name": "Night line",
        "hours": "18 to 8",
    },
    "de": {
        "emergency_label": "Rettungsdienst",
        "who_reads": "Ihr Team liest an Werktagen.",
        "out_of_hours": "Nachts liest hier niemand.",
        "name": "Nachttelefon",
        "hours": "18 bis 8 Uhr",
    },
}
ROW = ("name", "hours")
PAGES = {
    "/me/safety-plan/": ("emergency_label", "name", "hours"),
    "/me/phone/plan/": ("emergency_label", "name", "hours"),
    "/me/numbers/": ("emergency_label", "name", "hours", "who_reads", "out_of_hours"),
    "/me/offline/": ("emergency_label", "name", "hours", "who_reads", "out_of_hours"),
    "/help/{clinic}/": ("emergency_label", "name", "hours", "who_reads", "out_of_hours"),
    "/me/sharing/": ("who_reads", "out_of_hours"),
    "/me/card/": ("who_reads",),
    "/me/form/oi-safety/": ("who_reads",),
    "/me/phone.json": ("emergency_label", "name", "hours", "who_reads", "out_of_hours"),
}
"""What of the clinic's words stands where; the help panel of each page says the rest."""


def numbers(own: str, *others: str) -> Numbers:
    """The same clinic in its own language and in others."""
    said = WORDS[own]
    rows = {code: {part: WORDS[code][part] for part in ROW} for code in others}
    rest = {
        code: {part: text for part, text in WORDS[code].items() if part not in ROW}
        for code in others
    }
    line = CrisisNumber(said["name"], "030 555 01", said["hours"], rows)
    return Numbers(
        "112", said["emergency_label"], (line,), said["who_reads"], said["out_of_hours"],
        translations=rest,
    )  # fmt: skip


def speaking(people: People, own: str, *others: str) -> Clinic:
    people.clinic.language = own
    people.clinic.save()
    return set_numbers(clinic=people.clinic, numbers=numbers(own, *others), by=people.lea)


def reads(browser: Client, language: str) -> Client:
    browser.cookies["django_language"] = language
    return browser


@pytest.mark.parametrize(("own", "reader"), [("en", "de"), ("de", "en"), ("en", "en")])
def test_everybody_reads_the_clinic_in_their_own_language(
    people: People, signed_in: Browser, own: str, reader: str
) -> None:
    other = "de" if own == "en" else "en"
    speaking(people, own, other)
    dan, unread = reads(signed_in(people.dan), reader), "en" if reader == "de" else "de"
    for address, parts in PAGES.items():
        text = dan.get(address.format(clinic=people.clinic.pk)).content.decode()
        assert [WORDS[reader][part] for part in parts if WORDS[reader][part] not in text] == []
        assert [said for said in WORDS[unread].values() if said in text] == [], address


@pytest.mark.parametrize(("own", "reader"), [("en", "de"), ("de", "en")])
def test_what_is_not_translated_is_marked_with_its_language(
    people: People, signed_in: Browser, own: str, reader: str
) -> None:
    speaking(people, own)
    dan = reads(signed_in(people.dan), reader)
    for address, parts in PAGES.items():
        if address.endswith(".json"):
            continue
        text = dan.get(address.format(clinic=people.clinic.pk)).content.decode()
        for part in parts:
            assert f'<span lang="{own}">{WORDS[own][part]}</span>' in text, (address, part)
    facts = dan.get("/me/phone.json").json()
    assert facts["says"][0] == {"text": WORDS[own]["who_reads"], "lang": own}
    assert facts["numbers"][1]["name"] == {"text": WORDS[own]["name"], "lang": own}


def test_only_the_sentence_that_is_missing_is_shown_in_the_other_language(people: People) -> None:
    clinic = speaking(people, "en", "de")
    del clinic.translations["de"]["out_of_hours"]
    del clinic.crisis_numbers[0]["translations"]["de"]["hours"]
    with override("de"):
        assert in_json(clinic_says(clinic, "who_reads")) == WORDS["de"]["who_reads"]
        assert clinic_says(clinic, "out_of_hours").is_foreign
        (line,) = crisis_lines(clinic)
        assert (line.name, line.hours) == (WORDS["de"]["name"], WORDS["en"]["hours"])
    clinic.who_reads = "<b>We</b>"
    with override("en-gb"):
        assert not clinic_says(clinic, "who_reads").is_foreign, "a country is no other language"
        assert clinic_says(clinic, "who_reads").__html__() == "&lt;b&gt;We&lt;/b&gt;"


def test_what_a_phone_is_told_of_a_worrying_answer_is_in_the_reader_s_language(
    people: People, signed_in: Browser
) -> None:
    speaking(people, "en", "de")
    dan = reads(signed_in(people.dan), "de")
    told = Phone().tell(dan, {"suicidal_urge": 5})["told"]
    assert {WORDS["de"]["who_reads"], WORDS["de"]["out_of_hours"]} <= set(told["happens"])
    page = dan.get(told["go"]).content.decode()
    assert WORDS["de"]["who_reads"] in page
    speaking(people, "en")
    told = Phone().tell(dan, {"suicidal_urge": 4})["told"]
    assert {"text": WORDS["en"]["who_reads"], "lang": "en"} in told["happens"]
    case = AlertCase.objects.latest("given_at")
    staff = reads(signed_in(people.ana), "de").get(f"/alerts/{case.pk}/").content.decode()
    assert f'<span lang="en">{WORDS["en"]["out_of_hours"]}</span>' in staff


def test_a_handout_speaks_one_language(people: People) -> None:
    clinic, page = speaking(people, "en", "de"), load().module("r1").page("de")
    assert page is not None
    text = PdfReader(io.BytesIO(handout(page, clinic))).pages[0].extract_text()
    assert WORDS["de"]["name"] in text
    assert WORDS["en"]["name"] not in text


# ---- entering them ----

GIVEN = {
    "do": "numbers",
    "emergency_number": "112",
    "emergency_label": WORDS["en"]["emergency_label"],
    "who_reads": WORDS["en"]["who_reads"],
    "out_of_hours": WORDS["en"]["out_of_hours"],
    "crisis_0_name": WORDS["en"]["name"],
    "crisis_0_number": "030 555 01",
    "crisis_0_hours": WORDS["en"]["hours"],
}
GERMAN = {
    "de_emergency_label": WORDS["de"]["emergency_label"],
    "de_who_reads": WORDS["de"]["who_reads"],
    "de_out_of_hours": WORDS["de"]["out_of_hours"],
    "crisis_0_de_name": WORDS["de"]["name"],
    "crisis_0_de_hours": WORDS["de"]["hours"],
}


def test_the_team_lead_enters_both_and_finds_them_again(people: People, signed_in: Browser) -> None:
    lea = signed_in(people.lea)
    assert "Nothing is written in German yet" in lea.get("/clinic/").content.decode()
    assert lea.post("/clinic/", {**GIVEN, **GERMAN}).status_code == 302
    kept = Clinic.objects.get(pk=people.clinic.pk)
    assert kept.translations == {"de": {k[3:]: v for k, v in GERMAN.items() if k[:3] == "de_"}}
    assert kept.crisis_numbers[0]["translations"] == {"de": {p: WORDS["de"][p] for p in ROW}}
    page = lea.get("/clinic/").content.decode()
    assert all(text in page for text in GERMAN.values())
    assert lea.post("/clinic/", GIVEN).status_code == 302, "they can be taken away again"
    assert Clinic.objects.get(pk=people.clinic.pk).translations == {}


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"de_who_reads": GIVEN["who_reads"]}, "de_who_reads", "own sentence once more"),
        ({"crisis_1_de_name": "Empfang"}, "crisis_1_name", "Give a name and a number."),
        ({"who_reads": "We read on Mondays."}, "de_who_reads", "own words were changed"),
        ({"crisis_0_hours": "20 to 8"}, "crisis_0_de_hours", "own words were changed"),
    ],
)
def test_what_would_mislead_a_german_reader_is_refused_in_one_sentence(
    people: People, signed_in: Browser, given: dict[str, str], field: str, says: str
) -> None:
    speaking(people, "en", "de")
    page = signed_in(people.lea).post("/clinic/", {**GIVEN, **GERMAN, **given})
    assert page.status_code == 200
    form = page.context["numbers_form"]
    assert list(form.errors) == [field]
    assert says in str(form.errors[field])
    assert '<details class="more" open>' in page.content.decode() or not field.count("de_")


def test_a_translation_that_still_holds_stays_and_a_line_goes_with_its_german(
    people: People,
) -> None:
    clinic = speaking(people, "en", "de")
    typo = {**GIVEN, **GERMAN, "who_reads": "Your team reads on week days.", "de_still": "on"}
    assert NumbersForm(typo, clinic=clinic).is_valid()
    gone = {**GIVEN, **GERMAN, "crisis_0_name": "", "crisis_0_number": "", "crisis_0_hours": ""}
    form = NumbersForm({**gone, "crisis_1_name": "Desk", "crisis_1_number": "2"}, clinic=clinic)
    assert form.is_valid(), form.errors
    assert [line.name for line in form.numbers().crisis_numbers] == ["Desk"]


FILE = """
name = "Lakeside"
{more}
emergency_number = "112"
emergency_label = "Ambulance"
who_reads = "We read on weekdays."
out_of_hours = "At night nobody reads."
translations.de.who_reads = "Wir lesen an Werktagen."
[[crisis_number]]
name = "Night line"
number = "030 1"
translations.de = {{ name = "Nachttelefon" }}
[team_lead]
name = "Lea"
email = "lead@example.org"
"""


@pytest.mark.django_db
def test_a_clinic_is_founded_with_both(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text(FILE.format(more=""), encoding="utf-8")
    clinic = found_from_file(file, PASSWORD)
    with override("de"):
        assert clinic_says(clinic, "who_reads") == "Wir lesen an Werktagen."
        assert crisis_lines(clinic)[0].name == "Nachttelefon"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('translations = "German"', "is a table of sentences by language"),
        ("translations.de = 3", "is a table of sentences by language"),
        ("translations.de.who_reads = 3", "is a table of sentences by language"),
        ('translations.fr.who_reads = "Nous"', "There are no pages in 'fr'; there are: en, de."),
        ('translations.en.who_reads = "We"', "own language is not among the others"),
        ('translations.de.who = "Wir"', "Nothing here is called who."),
        ('language = "fr"', "There are no pages in 'fr'"),
    ],
)
def test_a_file_that_says_nonsense_is_refused(tmp_path: Path, more: str, says: str) -> None:
    file = tmp_path / "clinic.toml"
    text = FILE.replace('translations.de.who_reads = "Wir lesen an Werktagen."\n', "")
    file.write_text(text.format(more=more), encoding="utf-8")
    with pytest.raises(RecordError, match=says):
        found_from_file(file, PASSWORD)
