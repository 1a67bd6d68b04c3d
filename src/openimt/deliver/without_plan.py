"""The agenda while no plan is adopted: safety, the frame, what begins now, what is to find out.

Nobody waits for a plan with empty hands. Good Psychiatric Management begins with the first
meeting, the common modules run, and no specific module is begun (clinical decision 9).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.agenda import common_points, duty_points, homework_points, repair_points
from openimt.deliver.session import AgendaPoint
from openimt.formulate.profile import Profile
from openimt.terms import SafetyPlanState

FIRST_TIME = "Offer a safety plan, and make it together."
OFFER = {
    None: FIRST_TIME,
    SafetyPlanState.OFFERED: "The safety plan was offered: make it together.",
    SafetyPlanState.DECLINED: "Offer a safety plan again; a no is kept, too.",
}
"""What is said of the plan by how it stands; one that was made, or replaced by an agreed
alternative, is not offered."""


def agenda_without_plan(
    profile: Profile,
    catalogue: Catalogue,
    *,
    on: date,
    alerts: Sequence[str] = (),
    agreed: bool = False,
    open_homework: str = "",
) -> tuple[AgendaPoint, ...]:
    """The points of a session on that day, in order. ``alerts``: a sentence for each open one;
    ``agreed``: a treatment agreement is signed."""
    therapy = catalogue.therapy(profile.assessment.therapy)
    return (
        *duty_points(profile, catalogue, alerts, profile.phase, on),
        *_safety(profile),
        *repair_points(profile, catalogue),
        *homework_points(open_homework),
        *(() if agreed else (_FRAME,)),
        *_begins(profile),
        *common_points(profile, catalogue, therapy),
        *_to_find_out(profile),
        _NEXT,
    )


def _safety(profile: Profile) -> Iterator[AgendaPoint]:
    yield AgendaPoint(
        "ask_safety",
        "Ask about danger: thoughts of suicide, urges to hurt oneself, others, safety at home.",
        "Asked plainly in each of the first meetings. Not knowing is not safety.",
        first=True,
    )
    says = OFFER.get(profile.assessment.safety.plan)
    if says and not any(duty.says == says for duty in profile.duties):
        because = "It is offered in the first contact, and made together."
        yield AgendaPoint("offer_plan", says, because, first=True)


_FRAME = AgendaPoint(
    "frame",
    "Agree the frame, and what holds in a crisis.",
    "There is no signed agreement yet.",
    lines=(
        "How often we meet, how long, and what happens when one of us cannot come.",
        "Who hears what: confidentiality, and where it ends.",
        "In a crisis: whom to call, by day and by night, and what this clinic can and cannot do.",
    ),
)
_NEXT = AgendaPoint(
    "next",
    "Agree the next appointment and one small thing to try until then.",
    "Nobody leaves without knowing what comes next.",
)


def _begins(profile: Profile) -> Iterator[AgendaPoint]:
    """The first steps of Good Psychiatric Management, whatever the therapy later on."""
    because = "Good Psychiatric Management begins now, whatever therapy follows."
    known = profile.assessment.diagnosis is not None
    says = (
        "Share the diagnosis: what it means, where it comes from, and that most people get better."
        if known
        else "Share what is understood so far; a diagnosis is shared as soon as it is made."
    )
    yield AgendaPoint("teach", says, because)
    yield AgendaPoint(
        "case",
        "Life outside: what presses most, who helps already, and one goal with a first step.",
        because,
    )


def _to_find_out(profile: Profile) -> Iterator[AgendaPoint]:
    if profile.assess_next:
        lines = tuple(f"{_capital(one.what)}: {one.why}." for one in profile.assess_next)
        because = "A plan is made from what is known."
        yield AgendaPoint("assess_further", "Assess further.", because, lines=lines)
    because = (
        "Enough is known for a plan; nothing of it holds until it is adopted."
        if profile.personality_known
        else "It can be made now, and holds safety only until a diagnosis or a reading is there."
    )
    yield AgendaPoint("propose", "Propose a plan, and look at it together.", because)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
