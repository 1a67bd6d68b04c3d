"""The Map: where a person is, what comes first, what then, and why not yet. Pure values in and out.

>>> view = map_view(plan, profile, catalogue, on=date(2026, 11, 23))  # doctest: +SKIP
>>> [phase.name for phase in view.phases if phase.here]  # doctest: +SKIP
['Regulation']
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import AgendaPoint
from openimt.formulate.assessment import Delivered
from openimt.formulate.profile import Profile
from openimt.plan.plan import Plan
from openimt.terms import PHASES, Phase
from openimt_clinic.clinician.map_cards import (
    AssessCard,
    GateCard,
    StepCard,
    assess_card,
    first_and_then,
    gate_card,
    quiet_card,
)
from openimt_clinic.clinician.map_lane import LaneModule, lane
from openimt_clinic.clinician.map_tiles import Tile, tiles


@dataclass(frozen=True)
class PhaseView:
    """A phase with its tiles. ``here``: the course is in it (only under a therapy with phases)."""

    phase: Phase
    name: str
    aim: str
    here: bool
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class MapView:
    """Everything the Map shows, ready to print. While there is something to ``assess`` before a
    plan can say more, that stands in the place of the work; what must come first still does."""

    phases: tuple[PhaseView, ...]
    first: StepCard | None
    then: StepCard | None
    gate: GateCard | None
    assess: AssessCard | None
    lane: tuple[LaneModule, ...]
    order_says: str


def map_view(
    plan: Plan,
    profile: Profile,
    catalogue: Catalogue,
    *,
    on: date,
    agenda: Sequence[AgendaPoint] = (),
    progress: Iterable[Delivered] | None = None,
) -> MapView:
    """The Map of the adopted (or proposed) plan on a day.

    ``profile`` is today's, ``plan`` may be older; ``progress`` is what was done of each module
    until now (None = as the profile's assessment says); ``agenda`` is that of the next session.
    """
    done = profile.assessment.delivered if progress is None else progress
    made = tiles(plan, profile, catalogue, {record.module: record for record in done}, on)
    therapy = catalogue.therapy(profile.assessment.therapy)
    names = phase_names(catalogue, therapy.id)
    binds = therapy.binds_phases
    first, then = first_and_then(agenda, catalogue)
    assess = assess_card(plan, profile)
    if assess and not any(point.first for point in agenda):
        first = None
    return MapView(
        phases=tuple(
            PhaseView(
                phase=phase,
                name=names[phase],
                aim=_aim(catalogue, therapy.id, phase),
                here=binds and phase is profile.phase,
                tiles=tuple(tile for tile in made if tile.phase is phase),
            )
            for phase in PHASES
        ),
        first=first or (None if assess else _quiet(made)),
        then=None if assess else then,
        gate=gate_card(profile.gates, profile.phase, names) if binds else None,
        assess=assess,
        lane=lane(catalogue, profile.common),
        order_says="" if binds else _order_says(therapy.name),
    )


def _quiet(made: Sequence[Tile]) -> StepCard:
    coming = next((tile for tile in made if tile.state == "next"), None)
    return quiet_card(coming.name, coming.fact.partition(":")[0]) if coming else quiet_card("", "")


def phase_names(catalogue: Catalogue, therapy: str) -> dict[Phase, str]:
    """What each phase is called: by the therapy, else plainly."""
    called = {p.phase: p.name for p in catalogue.therapy(therapy).phases}
    return {phase: called.get(phase) or phase.value.capitalize() for phase in PHASES}


def _aim(catalogue: Catalogue, therapy: str, phase: Phase) -> str:
    aims = {p.phase: p.aim for p in catalogue.therapy(therapy).phases}
    return aims.get(phase, "")


def _order_says(therapy: str) -> str:
    return _("%(therapy)s is not bound to phases: the columns show where a module is at home.") % {
        "therapy": therapy
    }
