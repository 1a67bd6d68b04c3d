"""The therapist who is available and fits: options in order, each with its reasons and its price.

The order is that of clinical brief 9: safety first, then waiting, training, the person's wishes,
measured strength, continuity, and the way there. It is an order of what is said and no sum of
points. A wish moves nobody out of sight, an earlier conflict does, and a start never waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from openimt.plan.fit_numbers import FitNumbers, fit_numbers


class Criterion(StrEnum):
    """What is looked at, in the order in which it counts."""

    SAFETY = "safety"
    WAITING = "waiting"
    TRAINING = "training"
    WISHES = "wishes"
    STRENGTH = "strength"
    CONTINUITY = "continuity"
    WAY_THERE = "way_there"


class Holds(IntEnum):
    """Whether it holds for this therapist; not known is better than a clear no, and says so."""

    YES = 0
    PARTLY = 1
    NOT_KNOWN = 2
    NO = 3


@dataclass(frozen=True)
class Strength:
    """How courses of earlier people went in one domain, allowing for how hard they were.

    ``above``: better than was to be expected. Nothing in the web measures it yet.
    """

    domain: str
    cases: int
    above: bool


@dataclass(frozen=True)
class Therapist:
    """What somebody offers. None = nobody has said. ``trained_in``: competences of the glossary.
    ``free_from``: the first day on which an hour of theirs is free. ``hours``: weekdays (1 is
    Monday) with a free hour. ``limit``: how many people they can have."""

    id: str
    name: str
    trained_in: frozenset[str] = frozenset()
    supervised: bool | None = None
    safety_trained: bool | None = None
    crisis_cover: bool | None = None
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    therapies: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    sex: str = ""
    free_from: date | None = None
    hours: frozenset[int] = frozenset()
    caseload: int = 0
    limit: int | None = None
    stays_until: date | None = None
    strengths: tuple[Strength, ...] = ()

    @property
    def has_room(self) -> bool:
        """Whether one more person keeps to the limit."""
        return self.limit is None or self.caseload < self.limit


@dataclass(frozen=True)
class Wishes:
    """What the person would like; empty = it does not matter to them."""

    language: str = ""
    sex: str = ""
    style: str = ""
    therapy: str = ""
    mode: str = ""
    days: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sought:
    """For whom, and since when. ``needs``: by each module of the plan that asks for training, the
    competences of which one will do. ``apart``: who is not offered, with the reason that is said.
    ``names``: of modules.
    """

    on: date
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    domain: str = ""
    wishes: Wishes = Wishes()
    apart: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One criterion for one therapist: whether it holds, and why, in one sentence."""

    criterion: Criterion
    holds: Holds
    says: str


@dataclass(frozen=True)
class Option:
    """A therapist as an option. ``waits``: weeks until the first free hour; None = not known."""

    therapist: Therapist
    points: tuple[Point, ...]
    waits: int | None

    @property
    def reasons(self) -> tuple[Point, ...]:
        """What speaks for it."""
        return tuple(one for one in self.points if one.holds is Holds.YES)

    @property
    def price(self) -> tuple[Point, ...]:
        """What it would cost, or what nobody knows."""
        return tuple(one for one in self.points if one.holds is not Holds.YES)

    def point(self, criterion: Criterion) -> Point:
        """What is said of one criterion."""
        return next(one for one in self.points if one.criterion is criterion)


@dataclass(frozen=True)
class Apart:
    """Somebody who is not offered, and why."""

    therapist: Therapist
    says: str


@dataclass(frozen=True)
class Start:
    """What begins now, whoever is waited for."""

    therapy: str
    modules: tuple[str, ...]
    says: str = "This starts now with whoever is here; it waits for nobody on this list."


@dataclass(frozen=True)
class Fit:
    """``options``: everybody safe and not apart, the best first. ``waits``: nobody of them has an
    hour within the weeks that the clinic allows."""

    options: tuple[Option, ...]
    apart: tuple[Apart, ...]
    start: Start
    waits: bool


def fit(therapists: Sequence[Therapist], sought: Sought, given: FitNumbers | None = None) -> Fit:
    """The options for a person, in the order of the brief; who is alike comes in order of id."""
    numbers = given or fit_numbers()
    apart = [one for t in therapists if (one := _apart(t, sought)) is not None]
    gone = {one.therapist.id for one in apart}
    options = [_option(t, sought, numbers) for t in therapists if t.id not in gone]
    options.sort(key=order)
    soon = any(one.point(Criterion.WAITING).holds is Holds.YES for one in options)
    start = Start(numbers.therapy, numbers.modules)
    return Fit(tuple(options), tuple(apart), start, waits=not soon)


def order(option: Option) -> tuple[object, ...]:
    """Where an option stands: each criterion in turn, then the shorter wait, then the id."""
    waits = option.waits if option.waits is not None else 10_000
    return (*(point.holds for point in option.points), waits, option.therapist.id)


def _apart(one: Therapist, sought: Sought) -> Apart | None:
    if one.id in sought.apart:
        return Apart(one, sought.apart[one.id] or "They are not brought together again.")
    if one.safety_trained is False:
        return Apart(one, "Not trained in keeping people safe yet; that comes before everything.")
    if one.crisis_cover is False:
        return Apart(one, "Nobody stands in for them in a crisis; that comes before everything.")
    return None


def _option(one: Therapist, sought: Sought, numbers: FitNumbers) -> Option:
    waits = _weeks(one, sought.on)
    points = (
        _safety(one),
        _waiting(one, waits, numbers),
        _training(one, sought),
        _wishes(one, sought.wishes),
        _strength(one, sought.domain, numbers),
        _continuity(one, sought.on, numbers),
        _way_there(one, sought.wishes),
    )
    return Option(one, points, waits)


def _weeks(one: Therapist, on: date) -> int | None:
    """Whole weeks until the first free hour, begun ones counted."""
    if one.free_from is None:
        return None
    return max(0, -(-(one.free_from - on).days // 7))


def _safety(one: Therapist) -> Point:
    unsaid = [
        word
        for word, said in (
            ("training in safety", one.safety_trained),
            ("cover in a crisis", one.crisis_cover),
        )
        if said is None
    ]
    if unsaid:
        says = f"Not said yet: {' and '.join(unsaid)}. Ask before you offer it."
        return Point(Criterion.SAFETY, Holds.NOT_KNOWN, says)
    return Point(
        Criterion.SAFETY, Holds.YES, "Trained in keeping people safe, with cover in a crisis."
    )


def _waiting(one: Therapist, waits: int | None, numbers: FitNumbers) -> Point:
    if not one.has_room:
        says = f"Has {one.caseload} people, with room for {one.limit}."
        return Point(Criterion.WAITING, Holds.NO, says)
    if waits is None:
        return Point(Criterion.WAITING, Holds.NOT_KNOWN, "No free hour is written down.")
    if waits <= numbers.within_weeks:
        says = "Has a free hour now." if waits == 0 else f"Has a free hour within {_many(waits)}."
        return Point(Criterion.WAITING, Holds.YES, says)
    says = f"The first free hour is {_many(waits)} away; waiting has its price."
    return Point(Criterion.WAITING, Holds.NO, says)


def _many(weeks: int) -> str:
    return f"{weeks} week" if weeks == 1 else f"{weeks} weeks"


def _training(one: Therapist, sought: Sought) -> Point:
    lacking = sorted(m for m, any_of in sought.needs.items() if not any_of & one.trained_in)
    had = len(sought.needs) - len(lacking)
    with_whom = {
        True: "with supervision",
        False: "without supervision",
        None: "supervision not said",
    }[one.supervised]
    if lacking:
        named = ", ".join(sought.names.get(one, one.upper()) for one in lacking)
        says = f"Not trained for {named} ({with_whom})."
        return Point(Criterion.TRAINING, Holds.PARTLY if had else Holds.NO, says)
    says = f"Trained in what the plan needs, {with_whom}."
    if not sought.needs:
        says = f"The plan needs no special training, {with_whom}."
    return Point(Criterion.TRAINING, Holds.YES if one.supervised else Holds.PARTLY, says)


def _wishes(one: Therapist, wishes: Wishes) -> Point:
    asked = {
        "language": (wishes.language, one.languages),
        "sex": (wishes.sex, frozenset({one.sex} - {""})),
        "style": (wishes.style, one.styles),
        "therapy": (wishes.therapy, one.therapies),
        "in person or remote": (wishes.mode, one.modes),
    }
    said = {name: (want, has) for name, (want, has) in asked.items() if want}
    if not said:
        return Point(Criterion.WISHES, Holds.YES, "No wish was named.")
    unmet = [name for name, (want, has) in said.items() if has and want not in has]
    unsaid = [name for name, (_, has) in said.items() if not has]
    if not unmet and not unsaid:
        return Point(Criterion.WISHES, Holds.YES, "As wished: " + ", ".join(said) + ".")
    says = "; ".join(
        f"{word}: {', '.join(names)}"
        for word, names in (("not as wished", unmet), ("not said", unsaid))
        if names
    )
    every = len(unmet) == len(said)
    holds = Holds.NO if every else Holds.PARTLY if unmet else Holds.NOT_KNOWN
    return Point(Criterion.WISHES, holds, says[0].upper() + says[1:] + ".")


def _strength(one: Therapist, domain: str, numbers: FitNumbers) -> Point:
    found = next((s for s in one.strengths if s.domain == domain), None)
    if found is None or found.cases < numbers.fewest_cases:
        cases = found.cases if found else 0
        says = (
            f"Not known: {cases} earlier courses were measured here, {numbers.fewest_cases} needed."
        )
        return Point(Criterion.STRENGTH, Holds.NOT_KNOWN, says)
    if found.above:
        return Point(
            Criterion.STRENGTH, Holds.YES, f"Better than expected in {found.cases} courses."
        )
    # As expected is no fault: it neither speaks for the therapist nor against.
    return Point(Criterion.STRENGTH, Holds.NOT_KNOWN, f"As expected in {found.cases} courses.")


def _continuity(one: Therapist, on: date, numbers: FitNumbers) -> Point:
    last = one.limit is not None and 0 < one.limit - one.caseload <= numbers.close_to_limit
    room = " One place is left." if last and numbers.close_to_limit == 1 else ""
    if one.stays_until is None:
        says = "How long they stay is not said." + room
        return Point(Criterion.CONTINUITY, Holds.NOT_KNOWN, says)
    if one.stays_until < on + timedelta(weeks=numbers.continuity_weeks):
        says = f"Here until {one.stays_until:%-d %B %Y}: a change would come in between." + room
        return Point(Criterion.CONTINUITY, Holds.NO, says)
    return Point(
        Criterion.CONTINUITY, Holds.PARTLY if room else Holds.YES, "Stays long enough." + room
    )


def _way_there(one: Therapist, wishes: Wishes) -> Point:
    if not wishes.days:
        return Point(Criterion.WAY_THERE, Holds.YES, "Any day will do.")
    if not one.hours:
        return Point(Criterion.WAY_THERE, Holds.NOT_KNOWN, "On which days is not said.")
    if one.hours & wishes.days:
        return Point(Criterion.WAY_THERE, Holds.YES, "Has an hour on a day that suits.")
    return Point(Criterion.WAY_THERE, Holds.NO, "Has no hour on a day that suits.")
