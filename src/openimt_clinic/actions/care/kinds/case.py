"""Case management: one plan a person, and the reviews of the course."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from openimt.deliver.cases.reviews import ReviewDecision
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, Values, always
from openimt_clinic.records.patient import Patient

GOAL_SORTS = (("symptom", _("A symptom")), ("role", _("A role in life")))
OTHERS = (
    ("prescriber", _("Prescriber")),
    ("therapist", _("Therapist")),
    ("family", _("Family or friends")),
    ("work", _("Work or study")),
    ("benefits", _("Benefits or housing")),
    ("other", _("Somebody else")),
)
ORDER = (
    ("first", _("Treated first")),
    ("jointly", _("Treated along with it")),
    ("watched", _("Watched: often eases with the rest")),
    ("later", _("Later")),
)
STEPS = {
    ReviewDecision.STEP_UP: _("Step up: a specialist therapy, or more"),
    ReviewDecision.STAY: _("Stay as it is"),
    ReviewDecision.STEP_DOWN: _("Step down: less often, or an ending"),
}
WHAT_BECOMES = (
    ("goes_on", _("Goes on")),
    ("altered", _("Is altered")),
    ("stops", _("Stops")),
)

PLAN = CareKind(
    name="case_plan",
    title=_("Case plan"),
    fields=always(
        Field(
            "responsible",
            _("Responsible clinician: one name, known to everybody"),
            Sort.LINE,
            needed=True,
        ),
        Field(
            "goals",
            _("Goals with dates"),
            Sort.ROWS,
            hint=_("One for a symptom, one for a role; small enough to be seen in three months."),
            columns=(
                Field("goal", _("Goal"), Sort.LINE),
                Field("sort", _("For"), Sort.CHOICE, options=GOAL_SORTS),
                Field("by", _("Seen by"), Sort.DAY),
                Field("seen", _("How both will see it"), Sort.LINE),
            ),
        ),
        Field(
            "others",
            _("Others who help"),
            Sort.ROWS,
            hint=_("Name them only with the person's consent."),
            columns=(
                Field("part", _("Who"), Sort.CHOICE, options=OTHERS),
                Field("name", _("Name"), Sort.LINE),
                Field("agreed", _("What is agreed with them"), Sort.LINE),
            ),
        ),
        Field(
            "comorbid",
            _("What else there is, and its order"),
            Sort.ROWS,
            hint=_(
                "Mania, severe dependence or starvation come first. Low mood and anxiety often go "
                "along with the rest."
            ),
            columns=(
                Field("what", _("What"), Sort.LINE),
                Field("order", _("Order"), Sort.CHOICE, options=ORDER),
                Field("who", _("Who treats it"), Sort.LINE),
            ),
        ),
        Field("absences", _("Planned absences, spoken of before they come"), Sort.TEXT),
    ),
    one_line=True,
    back="clinician:gpm",
)


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """Each decision has its reason; what did not help is either altered or stopped."""
    if values.get("did_not") and not values.get("parts"):
        return {"parts": _now("Say what becomes of what did not help: altered, or stopped.")}
    return {}


REVIEW = CareKind(
    name="case_review",
    title=_("Review of the course"),
    fields=always(
        Field("on", _("Day"), Sort.DAY, past=True, hint=_("Left empty: the day this was begun.")),
        Field("helped", _("What has helped"), Sort.TEXT),
        Field("did_not", _("What has not helped"), Sort.TEXT),
        Field(
            "parts",
            _("What becomes of each part: goals, medicines, kinds of session"),
            Sort.ROWS,
            hint=_("After about three months, what does not help is altered or stopped."),
            columns=(
                Field("part", _("Part"), Sort.LINE),
                Field("becomes", _("It"), Sort.CHOICE, options=WHAT_BECOMES),
                Field("how", _("How, and why"), Sort.LINE),
            ),
        ),
        Field(
            "step",
            _("Decided together"),
            Sort.CHOICE,
            options=tuple((step.value, words) for step, words in STEPS.items()),
            needed=True,
        ),
        Field(
            "because",
            _("Because"),
            Sort.TEXT,
            needed=True,
            hint=_("A crisis of the last weeks alone should not decide for both."),
        ),
    ),
    amiss=amiss,
    back="clinician:gpm",
)
KINDS_HERE = (PLAN, REVIEW)
