"""What was written beside the plan as points of the agenda, each in one place and once."""

from collections.abc import Iterator

from openimt.deliver.brought import ENDING
from openimt.deliver.levels import asked_says, levels_of, takes_up_coming
from openimt.deliver.on_the_table import Given, ending_says, on_the_table
from openimt.deliver.own_points import review_asks
from openimt.deliver.session import AgendaPoint
from openimt.terms import PHASES


def begun_chains(given: Given) -> Iterator[AgendaPoint]:
    """Chains that were begun and not finished, as one point."""
    if lines := tuple(one.says for one in given.brought.chains):
        because = "A chain is finished together; it is never a punishment."
        yield AgendaPoint("chain_begun", "Go on with the chain.", because, lines=lines)


def ending(given: Given) -> Iterator[AgendaPoint]:
    """The ending, once its day is named; in the last phase from the beginning. Where its module is
    worked on, the module's own point speaks of it."""
    module, day = given.catalogue.modules.get(ENDING), given.brought.ends_on
    last = given.therapy.binds_phases and given.profile.phase is PHASES[-1]
    worked_on = any(one.module == ENDING for one in on_the_table(given))
    if module is not None and not worked_on and (day is not None or last):
        because = "The day of the ending is named." if day else "This is the last phase."
        says = f"The ending: {module.name}."
        yield AgendaPoint("ending", says, because, ENDING, detail=ending_says(given))


def without_a_place(given: Given) -> Iterator[AgendaPoint]:
    """What the therapy's own agenda has no place for; it stands before what comes next."""
    listed = {item.id for item in given.therapy.agenda}
    if "review" not in listed and (asks := tuple(review_asks(given))):
        yield AgendaPoint("case", "The case plan", "A day in it has come.", lines=asks)
    if not any(map(takes_up_coming, levels_of(given))) and (asked := tuple(asked_says(given))):
        yield AgendaPoint("team", "The team", "A question to it is open.", lines=asked)
    if given.brought.medicines:
        because = "For whoever prescribes; nothing is proposed here."
        says = "Medicines: there is something to look at."
        yield AgendaPoint("medicines", says, because, lines=given.brought.medicines)
