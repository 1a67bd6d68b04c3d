"""Whose plan another version of the catalogue changes, what it changes, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.difference import Difference, difference
from openimt.errors import OpenIMTError
from openimt.formulate.assessment import Assessment
from openimt.formulate.understand import understand
from openimt.plan.differ import differences
from openimt.plan.plan import Change, Plan, Reason
from openimt.plan.propose import propose

PATIENCE = 60.0
"""Seconds for one plan: more than any needs, so that the clock never decides what differs."""


@dataclass(frozen=True)
class Affected:
    """Somebody whose plan is another one: what is done differently about which module, each with
    the reason why; ``says`` tells what is no matter of one module."""

    person: str
    changes: tuple[Change, ...]
    why: tuple[str, ...]
    says: tuple[str, ...] = ()


def affected(
    people: Mapping[str, Assessment], before: Catalogue, after: Catalogue
) -> tuple[Affected, ...]:
    """The people whose plans differ between two catalogues, in the order given."""
    what = difference(before, after)
    found = (_one(name, known, before, after, what) for name, known in people.items())
    return tuple(one for one in found if one is not None)


def _one(
    name: str, known: Assessment, before: Catalogue, after: Catalogue, what: Difference
) -> Affected | None:
    old, refused_before = _plan(known, before)
    new, refused_after = _plan(known, after)
    if old is None or new is None:
        if (old is None) is (new is None) and refused_before == refused_after:
            return None
        told = _refusals(refused_before, refused_after)
        return Affected(name, (), (), told)
    changes = (*differences(old, new, after), *_no_longer_there(old, after))
    says = tuple(_elsewhere(old, new))
    if not changes and not says:
        return None
    return Affected(name, changes, tuple(_why(c, old, new, what) for c in changes), says)


def _plan(known: Assessment, catalogue: Catalogue) -> tuple[Plan | None, str]:
    try:
        profile = understand(known, catalogue)
        return propose(profile, catalogue, time_limit=PATIENCE), ""
    except OpenIMTError as error:
        return None, error.says


def _refusals(before: str, after: str) -> tuple[str, ...]:
    if not before:
        return (f"There is no plan any more: {after}.",)
    if not after:
        return (f"There is a plan now; before there was none: {before}.",)
    return (f"There is no plan for another reason: {after}; before: {before}.",)


def _no_longer_there(old: Plan, after: Catalogue) -> Iterator[Change]:
    for placement in old.placements:
        if placement.module not in after.modules:
            says = "It is no longer in the catalogue."
            yield Change(placement.module, "removed", says, before_week=placement.start_week)


def _elsewhere(old: Plan, new: Plan) -> Iterator[str]:
    if old.phase is not new.phase:
        yield f"The phase is {new.phase.value} instead of {old.phase.value}."
    due, was_due = {d.id for d in new.duties}, {d.id for d in old.duties}
    for duty in sorted(due - was_due):
        yield f"A new duty: {duty}."
    for duty in sorted(was_due - due):
        yield f"No longer a duty: {duty}."


def _why(change: Change, old: Plan, new: Plan, what: Difference) -> str:
    """The changed rule that speaks in one of the two plans; else the changed part; else what
    else changed."""
    rules = {rule.id: rule for one in what.modules for rule in one.rules}
    for reason in _reasons(change.module, new):
        if reason.rule in rules:
            return f"the rule {reason.rule} says now: {rules[reason.rule].after or reason.says}"
    for reason in _reasons(change.module, old):
        if reason.rule in rules:
            return f"the rule {reason.rule} said before: {rules[reason.rule].before or reason.says}"
    return _of_the_module(change.module, what) or _of_everything(what)


def _reasons(module: str, plan: Plan) -> tuple[Reason, ...]:
    placed = plan.placement(module)
    if placed is not None:
        return placed.reasons
    return next((left.reasons for left in plan.left_out if left.module == module), ())


def _of_the_module(module: str, what: Difference) -> str:
    own = next((one for one in what.modules if one.module == module), None)
    if own is None:
        return ""
    if own.new or own.gone:
        return "the module is new" if own.new else "the module is gone"
    parts = [*own.parts, *(rule.id for rule in own.rules)]
    return f"of the module itself these differ: {', '.join(parts)}"


def _of_everything(what: Difference) -> str:
    named = [one.module for one in what.modules] + [one.therapy for one in what.therapies]
    named += [one.name for one in what.numbers] + [f"{one.of} {one.id}" for one in what.entries]
    return f"it follows from what changed elsewhere: {', '.join(named)}"
