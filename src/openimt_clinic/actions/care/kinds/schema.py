"""An interpersonal schema, written as a loop that both can read."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt.formulate.pattern.episode import is_stopped
from openimt.formulate.pattern.limits import limits
from openimt.formulate.pattern.schema import SchemaState, Told, ground, lacks
from openimt_clinic.actions.care.formulation_words import FIELD_OF, LACKS, MOTIVES, STATES
from openimt_clinic.actions.care.kind import CareKind, Values
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.formulation import (
    EPISODE,
    SCHEMA,
    episode_of,
    latest_of,
    schema_of,
    text_of,
    titled,
    told_by,
)
from openimt_clinic.records.patient import Patient

SCENES = "mit_scenes_for_pattern"
WAITS = _(
    "Scenes whose words may tell of trauma are not among them until somebody has said whether they "
    "do (found by a list of words: suggested, not reviewed)."
)


def fields(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    """The parts in the order of the loop; the person's scenes to choose from, but for those that
    tell of trauma or may."""
    told = [(row, episode_of(row, patient.language)) for row in latest_of(patient, EPISODE)]
    scenes = tuple((str(row.line), titled(row)) for row, scene in told if not is_stopped(scene))
    by_words = any(is_stopped(scene) and scene.trauma is None for _row, scene in told)
    return (
        Field("title", _("What you both call it"), Sort.LINE),
        Field("motive", _("What the wish is about"), Sort.CHOICE, tuple(MOTIVES.items())),
        Field("wish", _("The wish"), Sort.LINE, hint=_("“What would you have loved to happen?”")),
        Field("self_negative", _("The feared view of oneself"), Sort.LINE),
        Field("self_healthy", _("The healthy view of oneself"), Sort.LINE),
        Field("if_show", _("If I show, or ask for …"), Sort.LINE),
        Field("then_other", _("… then the other will …"), Sort.LINE),
        Field("other_response", _("How the other seems to answer"), Sort.LINE),
        Field("emotion", _("What is felt then"), Sort.LINE),
        Field("thought", _("What is thought"), Sort.LINE),
        Field("body", _("In the body"), Sort.LINE),
        Field("act", _("What is done"), Sort.LINE),
        Field("coping", _("How one protects oneself"), Sort.LINE),
        Field("cost", _("What it costs in the long run"), Sort.LINE),
        Field(
            "fits",
            _("Scenes that it fits"),
            Sort.CHOICES,
            scenes,
            hint=WAITS if by_words else "",
        ),
        Field("unlike", _("Scenes that speak against it"), Sort.CHOICES, scenes),
        Field("shown_on", _("The person saw it on"), Sort.DAY, past=True),
        Field("person_says", _("What the person changed or said"), Sort.TEXT),
        Field("agrees", _("The person finds it their own"), Sort.YES_NO),
        Field("state", _("It stands as"), Sort.CHOICE, tuple(STATES.items()), needed=True),
    )


def amiss(patient: Patient, values: Values) -> Mapping[str, str]:
    """What still stands before the state it is said to have, beside the fields."""
    said = text_of(values, "state")
    return lacking(patient, values, SchemaState(said)) if said else {}


def lacking(
    patient: Patient, values: Values, state: SchemaState, scenes_told: Sequence[Told] | None = None
) -> dict[str, str]:
    """A sentence for each field in which something stands before the state."""
    schema = schema_of(values)
    told = told_by(patient) if scenes_told is None else scenes_told
    scenes = int(catalogue_for(patient).settings[SCENES])
    numbers = {
        "fits": ground(schema, told).fits,
        "scenes": scenes,
        "others": limits().others,
    }
    found: dict[str, str] = {}
    for lack in lacks(schema, told, state, scenes):
        says = str(LACKS[lack])
        found.setdefault(FIELD_OF[lack], says % numbers if "%(" in says else says)
    return found


KIND = CareKind(
    name=SCHEMA,
    title=_("Interpersonal schema"),
    fields=fields,
    amiss=amiss,
    page="clinician:schema",
    back="clinician:formulation",
)
