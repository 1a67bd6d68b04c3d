"""Every rule as one plain English sentence, made from the rule itself.

Nobody writes these sentences, so none can say something else than its rule does. Screens,
documents and reasons all use them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openimt.catalogue.condition import Condition
from openimt.terms import PHASES


@dataclass(frozen=True)
class Names:
    """How the things that rules ask about are called; what is missing is called by its id."""

    targets: Mapping[str, str]
    modules: Mapping[str, str]
    capacities: Mapping[str, tuple[str, str]]
    judgements: Mapping[str, str]
    diagnoses: Mapping[str, str]


def sentence(condition: Condition, names: Names) -> str:
    """The condition as a sentence.

    >>> from openimt.catalogue.condition import read_condition
    >>> rule = {"no_event": ["suicide_attempt"], "within_weeks": 8}
    >>> sentence(read_condition(rule), Names({}, {}, {}, {}, {}))
    'There was no suicide attempt in the last 8 weeks.'
    """
    text = phrase(condition, names)
    return f"{text[:1].upper()}{text[1:]}."


def phrase(condition: Condition, names: Names, so: bool = True, inside: bool = False) -> str:
    """The condition as part of a sentence; ``so`` False says its opposite, ``inside`` is within
    another join."""
    if condition.asks == "not":
        return phrase(condition.parts[0], names, not so, inside)
    if condition.asks in {"any", "all"}:
        return _joined(condition, names, so, inside)
    return _PHRASES[condition.asks](condition, names, so)


def _joined(c: Condition, names: Names, so: bool, inside: bool) -> str:
    word = "or" if (c.asks == "any") is so else "and"
    if word == "or" and so and (several := _several_modules(c, names)):
        return several
    parts = list(dict.fromkeys(phrase(part, names, so, inside=True) for part in c.parts))
    if len(parts) == 1:
        return parts[0]
    text = f"{', '.join(parts[:-1])}, {word} {parts[-1]}"
    return f"either {text}" if inside and word == "or" else text


def _several_modules(c: Condition, names: Names) -> str:
    """One phrase for a choice of modules at the same step, or nothing."""
    if {part.asks for part in c.parts} != {"module"}:
        return ""
    if len({part.option("step", 1) for part in c.parts}) > 1:
        return ""
    called = [f"“{names.modules.get(part.of[0], part.of[0].upper())}”" for part in c.parts]
    return f"{_listed(called)} has reached step {c.parts[0].option('step', 1):g}"


def _listed(words: list[str], word: str = "or") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {word} {words[-1]}"


def plain(word: str) -> str:
    """A word of the rules without its underscores."""
    return word.replace("_", " ")


def scale(measure: str) -> str:
    """A measure as people write it.

    >>> scale("ders16"), scale("lpfs-bf-2.interpersonal")
    ('DERS-16', 'LPFS-BF-2 (interpersonal)')
    """
    instrument, _, part = measure.partition(".")
    name = re.sub(r"(?<=[A-Z])(?=\d)", "-", instrument.upper())
    return f"{name} ({plain(part)})" if part and part != "total" else name


_EVENTS: Mapping[str, tuple[str, str]] = {
    "self_harm_act": ("act of self-harm", "acts of self-harm"),
    "suicide_attempt": ("suicide attempt", "suicide attempts"),
    "emergency_care": ("emergency care", "times in emergency care"),
    "admission": ("admission", "admissions"),
    "contact_outside_route": (
        "contact outside the agreed route",
        "contacts outside the agreed route",
    ),
    "session_kept": ("kept session", "kept sessions"),
    "session_cancelled": ("cancelled session", "cancelled sessions"),
    "session_missed": ("missed session", "missed sessions"),
    "suicidal_urge": ("suicidal urge", "suicidal urges"),
    "self_harm_urge": ("urge to self-harm", "urges to self-harm"),
    "suicidal_intent": ("stated suicidal intent", "statements of suicidal intent"),
    "suicidal_plan": ("stated suicidal plan", "stated suicidal plans"),
    "means_access": ("access to means", "reports of access to means"),
}
_UNCOUNTED = frozenset({"emergency_care", "contact_outside_route", "suicidal_intent"} | {
    "means_access"
})  # fmt: skip


def _span(c: Condition) -> str:
    weeks = c.option("within_weeks")
    if weeks is None:
        return ""
    if weeks == 52:
        return " in the last year"
    return f" in the last {weeks:g} weeks" if weeks != 1 else " in the last week"


def _strength(c: Condition) -> str:
    least = c.option("value_at_least")
    return f" of {least:g} or more out of 5" if least is not None else ""


def _one(kind: str) -> str:
    name = _EVENTS.get(kind, (plain(kind), ""))[0]
    if kind in _UNCOUNTED:
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _event(c: Condition, _: Names, so: bool) -> str:
    least = c.option("at_least", 1)
    if not so and least == 1:
        return _none(c)
    if least == 1:
        return f"there was {_listed([_one(k) for k in c.of])}{_strength(c)}{_span(c)}"
    many = _listed([_EVENTS.get(k, ("", plain(k)))[1] for k in c.of])
    word = "at least" if so else "fewer than"
    return f"there were {word} {least:g} {many}{_strength(c)}{_span(c)}"


def _none(c: Condition) -> str:
    kinds = _listed([_EVENTS.get(k, (plain(k), ""))[0] for k in c.of])
    return f"there was no {kinds}{_strength(c)}{_span(c)}"


def _no_event(c: Condition, names: Names, so: bool) -> str:
    return _none(c) if so else _event(c, names, True)


def _fall(c: Condition, _: Names, so: bool) -> str:
    weeks, share = c.option("within_weeks", 8), c.option("share", 0.75)
    kinds = _listed([_EVENTS.get(k, ("", plain(k)))[1] for k in c.of])
    fewer = f"{share * 100:g} % fewer than in the first {weeks:g} weeks with any"
    if so:
        return f"in the last {weeks:g} weeks there were no {kinds}, or at least {fewer}"
    return f"in the last {weeks:g} weeks there were {kinds}, and not {fewer}"


def _target(c: Condition, names: Names, so: bool) -> str:
    name = names.targets.get(c.of[0], plain(c.of[0]))
    verb = "is read at" if so else "is read below"
    more = " or more" if so else ""
    return f"“{name}” {verb} {c.option('at_least', 0.0):g} of 1{more}"


def _capacity(c: Condition, names: Names, so: bool) -> str:
    name, spare = names.capacities.get(c.of[0], (plain(c.of[0]), ""))
    can = f"{name[:1].lower()}{name[1:]}".removeprefix("can ")
    if not so:
        return f"the person has not shown that they can {can}"
    spare = f"{spare[:1].lower()}{spare[1:]}".rstrip(".")
    because = f" because {spare}" if spare else ""
    return f"the person can {can} (shown, or not needed{because})"


def _module(c: Condition, names: Names, so: bool) -> str:
    name = names.modules.get(c.of[0], c.of[0].upper())
    verb = "has reached" if so else "has not reached"
    return f"“{name}” {verb} step {c.option('step', 1):g}"


_STATES = {
    "met": "met",
    "building": "building",
    "needs_repair": "in need of repair",
    "not_assessed": "not assessed",
}


def _common(c: Condition, names: Names, so: bool) -> str:
    name = names.modules.get(c.of[0], c.of[0].upper())
    state = _STATES.get(str(c.option("state", "met")), "met")
    return f"“{name}” {'is' if so else 'is not'} {state}"


_JUDGES = {
    "clinician": "a clinician",
    "senior": "a senior colleague",
    "prescriber": "a prescriber",
    "patient": "the person",
}


def _judgement(c: Condition, names: Names, so: bool) -> str:
    who = _JUDGES.get(str(c.option("role", "clinician")), "a clinician")
    says = names.judgements.get(c.of[0], plain(c.of[0]))
    return f"{who} judges that {says}" if so else f"{who} judges it is not so that {says}"


def _diagnosis(c: Condition, names: Names, so: bool) -> str:
    found = _listed([names.diagnoses.get(one, one) for one in c.of])
    return f"a clinician's diagnosis is {found}" if so else f"no clinician's diagnosis is {found}"


def _wish(c: Condition, _: Names, so: bool) -> str:
    wished = (c.of[0] == "true") is so
    return "the person wishes it" if wished else "the person has not asked for it"


def _safety_plan(c: Condition, _: Names, so: bool) -> str:
    states = _listed([{"replaced": "replaced by something agreed"}.get(s, s) for s in c.of])
    return f"a safety plan was {states}" if so else f"no safety plan was {states}"


def _imminent_risk(c: Condition, _: Names, so: bool) -> str:
    danger = (c.of[0] == "true") is so
    return "danger is imminent" if danger else "a clinician judges that danger is not imminent"


_RESPONSES = {
    "enquire": "asking in the same contact",
    "next_working_day": "contact by the next working day",
    "same_day": "contact the same day",
    "emergency": "emergency help",
}


def _safety_answer(c: Condition, _: Names, so: bool) -> str:
    if "any" in c.of:
        return "a worrying answer was given" if so else "no worrying answer was given"
    calls = _listed([_RESPONSES.get(one, plain(one)) for one in c.of])
    return f"{'an' if so else 'no'} answer was given that calls for {calls}"


def _resource(c: Condition, _: Names, so: bool) -> str:
    there = bool(c.option("present", True)) is so
    kinds = _listed([plain(one) for one in c.of])
    return f"the person names {kinds} of their own" if there else f"the person names no {kinds}"


def _measure(c: Condition, _: Names, so: bool) -> str:
    low, high = c.option("at_least"), c.option("at_most")
    bounds = [f"at least {low:g}"] if low is not None else []
    bounds += [f"at most {high:g}"] if high is not None else []
    reads = "reads" if so else "does not read"
    return f"{scale(c.of[0])} {reads} {_listed(bounds, 'and') if bounds else 'a value'}"


def _phase(c: Condition, _: Names, so: bool) -> str:
    if set(c.of) >= set(PHASES) and so:
        return "the course is in any of its phases"
    return f"the course is {'' if so else 'not '}in {_listed([plain(one) for one in c.of])}"


def _attendance(c: Condition, _: Names, so: bool) -> str:
    kept = f"{c.option('at_least', 3):g} of the last {c.option('of_last', 4):g} offered sessions"
    return f"{kept} were kept" if so else f"fewer than {kept} were kept"


_PHRASES: Mapping[str, Callable[[Condition, Names, bool], str]] = {
    "event": _event,
    "no_event": _no_event,
    "fall": _fall,
    "target": _target,
    "capacity": _capacity,
    "module": _module,
    "common": _common,
    "judgement": _judgement,
    "diagnosis": _diagnosis,
    "wish": _wish,
    "safety_plan": _safety_plan,
    "imminent_risk": _imminent_risk,
    "safety_answer": _safety_answer,
    "resource": _resource,
    "measure": _measure,
    "phase": _phase,
    "attendance": _attendance,
}
