"""Alert cases: the list, and the page of one."""

from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import clinic_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.alerting import acknowledge, close, hand_over, log_contact
from openimt_clinic.actions.telling import on_duty
from openimt_clinic.clinician.alert_door import MAY_SEE, alert_page
from openimt_clinic.clinician.alert_forms import (
    CloseForm,
    ContactForm,
    HandOverForm,
    came_of_it,
    chosen,
)
from openimt_clinic.clinician.alert_view import alert_view
from openimt_clinic.clinician.caseload_queries import in_my_care, open_cases
from openimt_clinic.clinician.safety.owed_contacts import owed_contacts
from openimt_clinic.components.cover import gaps_ahead
from openimt_clinic.components.open_case import case_row, open_case
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.contact_line import ContactWay
from openimt_clinic.records.reach import Reach
from openimt_clinic.refusals import carried_out

CLOSED_SINCE = timedelta(days=14)
AT_MOST = 30


@clinic_page(Permission.SEE_CASELOAD)
@require_safe
def alerts(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The open ones that concern the user, the nearest deadline first, and those closed lately."""
    now = timezone.now()
    rows = [case_row(one, now) for one in open_cases(standing, now)]
    entry = on_duty(standing.clinic, now)
    context = {
        "view": {"cases": sorted(rows, key=lambda row: (not row.act, row.case.due_at))},
        "closed": _closed(standing),
        "on_duty": entry,
        "clinic_hours": standing.clinic,
        "owed": owed_contacts(standing, now, in_my_care(standing)),
        "gaps": gaps_ahead(standing.clinic, now),
    }
    return render(request, "clinician/alerts.html", context)


@alert_page
def alert(request: HttpRequest, alert: AlertCase) -> HttpResponse:
    """One case: everything needed to act on it, and what was done so far."""
    do = request.POST.get("do", "")
    forms: dict[str, Form] = {
        "contact": ContactForm(request.POST if do == "contact" else None),
        "hand_over": HandOverForm(request.POST if do == "hand_over" else None, alert=alert),
        "close": CloseForm(request.POST if do == "close" else None, alert=alert),
    }
    if request.method == "POST" and _done(request, alert, do, forms):
        return _after(request, alert)
    now, user = timezone.now(), standing_of(request).user
    allowed = permissions_for(user, alert.patient)
    view = alert_view(alert)
    context = {
        "case": alert,
        "view": view,
        "row": case_row(open_case(alert, alert.patient), now),
        "may_act": Permission.ANSWER_ALERTS in allowed and alert.open,
        "may_read": Permission.READ_RECORD in allowed,
        "on_it": user.pk in view.log.on_it,
        "reach": Reach.objects.filter(patient=alert.patient).first(),
        # Somebody may have closed it meanwhile: then the form that says so is not shown any more.
        "refused": "" if alert.open else _refusal(forms),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "clinician/alert.html", context)


def _done(request: HttpRequest, alert: AlertCase, do: str, forms: dict[str, Form]) -> bool:
    """Whether what was asked for was done; a refusal stands in its form."""
    by = standing_of(request).user
    if do == "acknowledge":
        acknowledge(alert=alert, by=by)
        return True
    form = forms.get(do)
    if form is None or not form.is_valid():
        return False
    given = form.cleaned_data
    acts = {
        "contact": lambda: log_contact(
            alert=alert,
            way=ContactWay(given["way"]),
            reached=given["reached"],
            came_of_it=came_of_it(given),
            key=given["key"],
            by=by,
        ),
        "hand_over": lambda: hand_over(alert=alert, to=chosen(form), by=by),
        "close": lambda: close(alert=alert, by=by, **given),
    }
    return carried_out(form, acts[do]) is not None


def _after(request: HttpRequest, alert: AlertCase) -> HttpResponse:
    """To the case; whoever was there for it alone, on duty, goes on with the list."""
    if MAY_SEE & permissions_for(standing_of(request).user, alert.patient):
        return redirect("clinician:alert", alert.pk)
    messages.success(request, _("Written down. It is no longer yours."))
    return redirect("clinician:alerts")


def _refusal(forms: dict[str, Form]) -> str:
    said = (error for form in forms.values() for error in form.non_field_errors())
    return str(next(said, ""))


def _closed(standing: Standing) -> list[AlertCase]:
    rows = AlertCase.objects.filter(closed_at__gte=timezone.now() - CLOSED_SINCE)
    if not standing.may(Permission.RUN_CLINIC):
        rows = rows.filter(patient__in=in_my_care(standing))
    return list(rows.select_related("patient", "closed_by").order_by("-closed_at")[:AT_MOST])
