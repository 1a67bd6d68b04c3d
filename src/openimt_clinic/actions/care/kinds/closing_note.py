"""A closing note: what is still to be written down after a course has ended."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always

KIND = CareKind(
    name="closing_note",
    title=_("Closing note"),
    fields=always(
        Field("what", _("What is to be kept"), Sort.TEXT, needed=True),
        Field("agreed", _("What was agreed, and with whom"), Sort.TEXT),
        Field("open", _("What is still open, and who sees to it"), Sort.TEXT),
    ),
    after_ending=True,
    back="clinician:ending",
)
