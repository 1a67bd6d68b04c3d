"""An alert case in words: which answer, when given and received, whose it is, and the clock.

There is no grade anywhere: a case says what was answered and what that calls for.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.library import known, load
from openimt.terms import Response
from openimt_clinic.clinician.alert_log import Log, log_of
from openimt_clinic.components.numbers import said
from openimt_clinic.components.open_case import came_late
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.phone_entry import PhoneEntry

CALLS_FOR = {
    Response.EMERGENCY: gettext_lazy("Emergency medical help at once, and a call from us"),
    Response.SAME_DAY: gettext_lazy("Contact the same day"),
    Response.NEXT_WORKING_DAY: gettext_lazy("A task for the next working day; offer the plan"),
    Response.ENQUIRE: gettext_lazy("Ask about it in the next contact"),
}


@dataclass(frozen=True)
class AlertView:
    """What the page says. ``late``: it came in later than it was given. ``clock``: how far the
    clock of the phone was off that it came from; empty where it was right."""

    question: str
    answer: str
    calls_for: str
    late: bool
    clock: str
    log: Log


def alert_view(case: AlertCase) -> AlertView:
    """The case with its log."""
    question, answer = asked_and_answered(case)
    return AlertView(
        question=question,
        answer=answer,
        calls_for=str(CALLS_FOR[Response(case.response)]),
        late=came_late(case),
        clock=_clock(case),
        log=log_of(case),
    )


def _clock(case: AlertCase) -> str:
    """The entry that brought the answer arrived at the very moment of the case."""
    entry = PhoneEntry.objects.filter(patient=case.patient_id, received_at=case.received_at)
    off = entry.exclude(clock_off=0).values_list("clock_off", flat=True).first() or 0
    if not off:
        return ""
    minutes = round(abs(off) / 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = {"days": days, "hours": hours, "minutes": rest}
    says = (
        _("The phone's clock was behind by %(days)d d %(hours)d h %(minutes)d min; put right here.")
        if off > 0
        else _("The phone's clock was ahead by %(days)d d %(hours)d h %(minutes)d min; put right.")
    )
    return says % parts


def asked_and_answered(case: AlertCase) -> tuple[str, str]:
    """Our own question and the picked answer; of others' forms the item's name and number."""
    if case.instrument not in known():
        return _("Told outside a form"), case.says
    instrument = load(case.instrument)
    item = instrument.item(case.item)
    options = (item.options or {}).get("en", ())
    place = int(case.answer - item.lowest)
    answer = options[place] if 0 <= place < len(options) else ""
    number = _("%(value)s of %(highest)s") % {
        "value": said(case.answer),
        "highest": said(item.highest),
    }
    named = _("%(instrument)s, item %(item)s") % {"instrument": instrument.name, "item": item.id}
    words = answer if item.kind == "yes_no" else f"{answer} ({number})"
    return (item.says or {}).get("en", named), words if answer else number
