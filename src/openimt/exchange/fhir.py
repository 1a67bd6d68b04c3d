"""FHIR in: QuestionnaireResponses (R4 and STU3), alone or in a Bundle, as answers to score."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openimt.assess.instrument import Instrument
from openimt.assess.scores import Answers, Scores
from openimt.errors import ExchangeError
from openimt.exchange.fhir_answer import Place, read_value
from openimt.exchange.fhir_instrument import FormItem, find_instrument, match_items, stated_total
from openimt.exchange.fhir_questionnaire import find_questionnaire, is_questionnaire, item_codes

WITHDRAWN = "entered-in-error"


@dataclass(frozen=True)
class Responses:
    """Answers to one instrument, with the total that the sender states for each (None = none)."""

    instrument: Instrument
    answers: tuple[Answers, ...]
    totals: tuple[float | None, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Response:
    """One QuestionnaireResponse, its items laid flat, with its Questionnaire if the file has it."""

    data: Mapping[str, Any]
    place: Place
    items: tuple[FormItem, ...]
    form: Mapping[str, Any] | None


def read_responses(data: object, file: str, instrument: Instrument | None = None) -> Responses:
    """The answers in a parsed FHIR document.

    Without ``instrument`` it is found by the items' codes, the questionnaire's canonical address
    or code, or the link ids; all responses must then be of one instrument. With it, responses of
    another known instrument are passed over with a warning, and refused when there are no others.
    Raises ExchangeError for a broken bundle and for a response without a recognisable item.
    """
    warnings: list[str] = []
    resources = list(_resources(data, file))
    forms = [one for one, _ in resources if is_questionnaire(one)]
    found = [_flatten(one, place, forms) for one, place in resources if one not in forms]
    kept = [one for one in found if _stands(one, warnings)]
    if not kept:
        raise ExchangeError("holds no questionnaire response to score", file=file)
    of = [find_instrument(one.data, one.items, instrument, one.place, one.form) for one in kept]
    chosen = instrument or of[0]
    mine = [one for one, its in zip(kept, of, strict=True) if its.id == chosen.id]
    _check_others(kept, of, chosen, warnings, strict=instrument is None or not mine)
    answers, totals = [], []
    for one in mine:
        matched, total_item = match_items(one.items, chosen, one.place)
        answers.append(_answers(one, matched, chosen, warnings))
        totals.append(None if total_item is None else stated_total(total_item))
    return Responses(chosen, tuple(answers), tuple(totals), tuple(warnings))


def compare_totals(responses: Responses, scores: Sequence[Scores]) -> tuple[str, ...]:
    """A warning for each response whose sender states another total than the items give."""
    found = []
    for stated, made in zip(responses.totals, scores, strict=True):
        own = made.scales.get("total")
        if stated is None or own is None or stated == own.value:
            continue
        when = f" on {made.occasion}" if made.occasion else ""
        found.append(
            f"{made.person}{when}: the sender states a total of {stated:g}, the answers give "
            f"{own.value:g}; both are kept, the answers are scored"
        )
    return tuple(found)


def _resources(data: object, file: str) -> Iterator[tuple[Mapping[str, Any], Place]]:
    """Every QuestionnaireResponse, and every Questionnaire beside one, with its place."""
    start = Place(file)
    if not isinstance(data, Mapping) or "resourceType" not in data:
        raise start.refuse("is no FHIR resource; expected a Bundle or a QuestionnaireResponse")
    kind = data["resourceType"]
    if kind == "QuestionnaireResponse":
        yield data, start
    elif kind == "Bundle":
        yield from _entries(data, start)
    else:
        raise start.refuse(f"is a {kind}; expected a Bundle or a QuestionnaireResponse")


def _entries(bundle: Mapping[str, Any], start: Place) -> Iterator[tuple[Mapping[str, Any], Place]]:
    entries = bundle.get("entry")
    if not isinstance(entries, list) or not entries:
        raise start.at("entry").refuse("is a broken bundle: expected a list of entries")
    for n, entry in enumerate(entries):
        place = Place(start.file, n + 1, f"entry[{n}]")
        if not isinstance(entry, Mapping):
            raise place.refuse("is a broken bundle: each entry is an object")
        resource = entry.get("resource")
        if resource is None:
            continue
        place = place.at("resource")
        if not isinstance(resource, Mapping) or not isinstance(resource.get("resourceType"), str):
            raise place.refuse("is a broken bundle: expected a resource with its resourceType")
        if resource["resourceType"] in {"QuestionnaireResponse", "Questionnaire"}:
            yield resource, place


def _flatten(
    data: Mapping[str, Any], place: Place, forms: Sequence[Mapping[str, Any]]
) -> _Response:
    form = find_questionnaire(data, forms)
    codes = item_codes(form) if form else {}
    items = tuple(_coded(one, codes) for one in _items(data.get("item"), place.at("item")))
    return _Response(data, place, items, form)


def _coded(item: FormItem, codes: Mapping[str, list[dict[str, str]]]) -> FormItem:
    """The item with the codes that its Questionnaire gives it, unless it carries its own."""
    given = codes.get(str(item.data.get("linkId")))
    return (
        item
        if "code" in item.data or not given
        else replace(item, data={**item.data, "code": given})
    )


def _items(items: object, place: Place) -> Iterator[FormItem]:
    """Items at any depth, in groups or under answers."""
    if items is None:
        return
    if not isinstance(items, list):
        raise place.refuse("expected a list of items")
    for n, item in enumerate(items):
        here = place.nth(n)
        if not isinstance(item, Mapping):
            raise here.refuse("expected an item as an object")
        answers = item.get("answer") or []
        if not isinstance(answers, list) or not all(isinstance(a, Mapping) for a in answers):
            raise here.at("answer").refuse("expected a list of answers")
        yield FormItem(item, tuple(answers), here)
        yield from _items(item.get("item"), here.at("item"))
        for m, answer in enumerate(answers):
            yield from _items(answer.get("item"), here.at("answer").nth(m).at("item"))


def _stands(response: _Response, warnings: list[str]) -> bool:
    if response.data.get("status") == WITHDRAWN:
        warnings.append(f"{response.place}: was entered in error and is not scored")
        return False
    return True


def _check_others(
    found: Sequence[_Response],
    of: Sequence[Instrument],
    chosen: Instrument,
    warnings: list[str],
    *,
    strict: bool,
) -> None:
    for one, its in zip(found, of, strict=True):
        if its.id == chosen.id:
            continue
        if strict:
            says = f"is a form of another instrument ({its.id}); expected {chosen.id}"
            raise one.place.refuse(says)
        warnings.append(f"{one.place}: is a form of {its.id} and was passed over")


def _answers(
    response: _Response,
    matched: Mapping[str, FormItem],
    instrument: Instrument,
    warnings: list[str],
) -> Answers:
    values = {
        item.id: read_value(matched[item.id], item, instrument) if item.id in matched else None
        for item in instrument.items
    }
    authored = response.data.get("authored")
    occasion = authored if isinstance(authored, str) else ""
    return Answers(_subject(response, warnings), occasion, values)


def _subject(response: _Response, warnings: list[str]) -> str:
    """Who answered: the last part of the reference, without resource type or version."""
    subject = response.data.get("subject")
    if isinstance(subject, Mapping):
        reference = subject.get("reference")
        if isinstance(reference, str) and reference:
            plain = reference.partition("/_history")[0].rstrip("/")
            last = plain.rsplit("/", 1)[-1].removeprefix("urn:uuid:").removeprefix("#")
            if last:
                return last
        identifier = subject.get("identifier")
        if isinstance(identifier, Mapping) and isinstance(identifier.get("value"), str):
            return str(identifier["value"])
    name = response.data.get("id")
    person = name if isinstance(name, str) and name else "unknown"
    warnings.append(f"{response.place}: names no subject; it is listed as '{person}'")
    return person
