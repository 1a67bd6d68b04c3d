"""Plan versions of half a year: what the planner proposed on the day, and people adopted."""

from datetime import date, timedelta

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.understand import understand
from openimt.plan.plan import Change, Plan
from openimt.plan.propose import propose
from openimt.plan.replan import replan
from openimt.simulate.assessed import assessment
from openimt.simulate.person import InventedPerson
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.mapping.catalogues import current_ground
from openimt_clinic.records.mapping.plans import changes_to_row, plan_to_row
from openimt_clinic.records.plan_version import PlanState, PlanVersion

MORNING = 10
REVIEW = timedelta(weeks=13)
Proposal = tuple[Plan, tuple[Change, ...]]


def plan_versions(
    person: InventedPerson, keeping: Keeping, *, to_decide: bool = False
) -> list[PlanVersion]:
    """A version for each day on which the plan changed; the last holds.

    ``to_decide``: today's look at the plan is a proposal that nobody has answered yet.
    """
    ground, days = current_ground(keeping.patient.clinic), _days(person)
    catalogue = ground.catalogue
    versions: list[PlanVersion] = []
    current: Plan | None = None
    for day in days:
        made = _proposal(person, day, current, catalogue)
        if made is None:
            continue
        if current is not None:
            _supersede(versions[-1], day, keeping)
        current = made[0]
        versions.append(_adopted(len(versions) + 1, made, keeping))
    if to_decide and (made := _proposal(person, person.on, current, catalogue)):
        versions.append(_version(len(versions) + 1, made, PlanState.PROPOSED, keeping))
    for version in versions:
        version.made_with = ground.version
    return versions


def _days(person: InventedPerson) -> list[date]:
    """The first day, the quarterly review, and the days on which the phase changed."""
    last = person.left_on or person.on
    review = {person.start + REVIEW} if person.start + REVIEW < last else set()
    return sorted({person.start, *review, *(day for _, day in person.phases if day <= last)})


def _proposal(
    person: InventedPerson, on: date, current: Plan | None, catalogue: Catalogue
) -> Proposal | None:
    """What the planner says on the day; None when everything stays as it is."""
    known = assessment(person, on)
    if current is None:
        return propose(understand(known, catalogue), catalogue), ()
    planned = {placement.module for placement in current.placements}
    made = replan(understand(known, catalogue, planned), catalogue, current)
    if made.kept and made.plan.phase is current.phase:
        return None
    return made.plan, made.changes


def _adopted(number: int, made: Proposal, keeping: Keeping) -> PlanVersion:
    version = _version(number, made, PlanState.ADOPTED, keeping)
    version.adopted_by, version.adopted_at = keeping.treating, version.made_at
    return version


def _supersede(version: PlanVersion, on: date, keeping: Keeping) -> None:
    version.state, version.ended_at = PlanState.SUPERSEDED.value, keeping.at(on, MORNING)


def _version(number: int, made: Proposal, state: PlanState, keeping: Keeping) -> PlanVersion:
    plan, changes = made
    return PlanVersion(
        **keeping.fields(
            number=number,
            state=state.value,
            plan=plan_to_row(plan),
            catalogue=plan.catalogue,
            on=plan.on,
            changes=changes_to_row(changes),
            made_by=keeping.treating,
            made_at=keeping.at(plan.on, MORNING),
        )
    )
