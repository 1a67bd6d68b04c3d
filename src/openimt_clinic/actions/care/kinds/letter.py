"""A letter: to whom, what for, and the words. To others it goes with the person's yes alone."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.endings import died_on
from openimt_clinic.records.paper_sent import LETTER
from openimt_clinic.records.patient import Patient


class Purpose(StrEnum):
    """What a letter is for."""

    REFERRER = "referrer"
    FAMILY_DOCTOR = "family_doctor"
    CONFIRMATION = "confirmation"
    ENDING = "ending"
    WAY_BACK = "way_back"
    OTHER = "other"


PURPOSES = (
    (Purpose.REFERRER.value, gettext_lazy("To who referred the person")),
    (Purpose.FAMILY_DOCTOR.value, gettext_lazy("To the family doctor")),
    (Purpose.CONFIRMATION.value, gettext_lazy("Confirmation of treatment, without diagnosis")),
    (Purpose.ENDING.value, gettext_lazy("At the end of the course, to the person")),
    (Purpose.WAY_BACK.value, gettext_lazy("The way back, to the person")),
    (Purpose.OTHER.value, gettext_lazy("To somebody else")),
)
TO_ONESELF = frozenset({Purpose.CONFIRMATION.value, Purpose.ENDING.value, Purpose.WAY_BACK.value})
"""These are handed to the person, who gives them on or keeps them."""

LANGUAGE = Field(
    "language",
    gettext_lazy("Language"),
    Sort.CHOICE,
    options=(("en", gettext_lazy("English")), ("de", gettext_lazy("German"))),
    needed=True,
)
TO = Field(
    "to",
    gettext_lazy("To whom, with the address"),
    Sort.TEXT,
    longest=600,
    needed=True,
    hint=gettext_lazy("One line each, as it stands in the window of the envelope."),
)
AGREED = Field(
    "agreed",
    gettext_lazy("The person was asked, and agreed that this goes there"),
    Sort.YES_NO,
)
AGREED_ON = Field("agreed_on", gettext_lazy("Agreed on"), Sort.DAY, past=True)

FIELDS = (
    Field("purpose", gettext_lazy("What for"), Sort.CHOICE, options=PURPOSES, needed=True),
    LANGUAGE,
    TO,
    replace(AGREED, hint=gettext_lazy("With a yes, the paper says so beneath your words.")),
    AGREED_ON,
    Field("subject", gettext_lazy("Subject"), Sort.LINE, needed=True),
    Field("text", gettext_lazy("Letter"), Sort.TEXT, needed=True),
    Field("closing", gettext_lazy("Closing words"), Sort.LINE),
)


def is_agreed(values: Mapping[str, object]) -> bool:
    """Whether the letter goes to others, and the person was asked and said yes."""
    return values.get("purpose") not in TO_ONESELF and values.get("agreed") is True


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """To the person themselves a letter needs no consent; to everybody else it does. After a death
    nothing goes to the person."""
    to_oneself = values.get("purpose") in TO_ONESELF
    if to_oneself and died_on(patient) is not None:
        return {"purpose": _("The person has died; no letter goes to them. Put this aside.")}
    return {} if to_oneself else without_consent(values)


def without_consent(values: Values) -> Mapping[str, str]:
    """What stands in the way of giving something about a person to others."""
    if values.get("agreed") is not True:
        return {"agreed": _("Ask the person first. Without their yes this goes to nobody else.")}
    on = str(values.get("agreed_on") or "")
    if not on:
        return {"agreed_on": _("Write the day on which the person agreed.")}
    if on > timezone.localdate().isoformat():
        return {"agreed_on": _("This day lies ahead.")}
    return {}


KIND = CareKind(
    name=LETTER,
    title=gettext_lazy("Letter"),
    fields=always(*FIELDS),
    amiss=amiss,
    begins_with=lambda patient: {"language": patient.language},
    after_ending=True,
    back="clinician:papers",
)
