"""The row of papers on the page of all that is written."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.mapping.care import DRAFT, states_of
from openimt_clinic.records.paper_sent import PAPERS
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User


def rows(patient: Patient, user: User) -> Iterable[Row]:
    """How many papers there are, and whether a draft waits."""
    states = states_of(patient, PAPERS, user)
    says = ngettext("%(n)d paper", "%(n)d papers", len(states)) % {"n": len(states)}
    waits = DRAFT in states
    if waits:
        says = f"{says}, {_('a draft to finish')}"
    url = reverse("clinician:papers", args=[patient.pk])
    yield Row(
        Area.NOTES, _("Letters and reports"), says if states else _("nothing yet"), url, due=waits
    )
