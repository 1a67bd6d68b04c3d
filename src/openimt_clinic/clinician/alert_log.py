"""The log of an alert case: the clock, who was on it, who it was handed to, each try, its end.

The case itself keeps only who holds it now. Who else has said *I am on it*, and who held it
before it was handed over, is read from the event log.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.audit.who import names_of
from openimt_clinic.clinician.contact_words import contact_says
from openimt_clinic.records.alert_case import AlertCase

TAKEN, GIVEN_ON = "alert.acknowledged", "alert.handed_over"
OPEN_AGAIN = "alert.open_again"


@dataclass(frozen=True)
class Line:
    """One line of the case's log."""

    at: datetime
    who: str
    says: str


@dataclass(frozen=True)
class Log:
    """``lines``: the oldest first. ``also``: who else is on it, beside the one who took it first.
    ``on_it``: everybody who has said so since it was handed over last."""

    lines: tuple[Line, ...]
    also: tuple[str, ...]
    on_it: frozenset[UUID]


def log_of(case: AlertCase) -> Log:
    """All that was done about the case."""
    events = _events(case)
    names = names_of(one for event in events for one in (event.by_id, event.details.get("to")))
    since = _since_handed_over(events)
    others = dict.fromkeys(event.by_id for event in since if event.by_id != case.acknowledged_by_id)
    lines = [*_of_the_case(case), *_of_events(case, events, names), *_tries(case)]
    return Log(
        lines=tuple(sorted(lines, key=lambda line: line.at)),
        also=tuple(names[str(one)] for one in others),
        on_it=frozenset(one for one in (*others, case.acknowledged_by_id) if one),
    )


def _events(case: AlertCase) -> list[AuditEvent]:
    rows = AuditEvent.objects.filter(
        patient_id=case.patient_id, action__in=(TAKEN, GIVEN_ON, OPEN_AGAIN)
    )
    return list(rows.filter(details__alert=str(case.pk)).order_by("id"))


def _since_handed_over(events: list[AuditEvent]) -> list[AuditEvent]:
    """Who said so earlier has given it out of their hands."""
    since: list[AuditEvent] = []
    for event in events:
        since = [*since, event] if event.action == TAKEN else []
    return since


def _of_the_case(case: AlertCase) -> Iterator[Line]:
    yield Line(case.received_at, "", _("The answer came in."))
    if case.passed_on_at:
        second = case.second.name if case.second else _("nobody")
        says = _("Not acknowledged in time; the second person was told: %(who)s.") % {"who": second}
        yield Line(case.passed_on_at, "", says)
    if case.acknowledged_at and case.acknowledged_by:
        says = _("Acknowledged: I am on it.")
        yield Line(case.acknowledged_at, case.acknowledged_by.name, says)
    if case.closed_at and case.closed_by:
        yield Line(case.closed_at, case.closed_by.name, case.closed_reason)


def _of_events(case: AlertCase, events: list[AuditEvent], names: dict[str, str]) -> Iterator[Line]:
    """What the case does not say itself: earlier holders, others who are on it, handing over."""
    since = _since_handed_over(events)
    said = {case.acknowledged_by_id}
    for event in events:
        who = names[str(event.by_id)]
        if event.action == GIVEN_ON:
            to = names[event.details["to"]]
            yield Line(event.at, who, _("Handed over to %(who)s.") % {"who": to})
        elif event.action == OPEN_AGAIN:
            yield Line(event.at, who, _("Closed when a death was written by mistake; open again."))
        elif event not in since:
            yield Line(event.at, who, _("Acknowledged: I am on it."))
        elif event.by_id not in said:
            said.add(event.by_id)
            yield Line(event.at, who, _("I am on it, too."))


def _tries(case: AlertCase) -> Iterator[Line]:
    for one in case.contacts.select_related("by").order_by("at"):
        yield Line(one.at, one.by.name, contact_says(one))
