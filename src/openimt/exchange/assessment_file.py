"""The assessment file: JSON in, an Assessment out, and back. Strict, with the path of every fault.

Every key but ``patient`` and ``on`` may be absent or null. What nothing reads gives a warning;
what cannot be true (a date after the day, a severity for a fact) is refused.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from openimt.errors import AssessmentError
from openimt.exchange.assessment_rows import (
    read_common,
    read_context,
    read_delivered,
    read_event,
    read_judgement,
    read_reading,
    read_safety_answer,
)
from openimt.exchange.fields import Fields
from openimt.formulate.assessment import Assessment, Diagnosis, Resilience, SafetyJudgement
from openimt.terms import CapacityState, SafetyPlanState

KNOWN = tuple(part.name for part in fields(Assessment) if part.name != "warnings")
COMMON_IDS = tuple(f"c{n}" for n in range(1, 7))


def read_assessment(data: object, file: str, path: str = "") -> Assessment:
    """The assessment that a parsed JSON object says; raises AssessmentError with the field path.

    >>> read_assessment({"patient": "p1", "on": "2026-11-22"}, "a.json").on
    datetime.date(2026, 11, 22)
    """
    top = Fields.of(data, file, AssessmentError, path)
    on = top.day("on")
    if on is None:
        raise top.refuse("is missing; expected the day of the assessment", "on")
    warnings = list(top.unknown(KNOWN))
    return Assessment(
        patient=top.name("patient"),
        on=on,
        readings=tuple(
            found for row in top.rows("readings") if (found := read_reading(row, on, warnings))
        ),
        events=_events(top, on, warnings),
        safety_answers=tuple(
            read_safety_answer(row, on, warnings) for row in top.rows("safety_answers")
        ),
        diagnosis=_diagnosis(top, on, warnings),
        other_diagnoses=_other_diagnoses(top, on, warnings),
        safety=_safety(top.inner("safety"), on, warnings),
        common=_common(top, on, warnings),
        delivered=_delivered(top, warnings),
        capacities=_capacities(top),
        judgements=tuple(read_judgement(row, warnings) for row in top.rows("judgements")),
        resilience=_resilience(top.inner("resilience"), warnings),
        therapy=top.text("therapy").strip() or "imt",
        preferences=_preferences(top.inner("preferences")),
        pin=top.texts("pin"),
        ban=top.texts("ban"),
        context=read_context(top.inner("context"), warnings),
        warnings=tuple(warnings),
    )


def read_assessments(data: object, file: str) -> tuple[Assessment, ...]:
    """One assessment, a list of them, or ``{"assessments": [...]}``."""
    if isinstance(data, Mapping) and "assessments" in data:
        return _each(data["assessments"], file, "assessments")
    if isinstance(data, list):
        return _each(data, file, "")
    return (read_assessment(data, file),)


def _each(data: object, file: str, path: str) -> tuple[Assessment, ...]:
    if not isinstance(data, list) or not data:
        says = "expected a list of assessments with at least one in it"
        raise AssessmentError(says, file=file, field=path or None)
    return tuple(read_assessment(one, file, f"{path}[{n}]") for n, one in enumerate(data))


def _events(top: Fields, on: date, warnings: list[str]) -> tuple[Any, ...] | None:
    """None when nobody asked, which is not the same as none."""
    if not top.has("events"):
        return None
    return tuple(read_event(row, on, warnings) for row in top.rows("events"))


def _diagnosis(top: Fields, on: date, warnings: list[str]) -> Diagnosis | None:
    if not top.has("diagnosis"):
        return None
    return _one_diagnosis(top.inner("diagnosis"), on, warnings)


def _other_diagnoses(top: Fields, on: date, warnings: list[str]) -> tuple[Diagnosis, ...] | None:
    """None when nobody asked for others, which is not the same as none."""
    if not top.has("other_diagnoses"):
        return None
    return tuple(_one_diagnosis(row, on, warnings) for row in top.rows("other_diagnoses"))


def _one_diagnosis(inner: Fields, on: date, warnings: list[str]) -> Diagnosis:
    warnings += inner.unknown(("code", "by", "on"))
    return Diagnosis(inner.name("code"), inner.text("by"), inner.day("on", on))


def _safety(inner: Fields, on: date, warnings: list[str]) -> SafetyJudgement:
    warnings += inner.unknown(part.name for part in fields(SafetyJudgement))
    made = SafetyJudgement(
        imminent_risk=inner.flag("imminent_risk"),
        judged_by=inner.text("judged_by"),
        judged_on=inner.day("judged_on", on),
        until=inner.day("until"),
        plan=inner.word("plan", SafetyPlanState),
        plan_on=inner.day("plan_on", on),
    )
    if made.imminent_risk and not made.judged_by.strip():
        warnings.append(
            f"{inner.file}: '{inner.at('imminent_risk')}' is true and honoured, but names nobody "
            f"who judged it; add '{inner.at('judged_by')}'"
        )
    return made


def _common(top: Fields, on: date, warnings: list[str]) -> dict[str, Any]:
    found = {}
    for name, inner in top.pairs("common"):
        if name in COMMON_IDS and not inner.data:
            continue
        if name not in COMMON_IDS:
            warnings.append(f"{top.file}: '{inner.path}' is no common module and was not read")
            continue
        found[name] = read_common(inner, on, warnings)
    return found


def _delivered(top: Fields, warnings: list[str]) -> tuple[Any, ...]:
    found = [read_delivered(row, warnings) for row in top.rows("delivered")]
    names = [one.module for one in found]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise top.refuse(f"names '{name}' a second time", f"delivered[{n}].module")
    return tuple(found)


def _capacities(top: Fields) -> dict[str, CapacityState]:
    inner = top.inner("capacities")
    states = {name: inner.word(name, CapacityState) for name in inner.data}
    return {name: state for name, state in states.items() if state is not None}


def _resilience(inner: Fields, warnings: list[str]) -> Resilience:
    warnings += inner.unknown(part.name for part in fields(Resilience))
    return Resilience(
        brs=inner.number("brs", 1, 5),
        skills=inner.texts("skills"),
        supports=inner.texts("supports"),
        strengths=inner.texts("strengths"),
        roles=inner.texts("roles"),
    )


def _preferences(inner: Fields) -> dict[str, float]:
    """From -1 (rather not) to 1 (gladly)."""
    found = {name: inner.number(name, -1, 1) for name in inner.data}
    return {name: value for name, value in found.items() if value is not None}


def write_assessment(assessment: Assessment) -> dict[str, Any]:
    """The assessment as its file says it; what stands at its default is left out.

    >>> write_assessment(Assessment("p1", date(2026, 11, 22), events=()))
    {'patient': 'p1', 'on': '2026-11-22', 'events': []}
    """
    said: dict[str, Any] = _plain(assessment)
    return {name: value for name, value in said.items() if name in KNOWN}


def _plain(value: object) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        said = [part for part in fields(value) if getattr(value, part.name) != _default(part)]
        return {part.name: _plain(getattr(value, part.name)) for part in said}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _default(part: Field[Any]) -> object:
    return part.default if part.default_factory is MISSING else part.default_factory()
