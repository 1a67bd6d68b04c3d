"""What happens for each answer, in words made from the very data by which answers are routed.

Nothing stands here twice: the answers are the rules of the instruments, the clock is
``response.toml`` or what the clinic has signed, the sentences are those that patients read.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.assess.instrument import Instrument, SafetyRule
from openimt.assess.library import known, load
from openimt.terms import Response
from openimt_clinic.actions.clock import Clock, clock_of, packaged
from openimt_clinic.clinician.alert_view import CALLS_FOR
from openimt_clinic.components.happening import LEADS_TO_HELP, Told, what_happens
from openimt_clinic.components.numbers import said
from openimt_clinic.records.clinic import Clinic


@dataclass(frozen=True)
class Answer:
    """One rule: which answer of which question calls for the response, and where it comes from."""

    instrument: str
    question: str
    answer: str
    says: str
    source: str


@dataclass(frozen=True)
class Route:
    """Everything that follows from one response. ``signed``: whether the clinic's own minutes
    hold; ``checked``: whether the packaged ones were compared with their source."""

    response: Response
    calls_for: str
    answers: tuple[Answer, ...]
    steps: tuple[str, ...]
    read_on_duty: tuple[str, ...]
    read_without: tuple[str, ...]
    source: str
    signed: bool
    checked: bool


def routes(clinic: Clinic, now: datetime) -> tuple[Route, ...]:
    """One for each response, the most urgent first."""
    ordered = sorted(Response, key=lambda one: -one.urgency)
    return tuple(_route(one, clinic, now) for one in ordered)


def _route(response: Response, clinic: Clinic, now: datetime) -> Route:
    clock, data = clock_of(clinic, response), packaged()[response.value]
    return Route(
        response=response,
        calls_for=str(CALLS_FOR[response]),
        answers=answers_to(response),
        steps=tuple(_steps(response, clock)),
        read_on_duty=_read(response, clinic, now, on_duty=True),
        read_without=_read(response, clinic, now, on_duty=False),
        source=data["source"],
        signed=response.value in clinic.clock,
        checked=bool(data["checked"]),
    )


def answers_to(response: Response) -> tuple[Answer, ...]:
    """Every answer of every instrument that calls for the response."""
    instruments = [load(name) for name in known()]
    return tuple(
        _answer(instrument, rule)
        for instrument in instruments
        for rule in instrument.safety
        if rule.response is response
    )


def _answer(instrument: Instrument, rule: SafetyRule) -> Answer:
    item = instrument.item(rule.item)
    question = (item.says or {}).get("en", "") or _("item %(item)s") % {"item": item.id}
    return Answer(instrument.name, question, _range(instrument, rule), rule.says, rule.source)


def _range(instrument: Instrument, rule: SafetyRule) -> str:
    """The answers of a rule in words; numbers alone where the words belong to others."""
    item = instrument.item(rule.item)
    options = (item.options or {}).get("en", ())
    first, last = int(rule.at_least - item.lowest), int(rule.at_most - item.lowest)
    words = [options[n] for n in range(first, last + 1) if 0 <= n < len(options)]
    low, high = said(rule.at_least), said(rule.at_most)
    numbers = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return f"{', '.join(words)} ({numbers})" if words else numbers


def _steps(response: Response, clock: Clock) -> list[str]:
    steps = [_first(response, clock), _by_when(clock)]
    if clock.passes_on:
        steps.append(
            _("Not acknowledged by then: the second person is told, and the case stays open.")
        )
    else:
        steps.append(_("Nobody else is told: it is asked about, and the case waits for that."))
    steps.append(_without(clock))
    steps.append(_("Every try to reach the person is noted, and closing needs what came of it."))
    return steps


def _without(clock: Clock) -> str:
    if clock.to_on_duty:
        return _(
            "Nobody on duty: those who treat the person are told, then the team leads; the "
            "patient's screen says that nobody is on duty and whom to call."
        )
    return _("Nobody treats the person: whoever is on duty is told, then the team leads.")


def _first(response: Response, clock: Clock) -> str:
    if response is Response.EMERGENCY:
        return _(
            "The screen gives the emergency number first, even if the person feels well now; the "
            "person on duty is told at once."
        )
    if clock.to_on_duty:
        return _("The screen shows numbers and plan; the person on duty is told at once.")
    if response.urgency >= LEADS_TO_HELP:
        return _("The screen offers the plan and the numbers; whoever treats the person is told.")
    return _("Whoever treats the person finds it as a question for the next contact.")


def _by_when(clock: Clock) -> str:
    if clock.minutes is not None:
        return ngettext(
            "Acknowledged within %(n)d minute.", "Acknowledged within %(n)d minutes.", clock.minutes
        ) % {"n": clock.minutes}
    return _("Acknowledged by %(hour)d:00 of the next working day.") % {"hour": clock.hour}


def _read(response: Response, clinic: Clinic, now: datetime, *, on_duty: bool) -> tuple[str, ...]:
    """What the patient reads after such an answer, with names in place of names."""
    due = clock_of(clinic, response).due(now, ZoneInfo(clinic.time_zone))
    told = Told(
        response=response,
        owner=_("[who is told first]"),
        second=_("[the second person]"),
        nobody_on_duty=not on_duty,
        due_at=due,
    )
    return what_happens(told, clinic)
