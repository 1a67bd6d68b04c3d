"""What happened and what was judged, as records."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from openimt.formulate.assessment import Event, SafetyJudgement
from openimt.simulate.assessed import delivered
from openimt.simulate.person import InventedPerson
from openimt.terms import URGES
from openimt_clinic.demo.answers import of_day
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.courses import SESSIONS
from openimt_clinic.records.mapping.facts import SAFETY_CHECK
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.record import PatientRecord
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.target_reading import TargetReading

NOON = 12
REVIEWED_AFTER = timedelta(days=2)
DANGER = "Said so in the session; plan, people and numbers were gone through together."
NO_DANGER = "Asked in the session: nothing said points to danger in the days ahead."


def events(
    person: InventedPerson, keeping: Keeping, sets: Sequence[AnswerSet]
) -> Iterator[ClinicalEvent]:
    """Dated facts; attendance is told by the appointments. Urges belong to the weekly check."""
    checks = of_day(sets, SAFETY_CHECK)
    for event in person.events:
        check = checks.get(event.on.isoformat()) if event.kind in URGES else None
        told_by_form = event.kind in URGES and check is None
        if event.kind not in SESSIONS and not told_by_form:
            yield _event(event, keeping, check)


def _event(event: Event, keeping: Keeping, check: AnswerSet | None) -> ClinicalEvent:
    noted = keeping.at(event.on, NOON)
    reviewed = min(noted + REVIEWED_AFTER, keeping.now) if event.reviewed_by else None
    return ClinicalEvent(
        **keeping.fields(
            kind=event.kind.value,
            on=event.on,
            value=event.value,
            noted_by=keeping.person if check else keeping.treating,
            noted_at=noted,
            answer_set=check,
            reviewed_by=keeping.treating if reviewed else None,
            reviewed_at=reviewed,
        )
    )


def findings(person: InventedPerson, keeping: Keeping) -> list[PatientRecord]:
    """Diagnosis, severities judged, common modules, capacities, judgements, resilience, wishes."""
    return [
        _diagnosis(person, keeping),
        *_severities(person, keeping),
        *_common(person, keeping),
        *_capacities(person, keeping),
        *_judgements(person, keeping),
        *(_safety(judged, keeping) for judged in person.safety),
        _resilience(person, keeping),
        *_wishes(person, keeping),
        *_progress(person, keeping),
    ]


def _diagnosis(person: InventedPerson, keeping: Keeping) -> DiagnosisRecord:
    day = person.diagnosis.on or person.start
    return DiagnosisRecord(
        **keeping.fields(
            code=person.diagnosis.code, by=keeping.treating, on=day, noted_at=keeping.at(day, NOON)
        )
    )


def _severities(person: InventedPerson, keeping: Keeping) -> Iterator[TargetReading]:
    for reading in person.readings:
        if reading.target and reading.severity is not None:
            day = reading.on or person.start
            yield TargetReading(
                **keeping.fields(
                    target=reading.target,
                    severity=reading.severity,
                    sd=reading.sd,
                    by=keeping.treating,
                    on=day,
                    noted_at=keeping.at(day, NOON),
                )
            )


def _common(person: InventedPerson, keeping: Keeping) -> Iterator[CommonStateRecord]:
    for change in person.common:
        yield CommonStateRecord(
            **keeping.fields(
                module=change.module,
                state=change.state.value,
                on=change.on,
                because=change.because,
                by=keeping.treating,
                noted_at=keeping.at(change.on, NOON),
            )
        )


def _capacities(person: InventedPerson, keeping: Keeping) -> Iterator[CapacityRecord]:
    for change in person.capacities:
        yield CapacityRecord(
            **keeping.fields(
                capacity=change.capacity,
                state=change.state.value,
                on=change.on,
                by=keeping.treating,
                noted_at=keeping.at(change.on, NOON),
            )
        )


def _judgements(person: InventedPerson, keeping: Keeping) -> Iterator[JudgementRecord]:
    for day, judged in person.judgements:
        yield JudgementRecord(
            **keeping.fields(
                criterion=judged.criterion,
                met=judged.met,
                role=judged.role,
                by=keeping.treating,
                on=day,
                until=judged.until,
                reason=judged.reason,
                noted_at=keeping.at(day, NOON),
            )
        )


def _safety(judged: SafetyJudgement, keeping: Keeping) -> SafetyJudgementRecord:
    day = judged.judged_on or keeping.patient.started_on
    return SafetyJudgementRecord(
        **keeping.fields(
            imminent_risk=bool(judged.imminent_risk),
            judged_by=keeping.treating,
            judged_on=day,
            until=judged.until or day,
            reason=DANGER if judged.imminent_risk else NO_DANGER,
            noted_at=keeping.at(day, NOON),
        )
    )


def _resilience(person: InventedPerson, keeping: Keeping) -> ResilienceProfile:
    known = person.resilience
    return ResilienceProfile(
        **keeping.fields(
            skills=list(known.skills),
            supports=list(known.supports),
            strengths=list(known.strengths),
            roles=list(known.roles),
            by=keeping.treating,
            on=person.start,
            noted_at=keeping.at(person.start, NOON),
        )
    )


def _wishes(person: InventedPerson, keeping: Keeping) -> Iterator[Preference]:
    for module, value in person.preferences.items():
        noted = keeping.at(person.start, NOON)
        yield Preference(
            **keeping.fields(module=module, value=value, by=keeping.treating, noted_at=noted)
        )


def _progress(person: InventedPerson, keeping: Keeping) -> Iterator[ModuleProgress]:
    begun = {work.module: s.at.date() for s in reversed(person.sessions) for work in s.work}
    for done in delivered(person, person.on):
        day = begun.get(done.module, person.start)
        ended = {
            "ended_on": person.on,
            "ended_by": keeping.treating,
            "ended_reason": done.ended,
        }
        yield ModuleProgress(
            **keeping.fields(
                module=done.module,
                step=done.step,
                sessions=done.sessions,
                started_on=day,
                **(ended if done.ended else {}),
            )
        )
