"""An experiential technique in session: to make a scene vivid, or to change it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.therapy_parts import Use
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.in_procedure import exploring_step
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.formulation import EXPERIENTIAL
from openimt_clinic.records.patient import Patient

TECHNIQUES: tuple[tuple[str, str | Promise], ...] = (
    ("imagery", gettext_lazy("guided imagery, with or without rescripting")),
    ("role_play", gettext_lazy("role-play")),
    ("chairs", gettext_lazy("two chairs")),
    ("body", gettext_lazy("body and posture")),
    ("behaviour", gettext_lazy("exploring by doing")),
    ("attention", gettext_lazy("attention to what goes on between us")),
)
USES: tuple[tuple[str, str | Promise], ...] = (
    (Use.EXPLORE.value, gettext_lazy("to make the scene vivid")),
    (Use.CHANGE.value, gettext_lazy("to change something in it")),
)
FIELDS = (
    Field("technique", gettext_lazy("Technique"), Sort.CHOICE, TECHNIQUES, needed=True),
    Field(
        "use",
        gettext_lazy("Used"),
        Sort.CHOICE,
        USES,
        needed=True,
        hint=gettext_lazy("Before the formulation is shared, only to make a scene vivid."),
    ),
    Field("scene", gettext_lazy("The scene, by its title"), Sort.LINE),
    Field(
        "consent",
        gettext_lazy("Asked today, and the person said yes"),
        Sort.YES_NO,
        needed=True,
        hint=gettext_lazy("Each time anew. A no changes nothing between you."),
    ),
    Field("stop_sign", gettext_lazy("The agreed stop sign"), Sort.LINE),
    Field("wish", gettext_lazy("The wish or need in it"), Sort.LINE),
    Field("new", gettext_lazy("What came in that was new, of the person’s own choice")),
    Field("found", gettext_lazy("What was felt and seen")),
    Field("before", gettext_lazy("How true the old sentence felt before"), Sort.NUMBER, high=100),
    Field("after", gettext_lazy("How true it felt afterwards"), Sort.NUMBER, high=100),
    Field("settled", gettext_lazy("Settled before leaving"), Sort.YES_NO, needed=True),
    Field("not_settled", gettext_lazy("If not: what was arranged"), Sort.TEXT),
)


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """No technique without a yes of the day, none that changes in part A, nobody left alone."""
    found: dict[str, str] = {}
    if values.get("consent") is not True:
        found["consent"] = _("Without a yes of the day it is not done. Put this aside.")
    if values.get("use") == Use.CHANGE.value and (step := exploring_step(patient)):
        says = _(
            "The work is on %(step)s: until the formulation is shared, a technique makes a scene "
            "vivid and changes nothing. Note it as such, or go on in the procedure first."
        )
        found["use"] = says % {"step": step}
    if values.get("settled") is False and not values.get("not_settled"):
        found["not_settled"] = _("Nobody leaves unsettled without an arrangement: write it down.")
    return found


KIND = CareKind(
    name=EXPERIENTIAL,
    title=gettext_lazy("Experiential technique"),
    fields=always(*FIELDS),
    amiss=amiss,
    back="clinician:procedure",
)
