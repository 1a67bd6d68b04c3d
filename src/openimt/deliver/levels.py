"""The levels of a therapy's hierarchy in one course: what stands on each, whose work is there."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from openimt.catalogue.therapy_parts import Level
from openimt.deliver.brought import Goal
from openimt.deliver.matters import matters, resources
from openimt.deliver.on_the_table import Given
from openimt.formulate.say import day_says
from openimt.terms import EventKind

HIERARCHY = "hierarchy"
"""The item of an agenda that opens into levels."""


def levels_of(given: Given) -> tuple[Level, ...]:
    """The levels in order, where the therapy's sessions go by them."""
    ordered = any(item.id == HIERARCHY for item in given.therapy.agenda)
    kept = given.therapy.hierarchy
    return kept.levels if kept and ordered else ()


def by_level(given: Given) -> Mapping[str, str]:
    """On which level the work of each module belongs."""
    return {module: level.id for level in levels_of(given) for module in level.modules}


def standing_at(given: Given, level: Level) -> tuple[str, ...]:
    """A sentence for each matter that stands on the level now: what the records tell, then what
    was written."""
    card, days = given.therapy.diary, given.days or ()
    told = matters(level, given.profile, given.catalogue, card, days, given.known_until)
    return (*told, *_written(given, level))


def takes_up_coming(level: Level) -> bool:
    """Whether a missed hour, of whatever form, is a matter of this level."""
    return EventKind.SESSION_MISSED in level.past


def _written(given: Given, level: Level) -> Iterator[str]:
    if not takes_up_coming(level):
        return
    since = given.known_until - timedelta(days=int(given.catalogue.settings["agenda_days"]))
    for day in sorted(given.brought.missed_group, reverse=True):
        if since < day <= given.known_until:
            yield f"The skills group was missed on {day_says(day)}."
    yield from asked_says(given)


def asked_says(given: Given) -> Iterator[str]:
    """What the team was asked and has not answered yet."""
    for words in given.brought.asked:
        yield f"The team is asked, and has not answered yet: “{words}”"


def named_at(given: Given, level: Level) -> Iterator[str]:
    """What there is of the kinds of help that the level looks at: profile and case plan."""
    roles = tuple(_goal_says(one) for one in given.brought.goals if one.role)
    helpers = tuple(one.says for one in given.brought.helpers)
    yield from resources(level, given.profile, {"roles": roles, "supports": helpers})


def _goal_says(goal: Goal) -> str:
    return goal.says if goal.by is None else f"{goal.says} (goal for {day_says(goal.by)})"
