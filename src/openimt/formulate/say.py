"""How days, measures, events and answers are said in reasons: plain words, no codes."""

from datetime import date

from openimt.assess.instruments import known, load
from openimt.formulate.assessment import Event, Judgement, SafetyAnswer

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_says(day: date) -> str:
    """A day as people write it, whatever the machine's language.

    >>> day_says(date(2026, 11, 3))
    '3 Nov 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def measure_says(measure: str) -> str:
    """A measure by the name people know it by, with its scale when it is a part.

    >>> measure_says("bsl23"), measure_says("ders16.impulse"), measure_says("home-made")
    ('BSL-23', 'DERS-16 (difficulty holding impulses)', 'home-made')
    """
    instrument_id, _, scale_id = measure.partition(".")
    if instrument_id not in known():
        return measure
    instrument = load(instrument_id)
    scale = next((s for s in instrument.scales if s.id == scale_id), None)
    if scale is None or scale_id == "total":
        return instrument.short
    return f"{instrument.short} ({scale.name[0].lower()}{scale.name[1:]})"


def number_says(value: float) -> str:
    """A score with no more decimals than people read.

    >>> number_says(2.4782608), number_says(36.0)
    ('2.48', '36')
    """
    return f"{round(value, 2):g}"


def event_says(event: Event) -> str:
    """An event with its day and, for an urge, how strong it was."""
    strength = f" {event.value:g} of 5" if event.value is not None else ""
    return f"{plain(event.kind.value)}{strength} on {day_says(event.on)}"


def answer_says(answer: SafetyAnswer) -> str:
    """A worrying answer: where and when it was given, and what was answered."""
    item = f"item {answer.item}" if answer.item.strip("q").isdigit() else plain(answer.item)
    day = f" on {day_says(answer.on)}" if answer.on else ""
    return f"{measure_says(answer.instrument)}{day}, {item}: {answer.answer:g}"


def lapsed_says(judgement: Judgement) -> str:
    """A judgement that has lapsed: whose it was, and when it did.

    >>> lapsed_says(Judgement("psychosis_now", False, "Dr Vance", date(2026, 11, 3)))
    "Dr Vance's judgement lapsed on 3 Nov 2026:"
    """
    day = f" on {day_says(judgement.until)}" if judgement.until else ""
    return f"{judgement.by or 'somebody'}'s judgement lapsed{day}:"


def plain(word: str) -> str:
    """A word of the catalogue or of the facts without its underscores.

    >>> plain("contact_outside_route"), plain("self_harm_act")
    ('contact outside the agreed route', 'self-harm')
    """
    return _PLAIN.get(word, word.replace("_", " "))


_PLAIN = {
    "self_harm_act": "self-harm",
    "self_harm_urge": "urge to self-harm",
    "contact_outside_route": "contact outside the agreed route",
    "can_stay_present": "staying present",
    "can_settle": "settling below 8 of 10",
}
