"""A narrative episode as it was told in session."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt.formulate.pattern.episode import meter
from openimt_clinic.actions.care.formulation_words import CONTEXTS, RELATIONS
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.mapping.formulation import EPISODE, episode_from
from openimt_clinic.records.patient import Patient

FIELDS = (
    Field(
        "title",
        gettext_lazy("What it can be called"),
        Sort.LINE,
        needed=True,
        hint=gettext_lazy("A hard one from the past can stay a title."),
    ),
    Field("place", gettext_lazy("Where"), Sort.LINE),
    Field("when", gettext_lazy("When"), Sort.LINE),
    Field("who", gettext_lazy("Who was there"), Sort.LINE),
    Field("relation", gettext_lazy("Who the other is to the person"), Sort.CHOICE, RELATIONS),
    Field("context", gettext_lazy("Place of life"), Sort.CHOICE, CONTEXTS),
    Field("happened", gettext_lazy("What was said and done, as a camera would have it")),
    Field("wish", gettext_lazy("What was hoped for just before"), Sort.LINE),
    Field("feelings", gettext_lazy("What was felt"), Sort.LINE),
    Field("thoughts", gettext_lazy("What went through the mind"), Sort.LINE),
    Field("body", gettext_lazy("In the body"), Sort.LINE),
    Field("did", gettext_lazy("What the person did, or wanted to do"), Sort.LINE),
    Field("point", gettext_lazy("Why it is told"), Sort.LINE),
    Field("once", gettext_lazy("One single occasion?"), Sort.YES_NO),
    Field(
        "trauma",
        gettext_lazy("Does it tell of trauma?"),
        Sort.YES_NO,
        hint=gettext_lazy("With yes, no more is asked: settle first, and its title is enough."),
    ),
)


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """Words that may tell of trauma want a person's yes or no."""
    seen = meter(episode_from(values, patient.language))
    if seen.stopped and not seen.reviewed:
        return {"trauma": _("Words in it may tell of trauma. Say whether it does, then sign.")}
    return {}


KIND = CareKind(
    name=EPISODE,
    title=gettext_lazy("Narrative episode"),
    fields=always(*FIELDS),
    amiss=amiss,
    page="clinician:episode",
    back="clinician:formulation",
)
