"""My planned absence: who is there in that time, what falls into it, and taking it back."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.access.cover import (
    clinic_day,
    covered_by,
    standing_absences,
    without_cover,
)
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.absences import plan_absence, take_back_absence
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

SHOWN = 30


class AbsenceForm(forms.Form):
    """From when until when, and who is there."""

    first = DayField(ahead=True, label=gettext_lazy("First day away"))
    last = DayField(ahead=True, label=gettext_lazy("Last day away"))
    cover = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Who is there instead"),
        empty_label=gettext_lazy("Choose …"),
        help_text=gettext_lazy("On these days they open and write what you may."),
    )

    def __init__(self, standing: Standing, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        people: forms.ModelChoiceField[User] = self.fields["cover"]  # type: ignore[assignment]
        people.queryset = clinicians(standing.clinic).exclude(pk=standing.user.pk)


@clinic_page(Permission.SEE_CASELOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Mine that are ahead, with the appointments that fall into them; one more."""
    form = AbsenceForm(standing, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = carried_out(form, lambda: plan_absence(
            clinic=standing.clinic, first=given["first"], last=given["last"],
            cover=given["cover"], by=standing.user,
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Noted. The people in your care read it from now on."))
            return redirect("clinician:absences")
    today = clinic_day(standing.clinic, timezone.now())
    mine = standing_absences().filter(who=standing.user, last__gte=today).select_related("cover")
    context = {
        "form": form,
        "mine": [(one, without_cover(one)) for one in mine[:SHOWN]],
        "covering": list(covered_by(standing.user, today).select_related("who")),
        "falling": _falling(standing, mine),
        "cases": _my_cases(standing) if mine.exists() else [],
    }
    return render(request, "clinician/absences.html", context)


@clinic_page(Permission.SEE_CASELOAD)
def take_back(request: HttpRequest, standing: Standing, absence_id: UUID) -> HttpResponse:
    """It will not be so."""
    absence = get_object_or_404(PlannedAbsence, pk=absence_id, who=standing.user)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    take_back_absence(absence=absence, by=standing.user)
    messages.success(request, _("Taken back."))
    return redirect("clinician:absences")


def _my_cases(standing: Standing) -> list[AlertCase]:
    """The open alerts that are mine: whoever goes away hands them over."""
    rows = AlertCase.objects.filter(owner=standing.user, closed_at__isnull=True)
    return list(rows.select_related("patient").order_by("due_at")[:SHOWN])


def _falling(standing: Standing, mine: QuerySet[PlannedAbsence]) -> list[Appointment]:
    """My planned appointments on days when I am away."""
    planned = Appointment.objects.filter(
        with_whom=standing.user,
        state=AppointmentState.PLANNED.value,
        starts_at__gte=timezone.now(),
    )
    spans = [(one.first, one.last) for one in mine[:SHOWN]]
    if not spans:
        return []
    until = max(last for _first, last in spans)
    rows = planned.filter(starts_at__date__lte=until).select_related("patient")
    days = ((row, clinic_day(standing.clinic, row.starts_at)) for row in rows.order_by("starts_at"))
    return [row for row, day in days if any(a <= day <= b for a, b in spans)][:SHOWN]
