"""What the index of work says of safety and of medicines."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.clinician.safety.plan_view import standing_of_plan
from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.mapping.look_after import waiting_work
from openimt_clinic.records.mapping.medication import flags_of, last_look
from openimt_clinic.records.medicine import Medicine
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

SAFETY, PLAN = gettext_lazy("Safety: facts, contacts, who is on duty"), gettext_lazy("Safety plan")
MEDICINES = gettext_lazy("Medicines")


def rows(patient: Patient, user: User) -> Iterable[Row]:  # noqa: ARG001
    """Safety, the plan and the medicines, each with how it stands."""
    yield _safety(patient)
    yield _plan(patient)
    yield _medicines(patient)
    yield from _look_after(patient)


def _safety(patient: Patient) -> Row:
    waiting = AlertCase.objects.filter(patient=patient, closed_at__isnull=True).count()
    says = ngettext("%(n)d open alert", "%(n)d open alerts", waiting) % {"n": waiting}
    url = reverse("clinician:safety", args=[patient.pk])
    return Row(Area.SAFETY, SAFETY, says if waiting else _("no open alert"), url, due=bool(waiting))


def _plan(patient: Patient) -> Row:
    plan = current_safety_plan(patient)
    due = standing_of_plan(patient, plan, timezone.localdate()).due
    says = due or (_("stands") if plan else _("not offered yet"))
    return Row(
        Area.SAFETY, PLAN, says, reverse("clinician:safety_plan", args=[patient.pk]), due=bool(due)
    )


def _medicines(patient: Patient) -> Row:
    held = list(Medicine.objects.filter(patient=patient, holds=True, ended_on__isnull=True))
    found = flags_of(held, last_look(patient), timezone.localdate())
    says = ngettext("%(n)d taken", "%(n)d taken", len(held)) % {"n": len(held)}
    url = reverse("clinician:medication", args=[patient.pk])
    first = found[0].says if found else says if held else _("none written down")
    return Row(Area.SAFETY, MEDICINES, first, url, due=bool(found))


def _look_after(patient: Patient) -> Iterable[Row]:
    """Only where somebody still has to ask how the days after hard work are."""
    for one in waiting_work(patient, timezone.now())[:1]:
        says = _("ask how it is: %(what)s, %(who)s") % {"what": one.what, "who": one.who}
        url = reverse("clinician:look_after", args=[patient.pk])
        yield Row(Area.SAFETY, _("The days after"), says, url, due=True)
