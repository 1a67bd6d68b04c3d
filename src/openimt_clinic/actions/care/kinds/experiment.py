"""An experiment planned together: to find out, whatever comes of it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt.formulate.pattern.experiment import is_found, needs
from openimt_clinic.actions.care.formulation_words import BEFORE
from openimt_clinic.actions.care.in_procedure import exploring_step
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.formulation import EXPERIMENT, experiment_of
from openimt_clinic.records.patient import Patient

FIELDS = (
    Field("wish", gettext_lazy("The wish it serves"), Sort.LINE),
    Field("act", gettext_lazy("The small act"), Sort.LINE, needed=True),
    Field("with_whom", gettext_lazy("With whom"), Sort.LINE),
    Field("safe", gettext_lazy("Somebody who is safe to try it with"), Sort.YES_NO),
    Field("prediction", gettext_lazy("What is expected"), Sort.TEXT),
    Field("sure", gettext_lazy("How sure, 0 to 100"), Sort.NUMBER, high=100),
    Field("comfort", gettext_lazy("If it gets hard: what helps"), Sort.TEXT),
    Field("watch", gettext_lazy("What to look at inside"), Sort.LINE),
    Field("on", gettext_lazy("On which day"), Sort.DAY),
    Field("outside", gettext_lazy("Afterwards: what happened outside")),
    Field("inside", gettext_lazy("Afterwards: what happened inside")),
    Field("came", gettext_lazy("How far it came as expected, 0 to 100"), Sort.NUMBER, high=100),
    Field(
        "found",
        gettext_lazy("What was found"),
        hint=gettext_lazy("What did not work is information as good as any."),
    ),
)


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """What it needs before it is tried. What was found is never held up."""
    kept = experiment_of(values)
    found = {BEFORE[one][0]: str(BEFORE[one][1]) for one in needs(kept)}
    if not is_found(kept) and (step := exploring_step(patient)):
        says = _("The work is on %(step)s: other behaviour is asked for once the formulation is "
                 "shared. What the person tries by themselves can be noted.")  # fmt: skip
        found.setdefault("act", says % {"step": step})
    return found


KIND = CareKind(
    name=EXPERIMENT,
    title=gettext_lazy("Experiment"),
    fields=always(*FIELDS),
    amiss=amiss,
    back="clinician:formulation",
)
