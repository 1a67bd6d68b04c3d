"""A point of the consultation team: what is asked about one person, and what was agreed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.patient import Patient


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """Whoever goes on postponing says why and until when (clinical decision 1)."""
    if not values.get("postpones"):
        return {}
    wanted = ("because", "until")
    says = _now("If it goes on postponing new work, say why and until when.")
    return {name: says for name in wanted if not values.get(name)}


def is_a_module(patient: Patient, subject: str) -> bool:
    """Whether this names a module of the person's catalogue."""
    return subject in catalogue_for(patient).modules


KIND = CareKind(
    name="consultation",
    about=is_a_module,
    title=_("Consultation"),
    fields=always(
        Field(
            "asks",
            _("What you ask the team"),
            Sort.TEXT,
            needed=True,
            hint=_("Your own side, too: what you feel, avoid or are tired of."),
        ),
        Field("on", _("Day of the team"), Sort.DAY),
        Field("there", _("Who was there, a line each"), Sort.LINES, needed=True),
        Field("agreed", _("What was agreed, and who does it"), Sort.TEXT, needed=True),
        Field(
            "postpones",
            _("If a common module needs repair: does it go on postponing new work?"),
            Sort.YES_NO,
            hint=_("After three sessions it postpones no longer, unless you say so here."),
        ),
        Field("because", _("Why"), Sort.LINE),
        Field("until", _("Until"), Sort.DAY),
    ),
    amiss=amiss,
    back="clinician:consultation",
)
