"""Opening a hard topic: a therapist's release for it, and what still stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.deliver.story.pacing import pacing
from openimt.formulate.clause import stands_against
from openimt.formulate.facts import Facts
from openimt.formulate.profile import Profile
from openimt.formulate.understand import facts_of
from openimt.terms import Phase, Truth


@dataclass(frozen=True)
class Release:
    """One topic, in the words of its title when it was released; it holds from ``since`` to
    ``until``, both included, and no longer from the day on which it was taken back.

    ``entries``: the entries that it opens, by id. A title may change; an entry stays what it is.
    """

    topic: str
    since: date
    until: date
    taken_back_on: date | None = None
    entries: frozenset[str] = frozenset()

    def stands(self, on: date) -> bool:
        """Whether it holds on that day."""
        ended = self.taken_back_on is not None and self.taken_back_on <= on
        return not ended and self.since <= on <= self.until

    def waits_for(self, title: str) -> bool:
        """Whether it has no entry yet and would be that of the first one called so."""
        return not self.entries and bool(called(title)) and called(self.topic) == called(title)


@dataclass(frozen=True)
class InTheWay:
    """A condition that does not hold: its id, why it is asked for, and what is known of it.
    ``unknown``: nobody has recorded it yet."""

    id: str
    why: str
    now: tuple[str, ...] = ()
    unknown: bool = False


def called(topic: str) -> str:
    """A topic as it is compared: capitals and spaces make no difference.

    >>> called("  The  Summer of 2009 ") == called("the summer of 2009")
    True
    """
    return " ".join(topic.split()).casefold()


def is_released(entry: str, releases: Iterable[Release], on: date) -> bool:
    """Whether a release for this very entry stands, whatever it is called now.

    >>> given = [Release("2009", date(2026, 11, 2), date(2026, 12, 1), entries=frozenset({"a"}))]
    >>> is_released("a", given, date(2026, 11, 3)), is_released("b", given, date(2026, 11, 3))
    (True, False)
    """
    return any(one.stands(on) and entry in one.entries for one in releases)


def is_given(topic: str, releases: Iterable[Release], on: date) -> bool:
    """Whether a topic of that name is released already."""
    return any(one.stands(on) and called(one.topic) == called(topic) for one in releases)


def in_the_way(profile: Profile, catalogue: Catalogue) -> tuple[InTheWay, ...]:
    """Every condition of the gate that does not hold, or is not known to hold, for this person.

    It is the module's own gate; what its clause about a release asks is answered topic by topic.
    """
    rule = pacing().release
    module = catalogue.module(rule.gate)
    facts = facts_of(profile)
    found = [_standing(clause, against, facts, module) for clause, against in _clauses(module)]
    clauses = (one for one in found if one is not None and one.id != rule.instead_of)
    return (*_danger(profile), *_untrained(profile, module), *clauses)


def _clauses(module: Module) -> Iterable[tuple[Clause, Truth]]:
    yield from ((clause, Truth.MET) for clause in (*module.contraindicated, *module.not_yet))
    yield from ((clause, Truth.NOT_MET) for clause in module.requires)


def _standing(clause: Clause, against: Truth, facts: Facts, module: Module) -> InTheWay | None:
    answer = stands_against(clause, against, facts, module.id)
    if answer is None:
        return None
    now = tuple(because.says for because in answer.because)
    return InTheWay(clause.id, clause.why, now, answer.state is Truth.UNKNOWN)


def _danger(profile: Profile) -> Iterable[InTheWay]:
    """Under every therapy, also where phases bind nothing."""
    if profile.phase is Phase.SAFETY:
        because = tuple(one.says for one in profile.phase_because)
        yield InTheWay("danger", "While danger is imminent, safety comes first.", because)


def _untrained(profile: Profile, module: Module) -> Iterable[InTheWay]:
    """The clinic says itself what its people are trained in; where it has not, nothing follows."""
    trained = profile.assessment.context.competences
    if trained is not None and set(module.competences) - set(trained):
        why = "It is opened by a therapist who is trained for it, and the clinic names nobody yet."
        yield InTheWay("trained_therapist", why)
