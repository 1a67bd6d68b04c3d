"""The rows of an assessment file, one function a kind of row."""

from datetime import date
from math import inf

from openimt.assess.instruments import known, load
from openimt.assess.range import scale_range
from openimt.exchange.fields import Fields
from openimt.formulate.assessment import (
    CommonReading,
    Context,
    Delivered,
    Event,
    Group,
    Judgement,
    Reading,
    SafetyAnswer,
)
from openimt.terms import (
    COMPETENCES,
    FACT_TARGETS,
    JUDGES,
    URGES,
    CommonState,
    EventKind,
    Response,
)


def read_reading(row: Fields, on: date, warnings: list[str]) -> Reading | None:
    """A measure's value or a judged severity; None (with a warning) for a row without a value."""
    warnings += row.unknown(("on", "measure", "value", "target", "severity", "sd", "by"))
    if row.has("measure") == row.has("target"):
        raise row.refuse("names either a measure or a target, and not both")
    if row.has("target"):
        return _judged(row, on, warnings)
    measure = row.name("measure")
    low, high = _measure_range(measure, row)
    value = row.number("value", low, high)
    if value is None:
        warnings.append(f"{row.file}: '{row.path}' has no value and was left out")
        return None
    return Reading(on=row.day("on", on), measure=measure, value=value, by=row.text("by"))


def _judged(row: Fields, on: date, warnings: list[str]) -> Reading | None:
    target = row.name("target")
    if target in FACT_TARGETS:
        says = f"{target} has no severity: it is recorded as events and a dated judgement"
        raise row.refuse(says, "severity" if row.has("severity") else "target")
    severity = row.number("severity", 0, 1)
    if severity is None:
        warnings.append(f"{row.file}: '{row.path}' has no severity and was left out")
        return None
    return Reading(
        on=row.day("on", on),
        target=target,
        severity=severity,
        sd=row.number("sd", 0, 1),
        by=row.text("by"),
    )


def _measure_range(measure: str, row: Fields) -> tuple[float, float]:
    """The range of a known measure's scale; anything finite for a measure we do not know."""
    instrument_id, _, scale_id = measure.partition(".")
    if instrument_id not in known():
        return -inf, inf
    instrument = load(instrument_id)
    scale = next((s for s in instrument.scales if s.id == (scale_id or "total")), None)
    if scale is None:
        names = ", ".join(s.id for s in instrument.scales) or "none"
        says = f"'{instrument_id}' has no scale '{scale_id or 'total'}'; its scales: {names}"
        raise row.refuse(says, "measure")
    return scale_range(scale, instrument)


def read_event(row: Fields, on: date, warnings: list[str]) -> Event:
    """A dated fact. An urge needs its value from 0 to 5; a value of anything else is not read."""
    warnings += row.unknown(("kind", "on", "value", "reviewed_by"))
    kind = row.word("kind", EventKind)
    if kind is None:
        raise row.refuse("is missing; expected the kind of event", "kind")
    day = row.day("on", on)
    if day is None:
        raise row.refuse("is missing; an event needs its date", "on")
    return Event(kind, day, _event_value(row, kind, warnings), row.text("reviewed_by"))


def _event_value(row: Fields, kind: EventKind, warnings: list[str]) -> float | None:
    if kind not in URGES:
        if row.has("value"):
            warnings.append(f"{row.file}: '{row.at('value')}' is not read: {kind} has no value")
        return None
    value = row.number("value", 0, 5)
    if value is None:
        raise row.refuse("is missing; an urge has a value from 0 to 5", "value")
    return value


def read_safety_answer(row: Fields, on: date, warnings: list[str]) -> SafetyAnswer:
    """A worrying answer in a questionnaire."""
    warnings += row.unknown(("instrument", "item", "answer", "response", "on"))
    response = row.word("response", Response)
    answer = row.number("answer", -inf, inf)
    if response is None or answer is None:
        missing = "response" if response is None else "answer"
        raise row.refuse("is missing", missing)
    return SafetyAnswer(
        row.name("instrument"), row.name("item"), answer, response, row.day("on", on)
    )


def read_common(inner: Fields, on: date, warnings: list[str]) -> CommonReading:
    """The state of one common module."""
    warnings += inner.unknown(("state", "on", "because", "sessions_in_repair"))
    state = inner.word("state", CommonState)
    if state is None:
        raise inner.refuse("is missing; expected the state of the common module", "state")
    repair = inner.whole("sessions_in_repair", 0, 1000) if inner.has("sessions_in_repair") else None
    return CommonReading(state, inner.day("on", on), inner.text("because"), repair)


def read_delivered(row: Fields, warnings: list[str]) -> Delivered:
    """What was done of a module so far; ``ended`` is the reason when it was stopped."""
    warnings += row.unknown(("module", "step", "sessions", "ended"))
    return Delivered(
        module=row.name("module"),
        step=row.whole("step", 0, 4),
        sessions=row.whole("sessions", 0, 10_000),
        ended=row.text("ended"),
    )


def read_judgement(row: Fields, warnings: list[str]) -> Judgement:
    """A person's judgement of a criterion."""
    warnings += row.unknown(("criterion", "met", "by", "until", "reason", "role"))
    met = row.flag("met")
    if met is None:
        raise row.refuse("is missing; expected true or false", "met")
    made = Judgement(
        criterion=row.name("criterion"),
        met=met,
        by=row.text("by"),
        until=row.day("until"),
        reason=row.text("reason"),
        role=_role(row),
    )
    if not made.by.strip():
        warnings.append(f"{row.file}: '{row.path}' names nobody who judged; add 'by'")
    return made


def _role(row: Fields) -> str:
    role = row.text("role").strip() or JUDGES[0]
    if role not in JUDGES:
        raise row.refuse(f"'{role}' is no role; expected one of: {', '.join(JUDGES)}", "role")
    return role


def read_context(inner: Fields, warnings: list[str]) -> Context:
    """What the service can give; unknown competences are kept with a warning."""
    warnings += inner.unknown(("sessions_per_week", "competences", "groups"))
    competences = inner.texts("competences") if inner.has("competences") else None
    for name in competences or ():
        if name not in COMPETENCES:
            warnings.append(f"{inner.file}: the competence '{name}' is not known; it is kept")
    weekly = inner.number("sessions_per_week", 0.1, 14)
    return Context(
        sessions_per_week=1.0 if weekly is None else weekly,
        competences=competences,
        groups=tuple(_group(row, warnings) for row in inner.rows("groups")),
    )


def _group(row: Fields, warnings: list[str]) -> Group:
    warnings += row.unknown(("module", "starts"))
    return Group(row.name("module"), row.days("starts"))
