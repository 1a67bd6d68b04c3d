"""What is known of a person, ready to be asked: needs, events in a window, work done so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from openimt.catalogue.module import Clause
from openimt.formulate.answer import Answer
from openimt.formulate.assessment import Assessment, Delivered, Event, Judgement, Reading
from openimt.formulate.profile import Need
from openimt.terms import EventKind, Phase


@dataclass(frozen=True)
class Facts:
    """An assessment with the needs read from it. ``phase`` is None until it has been decided."""

    assessment: Assessment
    needs: Mapping[str, Need]
    phase: Phase | None = None

    @property
    def on(self) -> date:
        """The day of the assessment."""
        return self.assessment.on

    def done(self, module: str) -> Delivered:
        """What was delivered of a module; a blank record when nothing was."""
        return self._delivered.get(module) or Delivered(module)

    @cached_property
    def _delivered(self) -> Mapping[str, Delivered]:
        """By module; where one is named twice, what is said first counts."""
        return {done.module: done for done in reversed(self.assessment.delivered)}

    def running(self, module: str) -> bool:
        """Whether a module was begun, is not finished and was not ended."""
        return module in self._running

    @cached_property
    def _running(self) -> frozenset[str]:
        return frozenset(
            module
            for module, done in self._delivered.items()
            if not done.ended and (0 < done.step < 4 or (done.step == 0 and done.sessions > 0))
        )

    @cached_property
    def answers(self) -> dict[tuple[int, str], tuple[Clause, Answer]]:
        """What clauses came to for a module, by the clause's identity; it is kept beside the answer
        so that no other can take its place."""
        return {}

    def judgement(
        self, criterion: str, role: str = "clinician", cautious: str = "no"
    ) -> Judgement | None:
        """The judgement of a criterion, by somebody of that role, that has not lapsed; where two
        contradict each other, the ``cautious`` one (``yes`` or ``no``), and of these the last to
        lapse. Whoever has another role is a clinician too."""
        if criterion not in self._judgements:
            return None
        made = self._judged(criterion, role)
        valid = [j for j in made if j.until is None or j.until >= self.on]
        wary = [j for j in valid if j.met is (cautious == "yes")]
        return max(wary or valid, key=_lapses_last, default=None)

    def lapsed(self, criterion: str, role: str = "clinician") -> Judgement | None:
        """The judgement of a criterion, by somebody of that role, that lapsed last, when none
        stands any more; None also when there never was one."""
        if self.judgement(criterion, role) is not None:
            return None
        return max(self._judged(criterion, role), key=_lapses_last, default=None)

    def _judged(self, criterion: str, role: str) -> list[Judgement]:
        return [j for j in self._judgements.get(criterion, ()) if may_judge(j, role)]

    @cached_property
    def _judgements(self) -> Mapping[str, list[Judgement]]:
        found: dict[str, list[Judgement]] = {}
        for made in self.assessment.judgements:
            found.setdefault(made.criterion, []).append(made)
        return found

    def latest(self, measure: str) -> Reading | None:
        """The latest reading of a measure (or of ``measure.total`` when a bare id is asked)."""
        return next(reversed(self.series(measure)), None)

    def series(self, measure: str) -> tuple[Reading, ...]:
        """All readings of a measure, oldest first."""
        return self._series.get(_scale(measure), ())

    @cached_property
    def _series(self) -> Mapping[str, tuple[Reading, ...]]:
        found: dict[str, list[Reading]] = {}
        for reading in self.assessment.readings:
            if reading.value is not None and reading.measure:
                found.setdefault(_scale(reading.measure), []).append(reading)
        return {scale: tuple(sorted(read, key=self._day)) for scale, read in found.items()}

    def _day(self, reading: Reading) -> date:
        """A reading without a date was taken on the day of the assessment."""
        return reading.on or self.on

    def events(self, kinds: Iterable[str], within_weeks: float | None = None) -> tuple[Event, ...]:
        """Events of these kinds, oldest first, within so many weeks up to the assessment's day."""
        wanted = frozenset(EventKind(kind) for kind in kinds)
        since = date.min
        if within_weeks is not None:
            since = self.on - timedelta(days=round(7 * within_weeks))
        known = self.assessment.events or ()
        found = [e for e in known if e.kind in wanted and since < e.on <= self.on]
        return tuple(sorted(found, key=lambda e: e.on))


def may_judge(judgement: Judgement, role: str) -> bool:
    """Anybody judges as a clinician; in another role only who has it, and gives their name, a
    reason and the day on which it lapses.

    >>> may_judge(Judgement("r7.attempt", met=False, role="senior"), "senior")
    False
    """
    signed = bool(judgement.by and judgement.reason and judgement.until)
    return role == "clinician" or (judgement.role == role and signed)


def _lapses_last(judgement: Judgement) -> tuple[date, bool]:
    return judgement.until or date.max, not judgement.met


def same_measure(recorded: str, asked: str) -> bool:
    """Whether two names mean one scale: an instrument's bare id stands for its total.

    >>> same_measure("bsl23", "bsl23.total"), same_measure("ders16.impulse", "ders16")
    (True, False)
    """
    return _scale(recorded) == _scale(asked) != ""


def _scale(measure: str) -> str:
    return measure.removesuffix(".total")
