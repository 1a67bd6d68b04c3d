"""The front door: who was referred, who waits and what begins now, what became of others."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.clinician.front.who_waits import in_danger, waiting, waiting_rows, waits_says
from openimt_clinic.clinician.front.words import REFERRERS, STATES
from openimt_clinic.components.paging import page_number, page_view
from openimt_clinic.records.mapping.referrals import screening_of
from openimt_clinic.records.referral import OPEN, Referral, ReferralState
from openimt_clinic.records.referral_alert import ReferralAlert

PAGE_SIZE = 50
MOST_NEW = 100
LATEST = 10
DECIDED = (ReferralState.DECLINED.value, ReferralState.WITHDRAWN.value)


@clinic_page(Permission.ENROL)
@require_safe
def front_door(request: HttpRequest, standing: Standing) -> HttpResponse:
    """New referrals, then the waiting list, each in the order in which people came."""
    on = timezone.localdate()
    everybody = waiting_rows()
    total = everybody.count()
    number = page_number(request.GET.get("page", "1"), PAGE_SIZE, total)
    page = everybody[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    # Whoever is in danger is looked for among all who wait, not on this page alone.
    danger = in_danger(everybody.values_list("patient", flat=True), on)
    urgent = everybody.filter(patient__in=danger)
    alerts = _open_alerts()
    new = [_new(row, on, alerts) for row in _in(OPEN)[:MOST_NEW]]
    context = {
        # Danger is no place on a list: it stands above it.
        "new": sorted(new, key=lambda one: not one["danger"]),
        "waiting": waiting(page, standing, on),
        "urgent": waiting(urgent, standing, on),
        "total": total,
        "page": page_view(number, PAGE_SIZE, total, {}),
        "decided": [
            {"row": row, "state": STATES[row.state]}
            for row in _in(DECIDED).order_by("-decided_at")[:LATEST]
        ],
    }
    return render(request, "clinician/front/front_door.html", context)


def _in(states: tuple[str, ...]) -> QuerySet[Referral]:
    return Referral.objects.filter(state__in=states).order_by("referred_on", "received_at")


def _open_alerts() -> dict[UUID, str]:
    """Who is on each alert of the front door, by its referral; empty where nobody is yet."""
    rows = ReferralAlert.objects.filter(closed_at__isnull=True)
    return {one: who or "" for one, who in rows.values_list("referral", "acknowledged_by__name")}


def _new(row: Referral, on: date, alerts: dict[UUID, str]) -> dict[str, object]:
    found = screening_of(row)
    return {
        "row": row,
        "days": waits_says(row.referred_on, on),
        "referrer": REFERRERS[row.referrer],
        "state": STATES[row.state],
        "danger": found.danger,
        "alert": row.pk in alerts,
        "on_it": alerts.get(row.pk, ""),
        "looked_at": bool(row.screening),
    }
