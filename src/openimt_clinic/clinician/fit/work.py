"""The row of who treats the person on the page of all that is written."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def rows(patient: Patient, _user: User) -> Iterable[Row]:
    """How the choice stands; it waits when somebody chose, or asked for a change."""
    last = FitChoice.objects.filter(patient=patient).select_related("chosen").first()
    says, due = _says(last)
    yield Row(Area.WAY, _("Who treats"), says, reverse("clinician:fit", args=[patient.pk]), due=due)


def _says(last: FitChoice | None) -> tuple[str, bool]:
    if last is None:
        return _("no choice offered"), False
    if last.changed_at is not None:
        return _("a change was asked for"), True
    if last.chosen is None:
        return _("offered, not chosen yet"), False
    who = {"who": last.chosen.name}
    if last.began_at is None:
        return _("%(who)s was chosen: begin") % who, True
    return (last.chosen.name if last.look else _("%(who)s, on trial") % who), False
