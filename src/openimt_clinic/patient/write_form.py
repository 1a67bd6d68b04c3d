"""A form sent without script, read as the entry that a phone would have made of it.

The page says no types. A text is offered to the field first as it is, then as a number, as yes or
no, as a list: what the kind takes is what was meant. What was left as it stood is not sent.

A browser sends nothing of a box without a tick, so the page names its boxes in ``boxes``.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.http import HttpRequest, QueryDict

from openimt.deliver.documents.document import Value
from openimt_clinic.actions.phone.answers import items_of, read_items
from openimt_clinic.actions.phone.arrival import Arrival, arrival_of
from openimt_clinic.actions.phone.kind import Kind
from openimt_clinic.actions.phone.receiving import OWN, SHARED
from openimt_clinic.records.mapping.written import as_value
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry

NOT_FIELDS = {"csrfmiddlewaretoken", "key", "leads_to", "seen", "boxes"}
YES, NO = {"on", "true", "yes"}, {"off", "false", "no"}
LONGEST_NUMBER = 20
DAY_NAMED = re.compile(r"(?P<before>[^:]+:)?today(?:-(?P<back>\d{1,3}))?", re.ASCII)


def day_named(name: str, now: datetime) -> str:
    """``today``, ``today-2`` and ``form:today`` as days of the clinic's calendar; else as it is."""
    found = DAY_NAMED.fullmatch(name)
    if not found:
        return name
    day = (now - timedelta(days=int(found["back"] or 0))).date()
    return f"{found['before'] or ''}{day.isoformat()}"


def form_arrival(
    request: HttpRequest, patient: Patient, kind: Kind, name: str, now: datetime
) -> Arrival:
    """The entry; raises RecordError for a name that is none."""
    there = PhoneDocument.objects.filter(patient=patient, kind=kind.name, name=name).first()
    shown = _seen(request.POST.get("seen", ""), there, device_of(request))
    before = _values_shown(patient, there, shown)
    values = {
        field: value
        for field, value in _values(request.POST, patient, kind, name).items()
        if value != before.get(field)
    } | _unticked(request.POST, {SHARED: _is_shared(patient, there, kind), **before})
    return arrival_of(
        {
            "key": _unused(_key(request.POST.get("key", "")), patient, values),
            "kind": kind.name,
            "name": name,
            "number": round(now.timestamp() * 1e6),
            "given_at": now.isoformat(),
            "values": _as_sent(values),
            "seen": dict(shown),
        },
        device_of(request),
    )


def device_of(request: HttpRequest) -> str:
    """One for each sign-in, so that two browsers are two places to write in."""
    session = request.session.session_key or ""
    return "web-" + hashlib.sha256(session.encode()).hexdigest()[:16]


def typed(request: HttpRequest) -> dict[str, str]:
    """What was typed, field by field."""
    return {
        name: ", ".join(filter(None, request.POST.getlist(name)))
        for name in request.POST
        if name not in NOT_FIELDS
    }


def _values(sent: QueryDict, patient: Patient, kind: Kind, name: str) -> dict[str, Value]:
    values = {}
    for field in sent:
        if field not in NOT_FIELDS:
            texts = [text for text in sent.getlist(field) if text]
            values[field] = _meant(texts, patient, kind, name, field)
    return values


def _unticked(sent: QueryDict, before: Mapping[str, Value]) -> dict[str, Value]:
    """Boxes that stood ticked on the page and came back with no tick at all."""
    boxes = {field for said in sent.getlist("boxes") for field in said.split()}
    gone = {field: before.get(field) for field in boxes - set(sent)}
    return {f: () if isinstance(stood, tuple) else False for f, stood in gone.items() if stood}


def _is_shared(patient: Patient, there: PhoneDocument | None, kind: Kind) -> bool:
    return there.shared if there else kind.shared(patient)


def _meant(texts: Sequence[str], patient: Patient, kind: Kind, name: str, field: str) -> Value:
    """The first reading that the field takes; as it was typed where it takes none."""
    if not texts:
        return None
    items = items_of(kind.instrument(name))
    for one in _readings(texts):
        if field in items:
            taken = bool(read_items({field: one}, items).values)
        elif field in OWN:
            taken = isinstance(one, bool)
        else:
            taken = not kind.read(patient, name, {field: one}).refused
        if taken:
            return one
    return texts[-1]


def _readings(texts: Sequence[str]) -> Iterator[Value]:
    if len(texts) == 1:
        (text,) = texts
        yield text
        number = text.strip().replace(",", ".")
        if len(number) <= LONGEST_NUMBER:
            with suppress(ValueError):
                yield int(number) if number.lstrip("-").isdecimal() else float(number)
        if text in YES | NO:
            yield text in YES
    yield tuple(texts)


def _seen(sent: str, there: PhoneDocument | None, device: str) -> Mapping[str, str]:
    """What the page showed, where it says so, and what this browser has sent since; else what
    stands now and was shown just before."""
    fields = there.fields if there else {}
    try:
        said = json.loads(sent) if sent else None
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        own = {field: row["key"] for field, row in fields.items() if row["device"] == device}
        return own | {str(field): str(key) for field, key in said.items()}
    return {field: row["key"] for field, row in fields.items()}


def _values_shown(
    patient: Patient, there: PhoneDocument | None, seen: Mapping[str, str]
) -> dict[str, Value]:
    """The values that stood on the page; a field that was blank on it is not among them."""
    if there is None:
        return {}
    values = {field: as_value(v) for field, v in there.values.items() if field in seen}
    earlier = {key for field, key in seen.items() if there.fields.get(field, {}).get("key") != key}
    keys = [key for key in earlier if _key(key) == key]
    for entry in PhoneEntry.objects.filter(patient=patient, document=there, key__in=keys):
        shown = {f for f, key in seen.items() if key == str(entry.key) and f in entry.values}
        values |= {field: as_value(entry.values[field]) for field in shown}
    return values


def _key(said: str) -> str:
    try:
        return str(uuid.UUID(said))
    except ValueError:
        return str(uuid.uuid4())


def _unused(key: str, patient: Patient, values: Mapping[str, Value]) -> str:
    """A page that the browser brought back holds the key it was sent with; what is said otherwise
    now is another entry, or an answer that worries would pass for one that came before."""
    came = PhoneEntry.objects.filter(patient=patient, key=key).first()
    if came is None or not values:
        return key
    kept = {field: as_value(value) for field, value in came.values.items()}
    return key if kept == values else str(uuid.uuid4())


def _as_sent(values: Mapping[str, Value]) -> dict[str, object]:
    return {f: list(v) if isinstance(v, tuple) else v for f, v in values.items()}
