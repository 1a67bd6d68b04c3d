"""What begins now for one person who waits: each step, whether it is done, and where to do it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.assess.front_door.meanwhile import Now
from openimt_clinic.clinician.front.words import STEPS
from openimt_clinic.records.referral import Referral


@dataclass(frozen=True)
class StepView:
    """``name``: the step's word in forms; ``url``: the page where it is done; ``next``: it is the
    first that is open."""

    name: str
    title: object
    says: str
    done: bool
    url: str
    next: bool


def steps_of(open_steps: Sequence[Now], referral: Referral) -> tuple[StepView, ...]:
    """Every step but danger, which stands above the list."""
    wanted = [step for step in Now if step is not Now.SAFETY_FIRST]
    first = next((step for step in open_steps if step in wanted), None)
    return tuple(
        StepView(
            step.value,
            STEPS[step.value],
            _says(step),
            step not in open_steps,
            _url(step, referral),
            step is first,
        )
        for step in wanted
    )


def _says(step: Now) -> str:
    words = {
        Now.NUMBERS: _(
            "Emergency and crisis numbers, on paper or by message, spoken through once."
        ),
        Now.SAFETY_PLAN: _("Made together in the first contact; a no is kept, and asked again."),
        Now.FIRST_MEETING: _(
            "Good Psychiatric Management starts now: the diagnosis shared, a goal outside therapy, "
            "as often as is useful."
        ),
        Now.CHECK_IN: _(
            "Somebody calls on a day that the person knows. A day that is past is due."
        ),
    }
    return words[step]


def _url(step: Now, referral: Referral) -> str:
    pages = {Now.SAFETY_PLAN: "clinician:safety_plan", Now.FIRST_MEETING: "clinician:new_series"}
    return reverse(pages[step], args=[referral.patient_id]) if step in pages else ""
