"""A process note: the therapist's own, apart from the record; its author alone reads it."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always

PROCESS_NOTE = "process_note"
KIND = CareKind(
    name=PROCESS_NOTE,
    title=_("Private process note"),
    fields=always(
        Field(
            "text",
            _("For me alone"),
            Sort.TEXT,
            needed=True,
            hint=_("What it stirred in me, and what I want to think about. Nobody else opens it."),
        ),
        Field("supervision", _("To take to supervision"), Sort.TEXT),
    ),
    private=True,
    after_ending=True,
)
