"""My path, and the page of one module on it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import PatientPage
from openimt.deliver.on_the_table import Given
from openimt.deliver.today import Turn, in_turn
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt.terms import ModuleKind
from openimt_clinic.access.doors import my_page
from openimt_clinic.components.patient_words import patient_words
from openimt_clinic.paper.answer import as_pdf
from openimt_clinic.paper.handout import handout
from openimt_clinic.patient.path_view import path_view
from openimt_clinic.patient.shell import PATH, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.mapping.situations import profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.plan_version import PlanState, PlanVersion


@my_page
@require_safe
def path(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The path as adopted; before that, the stops of the therapy without modules."""
    version = adopted(patient)
    catalogue, now = catalogue_for(patient), timezone.now()
    plan = plan_of(version) if version else None
    profile = profile_of(patient, _day(patient, now), catalogue, plan)
    view = path_view(
        plan,
        profile.phase,
        profile.assessment.delivered,
        catalogue,
        patient.therapy,
        get_language() or "en",
        _turn(plan, profile, catalogue, _day(patient, now)) if plan else Turn(),
    )
    context = {"path": view, "version": version, "who": who_treats(patient)}
    return shown(request, "patient/path.html", patient, context, here=PATH)


def _turn(plan: Plan, profile: Profile, catalogue: Catalogue, today: date) -> Turn:
    """Whose turn it is by the same rule that orders the agenda of a session."""
    done = {one.module: one for one in profile.assessment.delivered}
    return in_turn(Given(plan, profile, catalogue, done, "", (), max(today, plan.on)))


@my_page
@require_safe
def module(request: HttpRequest, patient: Patient, module_id: str) -> HttpResponse:
    """What a module is, and a first small thing; only modules of the person's own path."""
    words = patient_words(_own_page(patient, module_id))
    return shown(
        request, "patient/module.html", patient, {**words, "module_id": module_id}, here=PATH
    )


@my_page
@require_safe
def module_paper(_request: HttpRequest, patient: Patient, module_id: str) -> HttpResponse:
    """The same on one sheet of paper."""
    page = _own_page(patient, module_id)
    return as_pdf(handout(page, patient.clinic), page.name)


def _own_page(patient: Patient, module_id: str) -> PatientPage:
    """The page of a module that runs in every course or stands in the person's own plan."""
    known = catalogue_for(patient).modules.get(module_id)
    page = known.page((get_language() or "en")[:2]) if known else None
    if known is None or page is None:
        raise Http404
    if known.kind is not ModuleKind.COMMON and module_id not in _planned(patient):
        raise Http404
    return page


def adopted(patient: Patient) -> PlanVersion | None:
    """The version of the plan that people agreed on."""
    rows = PlanVersion.objects.filter(patient=patient, state=PlanState.ADOPTED.value)
    return rows.select_related("adopted_by").first()


def _planned(patient: Patient) -> set[str]:
    version = adopted(patient)
    return {placement.module for placement in plan_of(version).placements} if version else set()


def _day(patient: Patient, now: datetime) -> date:
    return now.astimezone(ZoneInfo(patient.clinic.time_zone)).date()
