"""One person's Good Psychiatric Management on one calm page."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.deliver.cases.reviews import STOP_OR_ALTER, Review
from openimt.deliver.hypersensitivity.states import Connection, known_states, turns, who_asked
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.clinician.dbt.next_step import NextStep
from openimt_clinic.clinician.gpm.drawing import heard, line_of, loop_of
from openimt_clinic.clinician.gpm.log import (
    CasePlan,
    LoggedState,
    case_plan,
    reviews_held,
    states_of,
)
from openimt_clinic.records.mapping.case_reviews import review_ahead
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient

STATES_SHOWN = 8


@patient_page()
@require_safe
def gpm(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The one next step, then states between people, the case plan, and the reviews."""
    today = clinic_day(patient.clinic, timezone.now())
    states, plan = states_of(patient), case_plan(patient, today)
    log = [one.noted for one in reversed(states)]
    ahead, is_due = review_ahead(patient, today)
    now = states[0] if states else None
    user = standing_of(request).user
    context = {
        "patient": patient,
        "step": next_step(patient, plan, ahead if is_due else None, states),
        "states": states[:STATES_SHOWN],
        "now": now,
        "answer": _answer(patient, now.noted.state if now else None),
        "loop": loop_of(known_states(), turns(log), now.noted.state if now else None),
        "line": line_of(log),
        "line_heard": heard(log),
        "who": who_asked(log),
        "plan": plan,
        "ahead": ahead,
        "is_due": is_due,
        "late": ahead.days_late(today) if ahead else 0,
        "reviews": reviews_held(patient),
        "stop_or_alter": STOP_OR_ALTER,
        "may_write": Permission.DELIVER in permissions_for(user, patient),
    }
    return render(request, "clinician/gpm/gpm.html", context)


def next_step(
    patient: Patient,
    plan: CasePlan | None,
    due: Review | None,
    states: Sequence[LoggedState],
) -> NextStep:
    """The first that applies; there is always one."""
    return next(_steps(patient, plan, due, states))


def _steps(
    patient: Patient,
    plan: CasePlan | None,
    due: Review | None,
    states: Sequence[LoggedState],
) -> Iterator[NextStep]:
    if states and states[0].noted.state is Connection.DESPAIRING:
        yield NextStep(
            _("Safety, calmly: look at the safety plan together."),
            _("The last state that was noted is despairing. Ask what happened between people."),
            reverse("clinician:safety_plan", args=[patient.pk]),
        )
    if plan is None or not plan.responsible:
        yield NextStep(
            _("Name the responsible clinician, and agree goals with dates."),
            _("One goal for a symptom, one for a role; small enough to be seen in three months."),
            begins="case_plan",
        )
    if due is not None:
        says = _("Look at the whole course together: the review after %(n)d months.")
        day = date_format(due.due, "j F Y")
        yield NextStep(
            says % {"n": due.months}, _("Due on %(day)s.") % {"day": day}, begins="case_review"
        )
    for goal in plan.goals if plan else ():
        if goal.past:
            yield NextStep(
                _("Look at the goal “%(goal)s”.") % {"goal": goal.goal},
                _("Its day has come: seen, altered, or given up together."),
                begins="case_plan",
            )
    yield NextStep(
        _("Ask how it is with others now, and who or what turned it."),
        _("Then: which step in work, study or care was taken, and which is next?"),
        begins="connection_state",
    )


def _answer(patient: Patient, state: Connection | None) -> object:
    """How the therapy answers the state that was noted last."""
    therapy = catalogue_for(patient).therapies.get("gpm")
    if therapy is None or state is None:
        return None
    return next((one for one in therapy.states if one.id == state.value), None)
