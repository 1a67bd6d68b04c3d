"""A deviation from the plan: what is done instead, and why. It belongs to its session.

Signed before the day of the session it was explained; signed later it was told afterwards.
"""

from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always
from openimt_clinic.records.mapping.common_modules import DEVIATION

SHARED = (
    ("person", gettext_lazy("with the person")),
    ("team", gettext_lazy("with the team")),
    ("supervision", gettext_lazy("in supervision")),
)
FIELDS = (
    Field("instead", gettext_lazy("What is done instead of the plan"), Sort.TEXT, needed=True),
    Field("why", gettext_lazy("Why"), Sort.TEXT, needed=True),
    Field("shared", gettext_lazy("Spoken about"), Sort.CHOICES, options=SHARED),
)

KIND = CareKind(
    name=DEVIATION,
    title=gettext_lazy("Otherwise than planned"),
    fields=always(*FIELDS),
    back="clinician:common",
)
