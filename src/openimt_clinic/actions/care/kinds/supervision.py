"""Supervision or consultation: with whom, about what, and what was said about a long repair.

A common module that needs repair for long holds nothing back any longer, unless a consultation says
so with a reason and a day on which that ends (clinical decision 1).
"""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, Values
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.common_modules import SUPERVISION
from openimt_clinic.records.patient import Patient


def fields(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    """What was brought and said; the common modules as the person's catalogue names them."""
    modules = tuple((one.id, one.name) for one in catalogue_for(patient).common())
    return (
        Field("held", _("Day"), Sort.DAY, past=True, needed=True),
        Field("with_whom", _("With whom"), Sort.LINE, needed=True),
        Field("about", _("About"), Sort.CHOICES, options=modules),
        Field("said", _("What came of it"), Sort.TEXT, needed=True),
        Field(
            "until",
            _("A module that needs repair holds new work back until"),
            Sort.DAY,
            hint=_("Only where the consultation says so; the reason stands above."),
        ),
    )


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """A day that holds work back names what for."""
    if str(values.get("held") or "") > timezone.localdate().isoformat():
        return {"held": _("This day lies ahead.")}
    if values.get("until") and not values.get("about"):
        return {"about": _("Choose which module holds new work back.")}
    return {}


KIND = CareKind(
    name=SUPERVISION,
    title=gettext_lazy("Supervision and consultation"),
    fields=fields,
    amiss=amiss,
    back="clinician:common",
)
