"""The fields of a document that are answers to an instrument: checked, kept, acted on at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.assess.instrument import Instrument, Item
from openimt.assess.library import load
from openimt.assess.score import score
from openimt.assess.scores import Answers, WorryingAnswer
from openimt.deliver.documents.document import Value
from openimt.errors import RecordError
from openimt_clinic.actions.alert_opening import open_case
from openimt_clinic.actions.facts import keep_facts
from openimt_clinic.actions.phone.arrival import Times
from openimt_clinic.actions.phone.kind import Read
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.scores import scores_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User

Numbers = Mapping[str, float | None]


@dataclass(frozen=True)
class Told:
    """What one entry says to an instrument, as it was given, whatever then stands in the document.

    ``anew``: the items whose answer is another one than the document knew. ``chosen``: nobody
    answered now, a person chose between answers given earlier.
    """

    instrument: Instrument
    given: Numbers
    anew: frozenset[str]
    chosen: bool = False


def items_of(instrument_id: str) -> Mapping[str, Item]:
    """The items by id; none where a kind asks nothing of an instrument."""
    return {item.id: item for item in load(instrument_id).items} if instrument_id else {}


def read_items(values: Mapping[str, Value], items: Mapping[str, Item]) -> Read:
    """The values that are answers, as numbers in their range, and what cannot be one."""
    kept: dict[str, Value] = {}
    refused: dict[str, str] = {}
    for name in values.keys() & items.keys():
        try:
            kept[name] = _number(values[name], items[name])
        except RecordError as refusal:
            refused[name] = refusal.says
    return Read(kept, refused)


def _number(value: Value, item: Item) -> float | None:
    if value is None:
        return None
    # Yes is 1 where yes or no was asked; on a scale it would make the gravest answer a mild one.
    scale = isinstance(value, bool) and (item.lowest, item.highest) != (0, 1)
    number = float(value) if isinstance(value, int | float) and not scale else None
    inside = number is not None and item.lowest <= number <= item.highest
    if number is None or not inside or (item.whole and number != int(number)):
        ends = {"low": f"{item.lowest:g}", "high": f"{item.highest:g}"}
        raise RecordError(_("Choose a number from %(low)s to %(high)s.") % ends)
    return number


def keep_answers(
    patient: Patient, document: PhoneDocument, told: Told, times: Times, by: User
) -> tuple[AlertCase, ...]:
    """The answer set follows the document; facts and alert cases follow the answers.

    What an entry says calls for a response even where another device's answer stands, or a later
    one of the same device arrived before: whoever said it is asked about it.
    """
    there = document.answer_set
    if there is None and all(value is None for value in told.given.values()):
        return ()
    kept = there or _new(patient, document, told, times, by)
    kept.answers = _standing(document, told)
    made = score(Answers(str(patient.pk), kept.occasion, kept.answers), told.instrument)
    kept.scores, kept.warnings = scores_to_row(made), list(made.warnings)
    kept.given_at = max(kept.given_at, times.given_at)
    kept.received_at = times.received_at
    kept.save()
    document.answer_set = kept
    keep_facts(kept, tuple(told.given), by=by, first=there is None)
    return act_on(patient, told, times, by, kept)


def act_on(
    patient: Patient, told: Told, times: Times, by: User, kept: AnswerSet | None
) -> tuple[AlertCase, ...]:
    """The alert case of each worrying answer in the entry, the gravest first."""
    found = sorted(worries(told), key=lambda worry: -worry.response.urgency)
    return tuple(
        open_case(
            patient,
            worry,
            answer_set=kept,
            given_at=times.given_at,
            received_at=times.received_at,
            by=by,
            anew=worry.item in told.anew,
            said_now=not told.chosen,
        )
        for worry in found
    )


def worries(told: Told) -> tuple[WorryingAnswer, ...]:
    """What calls for a response among the entry's own answers."""
    rules = [
        (rule, value)
        for rule in told.instrument.safety
        if (value := told.given.get(rule.item)) is not None
        and rule.at_least <= value <= rule.at_most
    ]
    gravest: dict[str, WorryingAnswer] = {}
    for rule, value in rules:
        worry = WorryingAnswer(rule.item, value, rule.response, rule.says)
        before = gravest.get(rule.item)
        if before is None or worry.response.urgency > before.response.urgency:
            gravest[rule.item] = worry
    return tuple(gravest.values())


def _standing(document: PhoneDocument, told: Told) -> dict[str, float | None]:
    values = document.values
    return {item.id: values[item.id] for item in told.instrument.items if item.id in values}  # type: ignore[misc]


def _new(
    patient: Patient, document: PhoneDocument, told: Told, times: Times, by: User
) -> AnswerSet:
    return AnswerSet(
        clinic_id=patient.clinic_id,
        patient=patient,
        instrument=told.instrument.id,
        version=told.instrument.version,
        occasion=document.about.isoformat(),
        about=document.about,
        state=AnswerState.COMPLETE.value,
        source=AnswerSource.FORM.value,
        given_by=by,
        given_at=times.given_at,
        received_at=times.received_at,
    )
