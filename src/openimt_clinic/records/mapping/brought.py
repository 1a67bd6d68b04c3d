"""What was written beside the plan, for a session to take up: every kind in one question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from openimt.deliver.brought import BegunChain, Brought, Goal, Helper, Pattern
from openimt.deliver.cases.reviews import Review, due_now, rhythm
from openimt.deliver.chain.chain import chain_of, unfinished
from openimt.deliver.session import AppointmentState
from openimt.formulate.pattern.experiment import is_found
from openimt.formulate.pattern.schema import SchemaState
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.care import readable
from openimt_clinic.records.mapping.case_reviews import KIND as REVIEW
from openimt_clinic.records.mapping.case_reviews import REVIEWED
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.mapping.formulation import (
    EXPERIMENT,
    SCHEMA,
    experiment_of,
    schema_of,
    text_of,
)
from openimt_clinic.records.mapping.medication import flags_of, last_look
from openimt_clinic.records.mapping.repairs import CONSULTATION
from openimt_clinic.records.mapping.told_day import told_day
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.medicine import Medicine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

CALL, CHAIN, GROUP_HOUR = "coaching_call", "chain", "group_hour"
CASE_PLAN = "case_plan"
LASTING = (CASE_PLAN, REVIEW, SCHEMA)
PASSING = (CALL, CHAIN, GROUP_HOUR, CONSULTATION, EXPERIMENT)
"""Kinds of which the last months alone are looked at."""
LOOKED_BACK = timedelta(days=180)
MISSED = AppointmentState.MISSED.value
DRAFT, SIGNED = DocumentState.DRAFT.value, DocumentState.SIGNED.value
OF = Given("patient")
WRITTEN = Asked(
    lambda: (
        readable(Given("user"))
        .filter(Q(kind__in=LASTING) | Q(kind__in=PASSING, about__gte=Given("since")), patient=OF)
        .filter(state__in=(DRAFT, SIGNED))
        .order_by("line", "state", "-number")
        .distinct("line", "state")
    )
)
MISSED_TOGETHER = AskedValues(
    lambda: Appointment.objects.filter(
        patient=OF, meeting__isnull=False, state=MISSED, starts_at__gte=Given("since")
    ).values_list("starts_at")
)  # fmt: skip
TAKEN = Asked(lambda: Medicine.objects.filter(patient=OF, holds=True, ended_on__isnull=True))
WORDS_OF_HELPERS = {
    "prescriber": "Prescriber", "therapist": "Therapist", "family": "Family or friends",
    "work": "Work or study", "benefits": "Benefits or housing",
}  # fmt: skip


@dataclass(frozen=True)
class WrittenBeside:
    """``rows``: of each thing the newest draft and the newest signed version, the newest day first.
    ``missed_group``: days of the skills group on which the person was missed."""

    rows: tuple[CareDocument, ...]
    missed_group: tuple[date, ...] = ()

    def signed(self, kind: str) -> list[CareDocument]:
        """What holds, of a kind."""
        return [one for one in self.rows if one.kind == kind and one.state == SIGNED]

    def latest(self, kind: str) -> list[CareDocument]:
        """Of each thing of a kind what was written last, draft or signed."""
        newest: dict[object, CareDocument] = {}
        for one in self.rows:
            there = newest.get(one.line)
            if one.kind == kind and (there is None or there.number < one.number):
                newest[one.line] = one
        return list(newest.values())


def written_beside(patient: Patient, user: User | None, today: date) -> WrittenBeside:
    """Everything that the user may read of these kinds, in one question."""
    reader = user.pk if user else None
    once = WRITTEN.all(patient=patient.pk, user=reader, since=today - LOOKED_BACK)
    ordered = sorted(once, key=lambda one: (told_day(one), one.made_at), reverse=True)
    missed = {*_noted_missed(ordered), *_missed_together(patient, today)}
    return WrittenBeside(tuple(ordered), tuple(sorted(missed)))


def brought_of(patient: Patient, written: WrittenBeside, today: date) -> Brought:
    """What stands open, as the core takes it up."""
    plans = written.signed(CASE_PLAN) or written.latest(CASE_PLAN)
    ending = current_ending(patient)
    return Brought(
        goals=tuple(goal for plan in plans[:1] for goal in _goals(plan)),
        helpers=tuple(helper for plan in plans[:1] for helper in _helpers(plan)),
        review=_review(patient, written, today),
        missed_group=written.missed_group,
        chains=tuple(_begun(one) for one in written.latest(CHAIN) if one.state == DRAFT),
        asked=tuple(_asked(written)),
        patterns=tuple(_patterns(written)),
        medicines=_medicines(patient, today),
        ends_on=ending.on if ending is not None and ending.ended_at is None else None,
    )


def _noted_missed(rows: Iterable[CareDocument]) -> Iterator[date]:
    for one in rows:
        if one.kind == GROUP_HOUR and one.state == SIGNED and one.values.get("came") == MISSED:
            yield told_day(one)


def _missed_together(patient: Patient, today: date) -> Iterator[date]:
    zone = ZoneInfo(patient.clinic.time_zone)
    since = datetime.combine(today - LOOKED_BACK, time.min, zone)
    for at in MISSED_TOGETHER.flat(patient=patient.pk, since=since):
        yield at.astimezone(zone).date()


def found_out(written: WrittenBeside) -> list[CareDocument]:
    """Experiments of which something is told."""
    rows = written.latest(EXPERIMENT)
    return [one for one in rows if is_found(experiment_of(values_of(one.fields)))]


def _rows(one: CareDocument, name: str, width: int) -> Iterator[tuple[str, ...]]:
    kept = one.values.get(name)
    for row in kept if isinstance(kept, list) else ():
        cells = [str(cell or "") for cell in row]
        yield tuple((cells + [""] * width)[:width])


def _goals(plan: CareDocument) -> Iterator[Goal]:
    for says, sort, by, _seen in _rows(plan, "goals", 4):
        if says:
            yield Goal(says, date.fromisoformat(by) if by else None, sort == "role")


def _helpers(plan: CareDocument) -> Iterator[Helper]:
    for part, name, agreed in _rows(plan, "others", 3):
        if name or agreed:
            yield Helper(WORDS_OF_HELPERS.get(part, ""), name, agreed)


def _review(patient: Patient, written: WrittenBeside, today: date) -> Review | None:
    if patient.therapy not in REVIEWED:
        return None
    held = [told_day(one) for one in written.signed(REVIEW)]
    return due_now(patient.started_on, held, today, rhythm())


def _begun(one: CareDocument) -> BegunChain:
    chain = chain_of(values_of(one.fields))
    return BegunChain(one.about, chain.act, next(iter(unfinished(chain)), ""))


def _asked(written: WrittenBeside) -> Iterator[str]:
    """A question is open until what was agreed about it is signed."""
    for one in written.latest(CONSULTATION):
        asks = text_of(values_of(one.fields), "asks")
        if one.state == DRAFT and asks:
            yield asks


def _patterns(written: WrittenBeside) -> Iterator[Pattern]:
    for one in written.signed(SCHEMA):
        values = values_of(one.fields)
        if text_of(values, "state") == SchemaState.CONFIRMED.value:
            yield Pattern(text_of(values, "title"), schema_of(values))


def _medicines(patient: Patient, today: date) -> tuple[str, ...]:
    rows = TAKEN.all(patient=patient.pk)
    if not rows:
        return ()
    return tuple(flag.says for flag in flags_of(rows, last_look(patient), today))
