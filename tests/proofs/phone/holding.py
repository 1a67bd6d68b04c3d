"""What is in the database, held against the truth: every entry once, nothing lost or made up."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from openimt.terms import Response
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from tests.proofs.phone import truth
from tests.proofs.phone.world import Person

BELIEVED = 121
"""Seconds by which a moment may be off: a clock that is hardly wrong is believed."""


def hold(people: Iterable[Person]) -> Counter[str]:
    """Every person's records against what their phones wrote; counts what was looked at."""
    seen: Counter[str] = Counter()
    entries, documents = defaultdict(list), defaultdict(dict)
    cases, clashes, sets = defaultdict(list), defaultdict(list), {}
    for entry in PhoneEntry.objects.all():
        entries[entry.patient_id].append(entry)
    for document in PhoneDocument.objects.all():
        documents[document.patient_id][document.name] = document
    for case in AlertCase.objects.all():
        cases[case.patient_id].append(case)
    for clash in PhoneClash.objects.filter(settled_at__isnull=True):
        clashes[clash.document_id].append(clash)
    for answers in AnswerSet.objects.all():
        sets[answers.pk] = answers
    for person in people:
        pk = person.patient.pk
        _entries(person, entries[pk])
        days = _days(person)
        assert set(days) == set(documents[pk])
        raised = {(case.answer_set_id, case.item): case for case in cases[pk]}
        assert len(raised) == len(cases[pk])
        for day, taken in days.items():
            document = documents[pk][day]
            _document(document, sets.get(document.answer_set_id), taken)
            _clashes(document, clashes[document.pk], taken)
            seen["cases"] += _cases(document, raised, taken)
            seen["clashes"] += len(clashes[document.pk])
        seen["phones"] += len(person.phones)
        seen["entries"] += len(entries[pk])
        seen["documents"] += len(days)
        assert len(raised) == sum(len(truth.cases(taken)) for taken in days.values())
    kept = AuditEvent.objects.filter(action="phone.entry_kept").count()
    assert kept == seen["entries"]
    assert len(sets) == len({d.answer_set_id for each in documents.values()
                             for d in each.values()} - {None})  # fmt: skip
    return seen


def _entries(person: Person, kept: list[PhoneEntry]) -> None:
    """Each once, with its words and its true moment; and no phone believes what is not so."""
    written = {one["key"]: one for phone in person.phones for one in phone.written}
    found = Counter(str(entry.key) for entry in kept)
    assert found == Counter(list(written))
    assert Counter(person.taken) == found
    for entry in kept:
        one = written[str(entry.key)]
        assert entry.values == one["values"]
        assert (entry.device, entry.number) == (one["device"], one["number"])
        assert abs((entry.given_at - one["true"]).total_seconds()) < BELIEVED
    for phone in person.phones:
        assert phone.outbox == []
        assert phone.believes == {one["key"] for one in phone.written}


def _days(person: Person) -> dict[str, list[truth.Entry]]:
    """What the server took, in its order, day by day."""
    written = {one["key"]: one for phone in person.phones for one in phone.written}
    days: dict[str, list[truth.Entry]] = defaultdict(list)
    for key in person.taken:
        days[written[key]["day"]].append(written[key])
    return days


def _document(document: PhoneDocument, answers: AnswerSet | None, taken: list[truth.Entry]) -> None:
    standing = truth.standing(taken)
    assert document.values == {name: one.value for name, one in standing.items()}
    assert {n: row["key"] for n, row in document.fields.items()} == {
        name: one.key for name, one in standing.items()
    }
    if answers is not None:
        assert answers.answers == document.values
        assert answers.about == document.about
    elif document.kind == "diary":
        assert all(value is None for one in taken for value in one["values"].values())


def _clashes(
    document: PhoneDocument, open_ones: list[PhoneClash], taken: list[truth.Entry]
) -> None:
    """Each device's last word stands, stood, was seen by who wrote over it, or is asked about."""
    standing = truth.standing(taken)
    asked = {(clash.field, clash.device): clash for clash in open_ones}
    assert len(asked) == len(open_ones)
    for (name, device), last in truth.last_words(taken).items():
        value, clash = last["values"][name], asked.pop((name, device), None)
        if clash is not None:
            assert (clash.value, str(clash.key)) == (value, last["key"])
            assert value != standing[name].value
        else:
            overseen = {one["seen"].get(name) for one in taken}
            assert value in standing[name].stood or last["key"] in overseen
    assert not asked, "somebody is asked about what is no device's last word"


def _cases(
    document: PhoneDocument, raised: dict[tuple[object, str], AlertCase], taken: list[truth.Entry]
) -> int:
    """Whatever worried has its one case, as urgent as the gravest answer ever given there."""
    expected = truth.cases(taken)
    for item, urgent in expected.items():
        case = raised[document.answer_set_id, item]
        assert Response(case.response).urgency == urgent
    return len(expected)
