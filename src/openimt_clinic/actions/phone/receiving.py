"""An entry arrives: it is kept once, put into its document, and what it says is acted on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.library import load
from openimt.deliver.documents.document import Clash, Merged, Value, Written
from openimt.deliver.documents.merge import merge
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.phone.answers import Told, act_on, items_of, keep_answers, read_items
from openimt_clinic.actions.phone.arrival import Arrival, Times
from openimt_clinic.actions.phone.kind import Change, Kind, Place, Read
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.actions.phone.removing import remove
from openimt_clinic.audit.log import events_together, record
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.mapping.written import as_value, fields_of, rows_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import EntryState, PhoneEntry
from openimt_clinic.records.user import User

DONE, SHARED, REMOVED = "done", "shared", "removed"
OWN = {DONE, SHARED, REMOVED}
"""Fields that every kind has: the person is through; who treats may read it; it is taken away."""

LOCKED = Asked(lambda: Patient.objects.select_for_update(of=("self",)).filter(pk=Given("patient")))
CAME_BEFORE = Asked(lambda: PhoneEntry.objects.filter(patient=Given("patient"), key=Given("key")))
THERE = Asked(
    lambda: PhoneDocument.objects.filter(
        patient=Given("patient"), kind=Given("kind"), name=Given("name")
    ).select_related("answer_set")
)
TAKEN_AWAY = gettext_lazy("You have taken this away.")


@dataclass(frozen=True)
class Received:
    """What came of an entry. ``again``: it had come before, and nothing changed now."""

    entry: PhoneEntry
    document: PhoneDocument | None
    alerts: tuple[AlertCase, ...]
    clashes: tuple[Clash, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    again: bool = False

    @property
    def state(self) -> EntryState:
        return EntryState(self.entry.state)


def kind_of(name: str) -> Kind:
    """The kind of that name; raises RecordError where there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise RecordError(_("There is nothing of this kind here."), field="kind") from None


@action
@events_together()
def receive(*, patient: Patient, arrival: Arrival, times: Times, by: User) -> Received:
    """Keeps an entry of the person's own, once, and does what follows from it.

    What cannot be kept is refused in words, field by field; an answer that worries acts all the
    same. Raises RecordError only for a kind there is not.
    """
    require(by, Permission.ANSWER_OWN, patient)
    kind = kind_of(arrival.kind)
    # The patient's row is the lock: two requests with one entry come after each other.
    clinic, patient = patient.clinic, LOCKED.one(patient=patient.pk)
    patient.clinic = clinic
    if before := CAME_BEFORE.first(patient=patient.pk, key=arrival.key):
        return _again(patient, before, by)
    read = _read(kind, patient, arrival)
    try:
        _refuse_nothing(read)
        document = _document(kind, patient, arrival, times)
    except RecordError as refusal:
        return _refused(kind, patient, arrival, times, read, refusal, by)
    return keep_in(kind, patient, arrival, times, read, document, by)


def _again(patient: Patient, before: PhoneEntry, by: User) -> Received:
    record("phone.came_again", by=by, patient=patient, entry=before.key)
    document = before.document
    open_ones = PhoneClash.objects.filter(key=before.key, patient=patient, settled_at__isnull=True)
    clashes = tuple(Clash(c.field, c.value, str(c.key), c.device) for c in open_ones)
    alerts = tuple(_cases_of(before))
    return Received(before, document, alerts, clashes, again=True)


def _cases_of(before: PhoneEntry) -> Iterable[AlertCase]:
    """The cases of what the entry told, also where its words found no place; open ones speak
    before those that were closed."""
    cases = AlertCase.objects.filter(patient=before.patient_id).select_related("owner", "second")
    cases = cases.order_by(F("closed_at").desc(nulls_first=True))
    if before.document is None:
        return cases.filter(answer_set=None, received_at=before.received_at)
    if before.document.answer_set_id is None:
        return ()
    return cases.filter(answer_set=before.document.answer_set_id, item__in=list(before.values))


def _read(kind: Kind, patient: Patient, arrival: Arrival) -> Read:
    """Answers by their instrument, what every kind has by us, the rest by the kind."""
    items = items_of(kind.instrument(arrival.name))
    values = arrival.values
    answers = read_items(values, items)
    owned = OWN if kind.owned else {DONE}
    own = {name: value for name, value in values.items() if name in owned}
    rest = {name: v for name, v in values.items() if name not in items and name not in owned}
    more = kind.read(patient, arrival.name, rest)
    wrong = {
        name: _("Say yes or no.") for name, value in own.items() if not isinstance(value, bool)
    }
    right = {name: value for name, value in own.items() if name not in wrong}
    refused = {**arrival.unreadable, **answers.refused, **more.refused, **wrong}
    return Read({**answers.values, **more.values, **right}, refused)


def _refuse_nothing(read: Read) -> None:
    if not read.values:
        says = " ".join(dict.fromkeys(read.refused.values()))
        raise RecordError(says or _("Nothing was written here."))


def _document(kind: Kind, patient: Patient, arrival: Arrival, times: Times) -> PhoneDocument:
    place = kind.place(patient, arrival, times)
    there = THERE.first(patient=patient.pk, kind=kind.name, name=place.name)
    document = there or _new(kind, patient, place, times)
    # Known already: nothing below need ask the database for them.
    document.patient = patient
    if document.answer_set:
        document.answer_set.patient = patient
    if document.removed_at:
        raise RecordError(str(TAKEN_AWAY))
    return document


def _new(kind: Kind, patient: Patient, place: Place, times: Times) -> PhoneDocument:
    return PhoneDocument(
        clinic_id=patient.clinic_id,
        patient=patient,
        kind=kind.name,
        name=place.name,
        about=place.about,
        shared=kind.shared(patient),
        card=place.card,
        made_at=times.given_at,
        changed_at=times.given_at,
    )


def keep_in(
    kind: Kind,
    patient: Patient,
    arrival: Arrival,
    times: Times,
    read: Read,
    document: PhoneDocument,
    by: User,
    *,
    said_before: bool = False,
) -> Received:
    """Puts an entry that has been read into its document; inside an action, behind its lock.

    ``said_before``: its answers are chosen among those given earlier, which have acted already.
    """
    before = fields_of(document.fields)
    merged = merge(before, arrival.entry(read.values))
    anew = frozenset() if said_before else _anew(before, read)
    told = _told(kind, arrival, read, anew, chosen=said_before)
    document.fields = rows_of(merged)
    document.changed_at = max(document.changed_at, times.given_at)
    if SHARED in merged.changed:
        document.shared = bool(merged.fields[SHARED].value)
    alerts = keep_answers(patient, document, told, times, by) if told else ()
    document.save()
    state = EntryState.CLASHED if merged.clashes else EntryState.KEPT
    says = " ".join(dict.fromkeys(read.refused.values()))
    entry = _entry(patient, arrival, times, document, read.values, state, says)
    _keep_clashes(patient, document, before, merged, entry)
    kind.after(Change(patient, document, merged.changed, times, by))
    if merged.fields.get(REMOVED) and merged.fields[REMOVED].value is True:
        remove(document, times)
    record(
        "phone.entry_kept", by=by, patient=patient, kind=kind.name, document=document.pk,
        entry=arrival.key,
    )  # fmt: skip
    return Received(entry, document, alerts, merged.clashes, read.refused)


def _refused(
    kind: Kind,
    patient: Patient,
    arrival: Arrival,
    times: Times,
    read: Read,
    refusal: RecordError,
    by: User,
) -> Received:
    """There is no place for it; its words stay on the phone, but what worries has been said."""
    told = _told(kind, arrival, read, frozenset(read.values))
    alerts = act_on(patient, told, times, by, None) if told else ()
    entry = _entry(patient, arrival, times, None, {}, EntryState.REFUSED, refusal.says)
    record("phone.entry_refused", by=by, patient=patient, kind=kind.name, entry=arrival.key)
    return Received(entry, None, alerts, refused=read.refused)


def _anew(before: Mapping[str, Written], read: Read) -> frozenset[str]:
    """What is said otherwise than it stood, even where it came too late to stand itself."""
    return frozenset(
        name
        for name, value in read.values.items()
        if name not in before or before[name].value != value
    )


def _told(
    kind: Kind, arrival: Arrival, read: Read, anew: frozenset[str], *, chosen: bool = False
) -> Told | None:
    instrument = kind.instrument(arrival.name)
    items = items_of(instrument)
    given: Any = {name: value for name, value in read.values.items() if name in items}
    return Told(load(instrument), given, anew, chosen) if given else None


def _entry(
    patient: Patient,
    arrival: Arrival,
    times: Times,
    document: PhoneDocument | None,
    values: Mapping[str, Value],
    state: EntryState,
    says: str,
) -> PhoneEntry:
    return PhoneEntry.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        key=arrival.key,
        document=document,
        kind=arrival.kind,
        device=arrival.device,
        number=arrival.number,
        values=dict(values),
        state=state.value,
        says=says,
        given_at=times.given_at,
        clock_off=times.clock_off,
        received_at=times.received_at,
    )


def _keep_clashes(
    patient: Patient,
    document: PhoneDocument,
    before: Mapping[str, Written],
    merged: Merged,
    entry: PhoneEntry,
) -> None:
    for clash in merged.clashes:
        PhoneClash.objects.update_or_create(
            document=document,
            field=clash.field,
            device=clash.device,
            settled_at=None,
            defaults={
                "clinic_id": patient.clinic_id,
                "patient": patient,
                "value": clash.value,
                "key": entry.key,
                "made_at": entry.received_at,
            },
        )
    if all(len(one.latest) == 1 for one in merged.fields.values()):
        return
    clashing = {clash.field for clash in merged.clashes}
    for one in PhoneClash.objects.filter(document=document, settled_at__isnull=True):
        if one.field in entry.values and one.field not in clashing:
            _settle_if_said(one, before, merged, entry)


def _settle_if_said(
    clash: PhoneClash, before: Mapping[str, Written], merged: Merged, entry: PhoneEntry
) -> None:
    """A device that has written since has decided; and what says the same is no clash."""
    now, then = merged.fields[clash.field], before.get(clash.field)
    newest = then is None or entry.number > then.latest.get(entry.device, -1)
    decided = clash.device == entry.device and newest
    if decided or now.value == as_value(clash.value):
        clash.settled_at = entry.received_at
        clash.save(update_fields=["settled_at"])
