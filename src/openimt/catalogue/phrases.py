"""How each question of a rule is said, and how its opposite is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openimt.catalogue.condition import Condition
from openimt.terms import PHASES


@dataclass(frozen=True)
class Names:
    """How the things that rules ask about are called; what is missing is called by its id.

    ``denied`` completes "A clinician judges that …" when something is judged not to be so.
    """

    targets: Mapping[str, str]
    modules: Mapping[str, str]
    capacities: Mapping[str, tuple[str, str]]
    judgements: Mapping[str, str]
    diagnoses: Mapping[str, str]
    denied: Mapping[str, str] = field(default_factory=dict)


def listed(words: Sequence[str], word: str = "or") -> str:
    """Several words as one part of a sentence.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
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
        return f"there was {listed([_one(k) for k in c.of])}{_strength(c)}{_span(c)}"
    many = listed([_EVENTS.get(k, ("", plain(k)))[1] for k in c.of])
    word = "at least" if so else "fewer than"
    return f"there were {word} {least:g} {many}{_strength(c)}{_span(c)}"


def _none(c: Condition) -> str:
    kinds = listed([_EVENTS.get(k, (plain(k), ""))[0] for k in c.of])
    return f"there was no {kinds}{_strength(c)}{_span(c)}"


def _no_event(c: Condition, names: Names, so: bool) -> str:
    return _none(c) if so else _event(c, names, True)


def _fall(c: Condition, _: Names, so: bool) -> str:
    weeks, share = c.option("within_weeks", 8), c.option("share", 0.75)
    kinds = listed([_EVENTS.get(k, ("", plain(k)))[1] for k in c.of])
    fewer = f"{share * 100:g} % fewer than in the first {weeks:g} weeks with any"
    if so:
        return f"in the last {weeks:g} weeks there were no {kinds}, or at least {fewer}"
    return f"in the last {weeks:g} weeks there were {kinds}, and not at least {fewer}"


def _target(c: Condition, names: Names, so: bool) -> str:
    name = names.targets.get(c.of[0], plain(c.of[0]))
    least = c.option("at_least", 0.0)
    if not least:
        return f"“{name}” was {'' if so else 'not '}read"
    return (
        f"“{name}” is read at {least:g} of 1 or more"
        if so
        else f"“{name}” is read below {least:g} of 1"
    )


def _capacity(c: Condition, names: Names, so: bool) -> str:
    name, spare = names.capacities.get(c.of[0], (plain(c.of[0]), ""))
    can = f"{name[:1].lower()}{name[1:]}".removeprefix("can ")
    if not so:
        return f"the person has not shown that they can {can}"
    spare = f"{spare[:1].lower()}{spare[1:]}".rstrip(".")
    because = f" because {spare}" if spare else ""
    return f"the person can {can} (shown, or not needed{because})"


def called(module: str, names: Names) -> str:
    """A module as people call it, in quotation marks."""
    return f"“{names.modules.get(module, module.upper())}”"


def _module(c: Condition, names: Names, so: bool) -> str:
    verb = "has reached" if so else "has not reached"
    return f"{called(c.of[0], names)} {verb} step {c.option('step', 1):g}"


_STATES = {
    "met": "met",
    "building": "building",
    "needs_repair": "in need of repair",
    "not_assessed": "not assessed",
}


def _common(c: Condition, names: Names, so: bool) -> str:
    state = _STATES.get(str(c.option("state", "met")), "met")
    return f"{called(c.of[0], names)} {'is' if so else 'is not'} {state}"


_JUDGES = {
    "clinician": "a clinician",
    "senior": "a senior colleague",
    "prescriber": "a prescriber",
    "patient": "the person",
}


def _judgement(c: Condition, names: Names, so: bool) -> str:
    who = _JUDGES.get(str(c.option("role", "clinician")), "a clinician")
    says = names.judgements.get(c.of[0], plain(c.of[0]))
    if not so:
        says = names.denied.get(c.of[0]) or f"it is not so that {says}"
    return f"{who} judges that {says}"


def _diagnosis(c: Condition, names: Names, so: bool) -> str:
    found = listed([names.diagnoses.get(one, one) for one in c.of])
    return f"{'a' if so else 'no'} clinician has diagnosed {found}"


def _wish(c: Condition, _: Names, so: bool) -> str:
    wished = (c.of[0] == "true") is so
    return f"the person has {'' if wished else 'not '}asked for it"


def _safety_plan(c: Condition, _: Names, so: bool) -> str:
    states = listed([{"replaced": "replaced by something agreed"}.get(s, s) for s in c.of])
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
    seen = " that nobody has judged since" if c.option("open") else ""
    if "any" in c.of:
        return f"{'a' if so else 'no'} worrying answer was given{seen}"
    calls = listed([_RESPONSES.get(one, plain(one)) for one in c.of])
    since = " and was not judged since" if seen else ""
    return f"{'an' if so else 'no'} answer was given that calls for {calls}{since}"


def _resource(c: Condition, _: Names, so: bool) -> str:
    there = bool(c.option("present", True)) is so
    kinds = listed([plain(one) for one in c.of])
    return f"the person names {kinds} of their own" if there else f"the person names no {kinds}"


def _measure(c: Condition, _: Names, so: bool) -> str:
    low, high = c.option("at_least"), c.option("at_most")
    bounds = [f"at least {low:g}"] if low is not None else []
    bounds += [f"at most {high:g}"] if high is not None else []
    reads = "reads" if so else "does not read"
    return f"{scale(c.of[0])} {reads} {listed(bounds, 'and') if bounds else 'a value'}"


def _phase(c: Condition, _: Names, so: bool) -> str:
    if set(c.of) >= set(PHASES) and so:
        return "the course is in any of its phases"
    return f"the course is {'' if so else 'not '}in {listed([plain(one) for one in c.of])}"


def _attendance(c: Condition, _: Names, so: bool) -> str:
    least, of = c.option("at_least", 3), c.option("of_last", 4)
    word = "at least" if so else "fewer than"
    return f"{word} {least:g} of the last {of:g} offered sessions were kept"


QUESTION_SAYS: Mapping[str, Callable[[Condition, Names, bool], str]] = {
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
"""How each question that is no join is said: the condition, the names, and whether it is so."""
