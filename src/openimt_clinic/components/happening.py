"""What happens now: who was told of an answer, by when somebody is in touch, what if nobody is.

Only what is so is said. Where nobody was told, that is the first sentence.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt.terms import Response
from openimt_clinic.components.clinic_words import clinic_says
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.clinic import Clinic

# From here on the person is led to the page that helps; a milder answer is asked about.
LEADS_TO_HELP = Response.NEXT_WORKING_DAY.urgency


@dataclass(frozen=True)
class Told:
    """What is known of the case behind an answer."""

    response: Response
    owner: str
    second: str
    nobody_on_duty: bool
    due_at: datetime
    seen_by: str = ""
    passed_on: bool = False


def told_of(case: AlertCase) -> Told:
    """The facts of an alert case that the person it is about may read."""
    return Told(
        response=Response(case.response),
        owner=case.owner.name if case.owner else "",
        second=case.second.name if case.second else "",
        nobody_on_duty=case.nobody_on_duty,
        due_at=case.due_at,
        seen_by=case.acknowledged_by.name if case.acknowledged_by else "",
        passed_on=case.passed_on_at is not None,
    )


def what_happens(told: Told, clinic: Clinic) -> tuple[str, ...]:
    """One sentence after the other, the most important first."""
    who_reads = clinic_says(clinic, "who_reads")
    if told.seen_by:
        return (_("%(who)s has read this and is on it.") % {"who": told.seen_by}, who_reads)
    said = [_who(told), _by_when(told), _second(told), who_reads]
    if told.nobody_on_duty or not clinic.covered_out_of_hours:
        said.append(clinic_says(clinic, "out_of_hours"))
    return tuple(sentence for sentence in said if sentence)


def _who(told: Told) -> str:
    if not told.owner:
        return _("Nobody of the team could be told. Please call.")
    if told.nobody_on_duty and told.response.urgency >= Response.SAME_DAY.urgency:
        return _(
            "Nobody of the team is on duty now. We have sent word to %(who)s, but it may take "
            "until the next working day. If you need someone now, please call."
        ) % {"who": told.owner}
    return _("We have told %(who)s.") % {"who": told.owner}


def _by_when(told: Told) -> str:
    if not told.owner or told.nobody_on_duty:
        return ""
    if told.response.urgency >= Response.SAME_DAY.urgency:
        # The roster says that they are on duty now; at what hour they call nobody can promise.
        says = _("%(who)s is on duty and gets in touch with you as soon as they can.")
        return says % {"who": told.owner}
    day = date_format(localtime(told.due_at), _("l j F"))
    return _("%(who)s reads it by %(day)s and talks with you about it.") % {
        "who": told.owner,
        "day": day,
    }


def _second(told: Told) -> str:
    if told.nobody_on_duty or not told.second:
        return ""
    if told.response.urgency < Response.SAME_DAY.urgency:
        return ""
    if told.passed_on:
        return _("%(who)s has been told, too.") % {"who": told.second}
    at = date_format(localtime(told.due_at), "H:i")
    return _("If %(who)s has not seen it by %(at)s, we tell %(second)s, too.") % {
        "who": told.owner,
        "at": at,
        "second": told.second,
    }
