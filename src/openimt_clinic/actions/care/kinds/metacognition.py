"""What a clinician saw of six functions in one told scene; never a self-report."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt.formulate.pattern.metacognition import Function, functions
from openimt_clinic.actions.care.kind import CareKind, Values, always, anchored
from openimt_clinic.actions.phone.naming import is_name
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.formulation import EPISODE, RATING, rated
from openimt_clinic.records.patient import Patient


def _asked(function: Function) -> Field:
    hint = f"{function.asks} Poor sign: {function.poor}"
    return Field(function.id, function.name, Sort.CHOICE, anchored(function.anchors), hint=hint)


FIELDS = (
    *map(_asked, functions()),
    Field(
        "grounds",
        gettext_lazy("What in the scene shows it"),
        hint=gettext_lazy("What the scene does not show is left open: blank is no nought."),
    ),
)


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """One function at least."""
    return {} if rated(values) else {functions()[0].id: _("Rate at least one, or put it aside.")}


def is_a_scene(patient: Patient, subject: str) -> bool:
    """Whether this names one of the person's scenes."""
    rows = CareDocument.objects.filter(patient=patient, kind=EPISODE)
    rows = rows.exclude(state=DocumentState.PUT_ASIDE.value)
    return is_name(subject) and rows.filter(line=subject).exists()


KIND = CareKind(
    name=RATING,
    about=is_a_scene,
    title=gettext_lazy("Metacognition in a scene"),
    fields=always(*FIELDS),
    amiss=amiss,
    back="clinician:formulation",
)
