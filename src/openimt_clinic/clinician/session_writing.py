"""The session's page while it is prepared and written, and the page that lies beside the person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.cover import clinic_day, standing_absences, there_for
from openimt_clinic.access.doors import standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.session_fields import PLACE, RATED, TICK, points_kept
from openimt_clinic.actions.delivering import to_come
from openimt_clinic.actions.hours import STANDS
from openimt_clinic.clinician.appointment_view import appointment_row
from openimt_clinic.clinician.beside_view import beside_points
from openimt_clinic.clinician.front.waits_at import waits_at
from openimt_clinic.clinician.open_cases import cases_of
from openimt_clinic.clinician.session_note import Sent, new_points
from openimt_clinic.clinician.session_queries import (
    Prepared,
    earlier_sessions,
    following,
    prepared,
)
from openimt_clinic.clinician.session_view import grouped, point_views, split
from openimt_clinic.clinician.since_queries import since_last_time
from openimt_clinic.clinician.since_view import since_groups
from openimt_clinic.clinician.writing.form import DocumentForm, Drawn, form_of
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.appointment import Appointment, Place
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User

NOTHING = Sent(None)
UNPROCESSABLE = 422
AWAY = Asked(
    lambda: (
        standing_absences()
        .filter(who=Given("user"), last__gte=Given("today"))
        .select_related("cover")
        .order_by("first")[:1]
    )
)
WHOLE = ("episode", "rupture")
"""Kinds of documents that a line caught in a session can grow into."""


@dataclass(frozen=True)
class Whole:
    """A document that can be begun from here."""

    kind: str
    title: object


def write_page(
    request: HttpRequest, one: Appointment, note: CareDocument | None, came: Sent = NOTHING
) -> HttpResponse:
    """What happened since, the agenda, and the note once it is begun."""
    patient, user, now = one.patient, standing_of(request).user, timezone.now()
    ready = prepared(patient, one)
    may = permissions_for(user, patient)
    delivers = Permission.DELIVER in may
    early = to_come(one, now)
    form = form_of(note, user, came.errors, came.typed) if note else None
    first, rest = split(point_views(ready))
    lines = since_last_time(
        patient, ready.profile, ready.catalogue, ready.last, clinic_day(patient.clinic, now),
        user, treats=delivers, written=ready.written,
    )  # fmt: skip
    context = {
        "patient": patient,
        "row": appointment_row(one, now),
        "appointment": one,
        "remote": one.place == Place.REMOTE.value,
        "form": form,
        "may_write": form is not None and form.may_write,
        "says": came.says,
        "first": first,
        "rest": grouped(rest),
        "gone": _gone(note, ready),
        "new": new_points(note, ready) if note else (),
        "since": since_groups(lines, patient, ready.last),
        "plan": ready.plan,
        "begins": None if ready.plan else waits_at(patient, standing_of(request)),
        "therapy": ready.therapy,
        "stage": ready.stage,
        "last": ready.last,
        "cases": cases_of(patient, now),
        "coming": following(patient, one),
        "may_begin": delivers and not early and note is None,
        "may_change": delivers,
        "to_come": early,
        "before_its_hour": one.starts_at > now and not early,
        "stands": one.state in STANDS,
        "place": PLACE,
        "ratings": _starting(form, RATED),
        "rating_errors": any(name.startswith(RATED) for name in came.errors),
        "wholes": [Whole(k, KINDS[k].title) for k in WHOLE if k in KINDS],
        "absence": (absence := _absence(one, user)),
        "there": there_for(absence, one.patient) if absence else None,
        "earlier": earlier_sessions(patient),
    }
    status = UNPROCESSABLE if came.says or came.errors else 200
    return render(request, "clinician/session.html", context, status=status)


def beside_page(
    request: HttpRequest, one: Appointment, note: CareDocument, came: Sent = NOTHING
) -> HttpResponse:
    """In the person's language; no alert, no state, no note, nobody else's name."""
    patient, user = one.patient, standing_of(request).user
    ready = prepared(patient, one)
    with translation.override(patient.language):
        form = form_of(note, user, came.errors, came.typed)
        context = {
            "patient": patient,
            "appointment": one,
            "form": form,
            "says": came.says,
            "agenda": beside_points(ready, form, patient.language),
            "coming": following(patient, one),
        }
        return render(request, "clinician/session_beside.html", context)


def _starting(form: DocumentForm | None, prefix: str) -> tuple[Drawn, ...]:
    fields = form.fields if form else ()
    return tuple(one for one in fields if one.field.name.startswith(prefix))


def _gone(note: CareDocument | None, ready: Prepared) -> tuple[str, ...]:
    """Points of the note that the agenda has no longer, such as an alert that was closed: they
    keep their tick. Modules that left the plan keep theirs, too."""
    if note is None:
        return ()
    there = {point.id for point in ready.points}
    kept = points_kept(values_of(note.fields))
    return tuple(f"{TICK}{name}" for name, _says in kept if name not in there)


def _absence(one: Appointment, user: User) -> PlannedAbsence | None:
    """The next absence of whoever leads this session: the person hears it here, too."""
    today = clinic_day(one.patient.clinic, timezone.now())
    return AWAY.first(user=user.pk, today=today)
