"""A note beside the sessions: a call with a colleague, something to keep in mind."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always

KIND = CareKind(
    name="note",
    title=_("Note"),
    fields=always(
        Field("about", _("What it is about"), Sort.LINE, needed=True),
        Field("text", _("Note"), Sort.TEXT, needed=True),
    ),
    after_ending=True,
)
