"""Motivation (C5): how much a change matters and how sure the person is of it, in their words."""

from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always
from openimt_clinic.records.mapping.common_modules import MOTIVATION

FIELDS = (
    Field("change", gettext_lazy("Which change this is about"), Sort.LINE, needed=True),
    Field(
        "importance",
        gettext_lazy("How much it matters, 0 to 10"),
        Sort.NUMBER,
        low=0,
        high=10,
        needed=True,
    ),
    Field(
        "confidence",
        gettext_lazy("How sure the person is that they can, 0 to 10"),
        Sort.NUMBER,
        low=0,
        high=10,
        needed=True,
    ),
    Field(
        "reason",
        gettext_lazy("Their own reason, in their words"),
        Sort.TEXT,
        hint=gettext_lazy("Why is it this number and not lower?"),
    ),
    Field("step", gettext_lazy("One small step, chosen by the person"), Sort.LINE),
)

KIND = CareKind(
    name=MOTIVATION,
    title=gettext_lazy("Rulers: how much it matters, how sure"),
    fields=always(*FIELDS),
    back="clinician:common",
)
