"""What a phone is told of each entry. By a key alone it is told nothing that anybody wrote."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.terms import Response
from openimt_clinic.actions.phone.arrival import Arrival
from openimt_clinic.actions.phone.receiving import Received
from openimt_clinic.components.clinic_words import clinic_says, in_json
from openimt_clinic.components.happening import told_of, what_happens
from openimt_clinic.patient.sync_sender import Sender
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.phone_entry import EntryState

Answer = dict[str, Any]
AGAIN, LATER = "again", "later"


def later(key: str) -> Answer:
    """Our mistake: the phone keeps the entry and sends it again."""
    says = _("This could not be kept just now. It stays on this phone and is sent again.")
    return _answer(key, LATER, says)


def refused(key: str, says: str) -> Answer:
    """The entry stays visible on the phone with this sentence."""
    return _answer(key, EntryState.REFUSED.value, says)


def came_to(arrival: Arrival, received: Received, sender: Sender) -> Answer:
    """What came of an entry. One that was refused before is refused again, in the same words."""
    kept = received.state is not EntryState.REFUSED
    state = AGAIN if received.again and kept else received.state.value
    answer = _answer(str(arrival.key), state, received.entry.says)
    answer["refused"] = dict(received.refused)
    answer["told"] = _told(received, sender)
    if sender.reads:
        answer["keys"] = _keys(arrival, received)
        answer["clashes"] = _clashes(received)
    return answer


def _answer(key: str, state: str, says: str) -> Answer:
    return {
        "key": key, "state": state, "says": says, "refused": {}, "keys": {}, "clashes": [],
        "told": None,
    }  # fmt: skip


def _keys(arrival: Arrival, received: Received) -> dict[str, str]:
    """The key that stands now in each field of the entry."""
    fields = received.document.fields if received.document else {}
    return {name: fields[name]["key"] for name in arrival.values if name in fields}


def _clashes(received: Received) -> list[dict[str, object]]:
    standing = received.document.values if received.document else {}
    return [
        {"field": one.field, "mine": one.value, "theirs": standing.get(one.field)}
        for one in received.clashes
    ]


def _told(received: Received, sender: Sender) -> Answer | None:
    """The gravest of what was set in motion, and what happens now."""
    cases = sorted(received.alerts, key=lambda case: -Response(case.response).urgency)
    if not cases:
        return None
    case = cases[0]
    clinic = sender.patient.clinic
    happens = what_happens(told_of(case), clinic) if sender.reads else _briefly(case, clinic)
    return {
        "response": case.response,
        "happens": [in_json(sentence) for sentence in happens],
        "go": _go(case, sender),
    }


def _briefly(case: AlertCase, clinic: Clinic) -> tuple[str, ...]:
    """For a phone that nobody has signed in on: that it has arrived, and no names."""
    who_reads, out_of_hours = (clinic_says(clinic, name) for name in ("who_reads", "out_of_hours"))
    if case.owner is None:
        return (_("Nobody of the team could be told. Please call."), out_of_hours)
    if case.nobody_on_duty:
        return (
            _("It has arrived. Nobody of the team is on duty now."),
            _("If you need someone now, please call."),
            who_reads,
            out_of_hours,
        )
    said = [_("It has arrived, and somebody of the team has been told."), who_reads]
    return tuple(said if clinic.covered_out_of_hours else [*said, out_of_hours])


def _go(case: AlertCase, sender: Sender) -> str:
    """The page that says what happens now; the panel has the way to the plan already."""
    if sender.reads and case.answer_set_id:
        return reverse("patient:response", args=[case.answer_set_id])
    return ""
