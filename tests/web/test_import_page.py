"""Importing forms in the browser: a look first, a person chosen, then kept; or refused whole."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openimt_clinic.clinician.import_file import LARGEST, CarriedFile, pack, unpack
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from tests.real_data import real
from tests.web.pages_of import Browser, address, sent
from tests.web.people import People

HEAD = ";".join(f"q{n}" for n in range(1, 10))
DAY = "2026-01-05"


def table(*rows: str, head: str = f"id;on;{HEAD}") -> str:
    return "\n".join([head, *rows]) + "\n"


def row(person: str, on: str, *answers: int) -> str:
    given = answers or (1,) * 8 + (0,)
    return ";".join([person, on, *map(str, given)])


TWO_PEOPLE = table(row("anna", DAY), row("ben", DAY), row("anna", "2026-02-02"))


def file(text: str | bytes, name: str = "forms.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def look(
    browser: Client, people: People, text: str | bytes, name: str = "forms.csv", **fields: object
) -> str:
    page, done = sent(
        browser, "import_answers", people, file=file(text, name), look="1",
        **{"instrument": "phq9", **fields},
    )  # fmt: skip
    assert not done
    return page


def carried(page: str) -> str:
    return page.split('name="carried" value="')[1].split('"', maxsplit=1)[0]


def keep(browser: Client, people: People, page: str, **fields: object) -> tuple[str, bool]:
    given = {"instrument": "phq9", "carried": carried(page), "keep": "1", **fields}
    return sent(browser, "import_answers", people, **given)


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


def test_first_a_look_then_one_person_then_kept(people: People, ana: Client) -> None:
    page = look(ana, people, TWO_PEOPLE)
    assert "3 forms, 2 people" in page
    assert "<b>anna</b>" in page
    assert "5 Jan 2026 to 2 Feb 2026" in page
    assert not AnswerSet.objects.exists()
    page, done = keep(ana, people, page, subject="anna")
    assert done
    assert "2 forms were kept." in page
    assert {kept.file_name for kept in AnswerSet.objects.all()} == {"forms.csv"}
    assert AnswerSet.objects.count() == 2


def test_nobody_is_linked_by_the_software_even_with_the_same_code(
    people: People, ana: Client
) -> None:
    page = look(ana, people, table(row(people.patient.code, DAY)))
    assert " checked" not in page
    page, done = keep(ana, people, page)
    assert not done
    assert "Choose who of the file this patient is." in page
    assert not AnswerSet.objects.exists()


def test_a_file_that_names_nobody_is_about_this_patient_when_that_is_chosen(
    people: People, ana: Client
) -> None:
    text = table(*(";".join([f"2026-0{n}-05", *"111111110"]) for n in (1, 2)), head=f"on;{HEAD}")
    page = look(ana, people, text)
    assert "every row of the file" in page
    _, done = keep(ana, people, page, subject="*")
    assert done
    assert AnswerSet.objects.count() == 2


def test_the_same_file_again_doubles_nothing(people: People, ana: Client) -> None:
    for says in ("2 forms were kept.", "0 forms were kept. 2 were there already."):
        page = look(ana, people, TWO_PEOPLE)
        page, _ = keep(ana, people, page, subject="anna")
        assert says in page
    assert AnswerSet.objects.count() == 2


def test_a_worrying_answer_of_today_opens_a_case(people: People, ana: Client) -> None:
    text = table(row("anna", timezone.localdate().isoformat(), *(1,) * 9))
    if timezone.localtime().hour < 12:
        text = text.replace(timezone.localdate().isoformat(), timezone.localtime().isoformat())
    page = look(ana, people, text)
    assert "ask about it in the same contact" in page
    page, _ = keep(ana, people, page, subject="anna")
    assert "see the open case" in page
    assert AlertCase.objects.count() == 1


def test_a_bundle_of_nine_people_with_totals_that_differ(people: People, ana: Client) -> None:
    """SMART on FHIR sample data: 23 responses; four senders state another total."""
    text = real("fhir/phq9_bundle_a.json").read_bytes()
    page = look(ana, people, text, "phq9_bundle_a.json", instrument="")
    assert "23 forms, 9 people" in page
    assert page.count("the sender states a total of") == 4
    page, done = keep(ana, people, page, instrument="", subject="362")
    assert done
    assert "3 forms were kept." in page
    told = [warning for kept in AnswerSet.objects.all() for warning in kept.warnings]
    assert len(told) == 2
    assert all("both are kept" in warning for warning in told)
    assert all(warning in page for warning in told)


def test_many_people_are_chosen_from_a_list(people: People, ana: Client) -> None:
    page = look(ana, people, table(*(row(f"p{n}", DAY) for n in range(40))))
    assert len(re.findall(r'<option value="p\d+"', page)) == 40
    page, done = keep(ana, people, page, subject="p7")
    assert done


def test_days_that_are_missing_are_asked_for(people: People, ana: Client) -> None:
    page = look(ana, people, table(row("anna", "pre"), row("anna", "post")))
    assert "Day of forms that say none" in page
    page, done = keep(ana, people, page, subject="anna")
    assert not done
    assert "A form says “pre”, which is no day" in page
    page, done = keep(ana, people, page, subject="anna", undated=DAY)
    assert done
    assert {kept.occasion for kept in AnswerSet.objects.all()} == {"pre", "post"}


def test_two_forms_without_any_day_are_told_apart_or_refused(people: People, ana: Client) -> None:
    page = look(ana, people, table(row("anna", ""), row("anna", "")))
    page, done = keep(ana, people, page, subject="anna", undated=DAY)
    assert not done
    assert "name the column that says when" in page
    assert not AnswerSet.objects.exists()


def test_a_day_still_to_come_keeps_nothing(people: People, ana: Client) -> None:
    ahead = (timezone.localdate() + timedelta(40)).isoformat()
    page = look(ana, people, table(row("anna", DAY), row("anna", ahead)))
    page, done = keep(ana, people, page, subject="anna")
    assert not done
    assert "which is still to come; nothing was kept" in page
    assert not AnswerSet.objects.exists()


def test_other_columns_can_be_named_without_choosing_the_file_again(
    people: People, ana: Client
) -> None:
    head = "who;" + ";".join(f"item_{n}" for n in range(1, 10))
    page = look(ana, people, table("anna;" + ";".join("111111110"), head=head))
    assert "has no column 'q1'" in page
    named = {"items": "item_", "person": "who"}
    page, done = sent(
        ana, "import_answers", people, instrument="phq9", carried=carried(page), look="1", **named
    )
    assert not done
    assert "1 form, 1 person" in page
    assert 'value="item_"' in page


GAD = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "69725-0", "answer": [{"valueInteger": 1}]}]}  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (b"", "empty.csv", "empty.csv: is empty"),
        (b"\x00\x01\x02", "scan.bin", "scan.bin: is a binary file, not text"),
        (b"\xff\xfea\x00", "a.csv", "is UTF-16 text; save it as UTF-8"),
        (table(row("anna", DAY, *(9,) * 9)), "a.csv", "a.csv, row 2, field q1: is 9; expected a"),
        (table(row("anna", DAY)).replace(";1", ";x", 1), "a.csv", "row 2, field q1: is 'x'"),
        (table(row("anna", DAY)).replace("q9", "z9"), "a.csv", "has no column 'q9' for phq9"),
        ("[" * 20_000, "deep.json", "deep.json: is nested more than"),
        ('{"resourceType": "Bundle", "entry": 3}', "b.json", "is a broken bundle"),
        ('{"resourceType": "Patient"}', "p.json", "is a Patient; expected a Bundle"),
        (json.dumps(GAD), "g.json", "another instrument"),
        ("<Bundle/>", "b.xml", "b.xml: is XML; expected CSV, or FHIR as JSON"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_refused_file_is_told_beside_its_field_and_nothing_is_kept(
    text: str | bytes, name: str, says: str, people: People, ana: Client
) -> None:
    page = look(ana, people, text, name, occasion="on", person="id")
    error = page.split('id="id_file_error"')[1].split("</p>")[0]
    assert says in error
    assert 'value="on"' in page
    assert '<option value="phq9" selected>' in page
    assert not AnswerSet.objects.exists()


def test_a_table_must_say_its_instrument(people: People, ana: Client) -> None:
    assert "does not say its instrument" in look(ana, people, TWO_PEOPLE, instrument="")


def test_without_a_file_one_is_asked_for(people: People, ana: Client) -> None:
    page, done = sent(ana, "import_answers", people, instrument="phq9", look="1")
    assert not done
    assert "Choose a file of at most 2 MB." in page


def test_a_file_that_is_too_large_is_refused(people: People, ana: Client) -> None:
    page = look(ana, people, b"a" * (LARGEST + 1), "big.csv")
    assert "big.csv: is larger than 2 MB" in page


def test_a_carried_file_is_for_this_patient_and_unchanged(people: People) -> None:
    line = pack(CarriedFile("a.csv", "x"), people.patient.pk)
    assert unpack(line, people.patient.pk) == CarriedFile("a.csv", "x")
    assert unpack(line, people.clinic.pk) is None
    assert unpack(line[:-1] + "x", people.patient.pk) is None
    assert unpack("", people.patient.pk) is None


def test_a_forged_carried_file_is_no_file(people: People, ana: Client) -> None:
    answer = ana.post(address("import_answers", people), {"carried": "forged", "keep": "1"})
    assert "Choose a file" in answer.content.decode()
