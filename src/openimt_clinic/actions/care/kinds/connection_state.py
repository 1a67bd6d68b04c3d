"""A state between people: how it was with others, what turned it, who, and what helped."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.hypersensitivity.states import Connection
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always

STATE_WORDS = {
    Connection.CONNECTED: _("Connected"),
    Connection.THREATENED: _("Threatened"),
    Connection.ALONE: _("Alone"),
    Connection.DESPAIRING: _("Despairing"),
}

KIND = CareKind(
    name="connection_state",
    title=_("State between people"),
    fields=always(
        Field("on", _("Day"), Sort.DAY, past=True, hint=_("Left empty: the day this was begun.")),
        Field(
            "state",
            _("How it was with others"),
            Sort.CHOICE,
            options=tuple((state.value, words) for state, words in STATE_WORDS.items()),
            needed=True,
        ),
        Field("changed", _("What turned it?"), Sort.TEXT, hint=_("What happened between people.")),
        Field("who", _("Who had to do with it: who felt gone, who held?"), Sort.LINE),
        Field("helped", _("What helped, or would have"), Sort.TEXT),
    ),
    back="clinician:gpm",
)
