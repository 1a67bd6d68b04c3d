"""A referral: what was written, what the screening found, and what is decided next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.meanwhile import next_check_in, to_do
from openimt.assess.front_door.pattern import Pattern, pattern_lines
from openimt_clinic.access.doors import clinic_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.front_door.referring import Referred, receive_referral
from openimt_clinic.actions.front_door.same_person import perhaps_the_same
from openimt_clinic.audit.who import names_of
from openimt_clinic.clinician.fit.offers import therapies_of
from openimt_clinic.clinician.front.door import referral_page
from openimt_clinic.clinician.front.meanwhile_view import steps_of
from openimt_clinic.clinician.front.referral_forms import CheckInForm, ReferralForm, StartForm
from openimt_clinic.clinician.front.sent import key_of
from openimt_clinic.clinician.front.who_waits import waits_of, waits_says
from openimt_clinic.clinician.front.words import (
    ANSWERS,
    CONTACTS,
    REFERRERS,
    STANDINGS,
    state_says,
)
from openimt_clinic.components.open_case import CaseRow, case_row, open_at_the_door
from openimt_clinic.records.mapping.referrals import screening_of
from openimt_clinic.records.referral import Referral, ReferralState
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.refusals import carried_out

USUAL = "imt"
CALL, START = "call", "start"
"""The two forms of who waits, by their prefix."""


@clinic_page(Permission.ENROL)
def new_referral(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Writes a referral down."""
    initial = {"language": standing.clinic.language}
    form = ReferralForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        key = key_of(given.pop("key"))
        kept = carried_out(
            form,
            lambda: receive_referral(
                clinic=standing.clinic, referred=Referred(**given), by=standing.user, key=key
            ),
        )
        if kept is not None:
            return redirect("clinician:referral", kept.pk)
    return render(request, "clinician/front/new_referral.html", {"form": form})


@referral_page
@require_safe
def referral(request: HttpRequest, sent: Referral) -> HttpResponse:
    """Everything that is known, and the next step."""
    on = timezone.localdate()
    found = screening_of(sent)
    context: dict[str, Any] = {
        "referral": sent,
        "state": state_says(sent),
        "referrer": REFERRERS[sent.referrer],
        "contact": CONTACTS[sent.contact_way],
        "days": waits_says(sent.referred_on, on),
        "found": found,
        "door_alert": _alert(sent),
        "answers": _answers(sent),
        "diagnoses": _diagnoses(sent),
        "perhaps": perhaps_the_same(sent.clinic, sent.given_name, sent.family_initial, but=sent)
        if sent.is_open
        else (),
        **_meanwhile(request, sent),
    }
    return render(request, "clinician/front/referral.html", context)


def _alert(sent: Referral) -> CaseRow | None:
    """The open alert of somebody who is nobody's patient yet."""
    people = ("referral", "owner", "second", "acknowledged_by")
    rows = ReferralAlert.objects.filter(referral=sent, closed_at__isnull=True)
    kept = rows.select_related(*people).first()
    return case_row(open_at_the_door(kept), timezone.now()) if kept else None


def _answers(sent: Referral) -> list[tuple[str, object, str]]:
    words = dict(ANSWERS)
    asked = ((one.says, sent.screening.get(one.id)) for one in front_door().questions)
    return [(says, words[kept["answer"]], kept["note"]) for says, kept in asked if kept]


def _diagnoses(sent: Referral) -> list[dict[str, object]]:
    names = names_of(row["by"] for row in sent.found)
    return [
        {
            "code": row["code"],
            "standing": STANDINGS[row["standing"]],
            "lines": pattern_lines(
                Pattern(tuple(row["criteria"]), row["all_asked"], row["severity"],
                        tuple(row["traits"]))
            ),
            "note": row["note"],
            "by": names.get(row["by"], _("somebody")),
            "on": row["on"],
        }
        for row in sent.found
    ]  # fmt: skip


def _meanwhile(request: HttpRequest, sent: Referral) -> dict[str, object]:
    if sent.patient is None or sent.patient.ended_on is not None:
        return {}
    if sent.state != ReferralState.WAITING.value:
        return {}
    standing, on = standing_of(request), timezone.localdate()
    open_steps = to_do(waits_of(sent, sent.patient, standing, on), on)
    return {
        "steps": steps_of(open_steps, sent),
        "step_waits": bool(open_steps),
        "danger": bool(open_steps) and open_steps[0].value == "safety_first",
        "check_in_form": CheckInForm(prefix=CALL, initial={"on": next_check_in(on)}),
        "start_form": StartForm(
            therapies_of(sent.clinic), prefix=START, initial={"therapy": USUAL}
        ),
    }
