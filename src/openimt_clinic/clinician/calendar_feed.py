"""The feed of a therapist's own calendar, and its address: no sign-in, and nobody's name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt_clinic.actions.own_calendar import WHO_MAY
from openimt_clinic.clinician.calendar_entries import entries_of
from openimt_clinic.components.calendar_feed import feed, given_out
from openimt_clinic.components.calendar_secret import Allowed, allowed_by, secret_for
from openimt_clinic.database.wall import inside
from openimt_clinic.records.own_calendar import OwnCalendar

SORT = "openimt.calendar.staff"


def secret_of(calendar: OwnCalendar) -> str:
    """The unguessable part of the address."""
    return secret_for(SORT, Allowed(calendar.clinic_id, calendar.pk))


def feed_address(calendar: OwnCalendar) -> str:
    """Where the feed lies until it is ended."""
    return reverse("hours_feed", args=[secret_of(calendar)])


@require_safe
def hours_feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The hours of whoever made this address; 404 once it was ended."""
    allowed = allowed_by(SORT, secret)
    if allowed is None:
        raise Http404
    with inside(clinic=allowed.clinic):
        calendar = _standing(allowed)
        if calendar is None:
            raise Http404
        return given_out(str(calendar.pk), lambda: _content(calendar))


def _standing(allowed: Allowed) -> OwnCalendar | None:
    """The calendar while it stands and its user may sign in and has hours in this clinic."""
    rows = OwnCalendar.objects.filter(
        pk=allowed.row,
        ended_at__isnull=True,
        membership__user__is_active=True,
        membership__role__in=WHO_MAY,
    )
    return rows.select_related("clinic", "membership__user").first()


def _content(calendar: OwnCalendar) -> bytes:
    now = timezone.now()
    return feed(calendar.clinic.patient_name, entries_of(calendar, now), now)
