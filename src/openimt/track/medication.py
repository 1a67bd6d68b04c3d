"""What a person's medicines ask of whoever prescribes them: to look, and nothing more.

Names of drugs are words that somebody wrote. There is no list of drugs behind them, nothing is
proposed, and no dose is weighed. What is found goes to the prescriber, never to the patient.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openimt.errors import DeliveryError
from openimt.formulate.say import day_says
from openimt.track.numbers import Numbers, numbers


class FlagKind(StrEnum):
    """Why the prescriber is asked to look."""

    REVIEW_OVERDUE = "review_overdue"
    STOP_PASSED = "stop_passed"
    SEVERAL = "several"
    LOOK_THROUGH = "look_through"


@dataclass(frozen=True)
class Medicine:
    """One medicine as it stands. ``psychotropic``: whoever wrote it down said so.

    ``ended_on``: from this day on it is no longer taken.
    """

    id: str
    drug: str
    psychotropic: bool
    started_on: date
    review_on: date
    stop_on: date | None = None
    ended_on: date | None = None

    def taken_on(self, day: date) -> bool:
        """Whether it is being taken on that day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True)
class Flag:
    """One thing to look at. ``medicines``: the ids it is about. ``since``: from which day on."""

    kind: FlagKind
    says: str
    medicines: tuple[str, ...]
    since: date


def signed() -> Numbers:
    """The numbers these rules use, each with its source."""
    return numbers("openimt.track", "medication.toml")


def taken(medicines: Iterable[Medicine], on: date) -> tuple[Medicine, ...]:
    """Those that are being taken on the day, in the order in which they began."""
    now = (one for one in medicines if one.taken_on(on))
    return tuple(sorted(now, key=lambda one: (one.started_on, one.drug, one.id)))


def flags(
    medicines: Iterable[Medicine], looked_through_on: date | None, on: date
) -> tuple[Flag, ...]:
    """Everything for the prescriber to look at on the day, the longest due first.

    ``looked_through_on``: when all of them were last looked through together with the person.
    """
    now, rules = taken(medicines, on), signed()
    found = [
        *_each(now, on),
        *_several(now, rules.whole("at_once.psychotropics")),
        *_look_through(now, looked_through_on, on, rules.whole("looking_through.days")),
    ]
    return tuple(sorted(found, key=lambda flag: (flag.since, flag.kind, flag.medicines)))


def look_through_by(medicines: Iterable[Medicine], last: date | None, on: date) -> date | None:
    """The day by which all are looked through together; None while nothing is taken."""
    now = taken(medicines, on)
    if not now:
        return None
    return (last or now[0].started_on) + timedelta(days=signed().whole("looking_through.days"))


def check_days(started_on: date, review_on: date, stop_on: date | None, set_on: date) -> None:
    """Raises DeliveryError for a review that is set too far off, or for a day before the start."""
    days = signed().whole("review.longest_days")
    furthest = set_on + timedelta(days=days)
    if review_on > furthest:
        says = f"a review is set for {day_says(furthest)} at the latest: {_months(days)} from now"
        raise DeliveryError(says, field="review_on")
    if review_on < started_on:
        raise DeliveryError("the review would be before the start", field="review_on")
    if stop_on is not None and stop_on < started_on:
        raise DeliveryError("the stop date would be before the start", field="stop_on")


def _each(now: Sequence[Medicine], on: date) -> Iterator[Flag]:
    for one in now:
        if one.stop_on is not None and one.stop_on < on:
            says = (
                f"{one.drug}: the stop date was {day_says(one.stop_on)}; "
                "the prescriber looks whether it goes on."
            )
            yield Flag(FlagKind.STOP_PASSED, says, (one.id,), one.stop_on)
        if one.review_on < on:
            says = f"{one.drug}: the review was due on {day_says(one.review_on)}."
            yield Flag(FlagKind.REVIEW_OVERDUE, says, (one.id,), one.review_on)


def _several(now: Sequence[Medicine], at_once: int) -> Iterator[Flag]:
    counted = [one for one in now if one.psychotropic]
    if len(counted) < at_once:
        return
    says = (
        f"{_in_words(len(counted))} medicines at the same time: "
        "the prescriber looks whether each is still needed."
    )
    ids = tuple(one.id for one in counted)
    yield Flag(FlagKind.SEVERAL, says, ids, counted[at_once - 1].started_on)


def _look_through(
    now: Sequence[Medicine], last: date | None, on: date, days: int
) -> Iterator[Flag]:
    by = look_through_by(now, last, on)
    if by is None or by >= on:
        return
    before = f"last on {day_says(last)}" if last else "not yet"
    says = f"All medicines are looked through together at least every {_months(days)}: {before}."
    yield Flag(FlagKind.LOOK_THROUGH, says, tuple(one.id for one in now), by)


def _months(days: int) -> str:
    return f"{days // 30} months"


_WORDS = ("Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def _in_words(count: int) -> str:
    return _WORDS[count - 3] if 3 <= count < 3 + len(_WORDS) else str(count)
