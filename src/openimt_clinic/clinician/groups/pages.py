"""Groups of the clinic, one group, and one of its hours.

Whoever leads a group sees who belongs to it and says who came; nothing else of a record opens by
it. Whoever treats somebody sees them there, too. Others see the hour alone.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.deliver.card.known import known
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.groups.leading import (
    Joined,
    join,
    leads,
    leave,
    make_group,
)
from openimt_clinic.actions.groups.meeting import call_off, note_meeting
from openimt_clinic.actions.groups.moving import hours_ahead, move_group
from openimt_clinic.clinician.groups.forms import (
    GroupForm,
    JoinForm,
    MeetingForm,
    MoveForm,
    OffForm,
)
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.skills_group import GroupMeeting, GroupMember, SkillsGroup
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

PAST = 6


@clinic_page(Permission.SEE_CASELOAD)
def groups(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Those that meet still, and a form for a new one."""
    clinic, by = standing.clinic, standing.user
    form = GroupForm(clinic, request.POST or None, initial={"leader": by})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = carried_out(form, lambda: make_group(
            clinic=clinic, name=given["name"], hours=form.hours(), leader=given["leader"],
            second=given["second"], where=given["where"], key=given["key"],
            by=by,
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("The group is there. Now bring in its people."))
            return redirect("clinician:group", made.pk)
    context = {"groups": [_met(one, by) for one in _that_meet(clinic)], "form": form}
    return render(request, "clinician/groups/groups.html", context)


@clinic_page(Permission.SEE_CASELOAD)
def group(request: HttpRequest, standing: Standing, group_id: UUID) -> HttpResponse:
    """One group; ``do``: *join* brings somebody in whom one treats, *leave* lets somebody go,
    *move* gives it another hour."""
    one, by = _group(standing, group_id), standing.user
    treated = _treated(standing)
    members = (
        one.members.filter(until__isnull=True, patient__ended_on__isnull=True)
        .select_related("patient")
        .order_by("patient__given_name", "patient__family_initial")
    )
    there = members.values("patient")
    form = JoinForm(treated.exclude(pk__in=there),
                    request.POST if request.POST.get("do") == "join" else None)  # fmt: skip
    moving = MoveForm(request.POST if request.POST.get("do") == "move" else None,
                      initial={"at": one.at})  # fmt: skip
    if request.method == "POST" and _changed(request, one, standing, form, moving):
        return redirect("clinician:group", one.pk)
    mine = set(treated.values_list("pk", flat=True))
    shown = [row for row in members if leads(by, one) or row.patient_id in mine]
    now, coming = timezone.now(), hours_ahead(one)
    context = {
        "group": one,
        "next": coming[0] if coming else None,
        "moving": moving if coming and leads(by, one) else None,
        "members": [{"row": row, "record": row.patient_id in mine} for row in shown],
        "others": len(members) - len(shown),
        "form": form if form.fields["patient"].queryset.exists() else None,  # type: ignore[attr-defined]
        "leads": leads(by, one),
        "waiting": one.meetings.filter(starts_at__lte=now, noted_at__isnull=True),
        "ahead": one.meetings.filter(starts_at__gt=now)[:PAST],
        "past": [
            _told(row)
            for row in one.meetings.filter(noted_at__isnull=False).order_by("-starts_at")[:PAST]
        ],
    }
    return render(request, "clinician/groups/group.html", context)


@clinic_page(Permission.SEE_CASELOAD)
def meeting(
    request: HttpRequest, standing: Standing, group_id: UUID, meeting_id: UUID
) -> HttpResponse:
    """One hour, for whoever leads: who came, and once for all what was taught."""
    one = _group(standing, group_id)
    if not leads(standing.user, one):
        raise Http404
    hour = get_object_or_404(GroupMeeting, pk=meeting_id, group=one)
    hour.group = one
    off = request.POST.get("do") == "off"
    form = MeetingForm(hour, _people(hour), None if off else request.POST or None)
    off_form = OffForm(request.POST if off else None, prefix="off")
    if request.method == "POST" and _noted(standing, hour, form, off_form):
        messages.success(request, _("Kept."))
        return redirect("clinician:group", one.pk)
    context = {
        "group": one,
        "hour": hour,
        "form": form,
        "off": off_form,
        "to_come": hour.starts_at > timezone.now(),
    }
    return render(request, "clinician/groups/meeting.html", context)


def _group(standing: Standing, group_id: UUID) -> SkillsGroup:
    rows = SkillsGroup.objects.select_related("leader", "second", "clinic")
    return get_object_or_404(rows, pk=group_id, clinic=standing.clinic)


def _treated(standing: Standing) -> QuerySet[Patient]:
    relations = CareRelation.objects.filter(
        user=standing.user, kind=CareKind.TREATING.value, until__isnull=True
    )
    return Patient.objects.filter(pk__in=relations.values("patient"), ended_on__isnull=True)


def _people(hour: GroupMeeting) -> list[Appointment]:
    rows = Appointment.objects.filter(meeting=hour).select_related("patient")
    standing = rows.exclude(state=AppointmentState.CANCELLED_BY_US.value)
    return list(standing.order_by("patient__given_name", "patient__family_initial"))


def _that_meet(clinic: Clinic) -> QuerySet[SkillsGroup]:
    """Groups with their next hour, how many belong to them, and hours nobody has written down."""
    there = Q(members__until__isnull=True, members__patient__ended_on__isnull=True)
    now = timezone.now()
    open_hours = Q(meetings__starts_at__lte=now, meetings__noted_at__isnull=True)
    ahead = Q(meetings__starts_at__gt=now, meetings__off_because="")
    rows = SkillsGroup.objects.filter(clinic=clinic, until__gte=timezone.localdate())
    return rows.select_related("leader", "second").annotate(
        next_at=Min("meetings__starts_at", filter=ahead),
        people=Count("members", filter=there, distinct=True),
        unwritten=Count("meetings", filter=open_hours, distinct=True),
    )


def _met(one: SkillsGroup, by: User) -> dict[str, Any]:
    return {"row": one, "due": leads(by, one) and one.unwritten}  # type: ignore[attr-defined]


def _moved(one: SkillsGroup, standing: Standing, moving: MoveForm) -> bool:
    if not moving.is_valid():
        return False
    given = moving.cleaned_data
    hours = carried_out(moving, lambda: move_group(
        group=one, first=given["first"], at=given["at"], by=standing.user
    ))  # fmt: skip
    return hours is not None


def _changed(
    request: HttpRequest, one: SkillsGroup, standing: Standing, form: JoinForm, moving: MoveForm
) -> bool:
    if request.POST.get("do") == "move":
        moved = _moved(one, standing, moving)
        if moved:
            messages.success(request, _("Moved. Its people find the new hours; tell them, too."))
        return moved
    if request.POST.get("do") == "leave":
        member = _member(one, request.POST.get("member", ""))
        leave(member=member, by=standing.user)
        messages.success(request, _("They belong to it no more."))
        return True
    if not form.is_valid():
        return False
    joined = carried_out(form, lambda: join(
        group=one, patient=form.cleaned_data["patient"], by=standing.user
    ))  # fmt: skip
    if joined is None:
        return False
    messages.success(request, _joined_says(joined))
    return True


def _member(one: SkillsGroup, given: str) -> GroupMember:
    try:
        wanted = UUID(given)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(one.members.select_related("patient", "group"), pk=wanted)


def _joined_says(joined: Joined) -> str:
    says = ngettext("%(n)d appointment is made.", "%(n)d appointments are made.", joined.made)
    told = says % {"n": joined.made}
    if not joined.taken:
        return told
    days = ", ".join(date_format(timezone.localtime(x.starts_at), "j M") for x in joined.taken)
    return f"{told} " + _("Another appointment stands at that hour on %(days)s.") % {"days": days}


def _noted(standing: Standing, hour: GroupMeeting, form: MeetingForm, off: OffForm) -> bool:
    by = standing.user
    if off.is_bound:
        return off.is_valid() and carried_out(off, lambda: call_off(
            meeting=hour, reason=off.cleaned_data["reason"], by=by
        )) is not None  # fmt: skip
    return form.is_valid() and carried_out(form, lambda: note_meeting(
        meeting=hour, came=form.came(), taught=form.cleaned_data["taught"],
        practice=form.cleaned_data["practice"], by=by,
    )) is not None  # fmt: skip


def _told(row: GroupMeeting) -> dict[str, Any]:
    skills = known().skills
    names = [skills[one].words("en") for one in row.taught if one in skills]
    return {"row": row, "taught": names}
