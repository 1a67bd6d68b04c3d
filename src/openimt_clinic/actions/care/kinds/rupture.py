"""A rupture: a strain between the two in the room, noted in the order in which it is repaired."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt.track.rupture import Marker
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.common_modules import RUPTURE
from openimt_clinic.records.patient import Patient

MARKERS = (
    (Marker.WITHDRAWAL.value, gettext_lazy("Pulling away: silence, going along, in general")),
    (Marker.CONFRONTATION.value, gettext_lazy("Pushing against: complaint, testing, control")),
    (Marker.BOTH.value, gettext_lazy("Both")),
)
FIELDS = (
    Field("marker", gettext_lazy("How it showed"), Sort.CHOICE, options=MARKERS, needed=True),
    Field(
        "happened",
        gettext_lazy("What happened, as a camera would have it"),
        Sort.TEXT,
        needed=True,
    ),
    Field(
        "own_reaction",
        gettext_lazy("The own reaction first: what it stirred in me"),
        Sort.TEXT,
        hint=gettext_lazy("The wish to convince, to please, or to be gone."),
    ),
    Field("own_part", gettext_lazy("The own part, as I said it"), Sort.TEXT),
    Field("agreed", gettext_lazy("What was agreed: aim or task, afresh"), Sort.TEXT),
    Field("repaired", gettext_lazy("Mended on"), Sort.DAY, past=True),
)


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """What is mended was mended on a day that has come."""
    if str(values.get("repaired") or "") > timezone.localdate().isoformat():
        return {"repaired": _("This day lies ahead. Leave it empty until it is mended.")}
    return {}


KIND = CareKind(
    name=RUPTURE,
    title=gettext_lazy("A strain between us"),
    fields=always(*FIELDS),
    amiss=amiss,
    back="clinician:common",
)
