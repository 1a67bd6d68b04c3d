"""What is known of one earlier course of treatment; whatever is not known stays None."""

from dataclasses import dataclass

from openimt.errors import TrialError


@dataclass(frozen=True)
class ScaleChange:
    """A scale before and after a course, in the scale's points."""

    scale: str
    before: float
    after: float


@dataclass(frozen=True)
class PriorCourse:
    """One earlier course of a therapy. None means that nobody knows, never that it was not so.

    ``months`` it lasted; ``sessions_offered`` and ``sessions_kept``; ``trained_therapist`` in
    this therapy; ``changes`` on scales over the course; ``criteria_after``: criteria of BPD that
    were still met at its end (0 to 9); ``reason`` it did not help: an id of the definition.
    """

    therapy: str | None
    when: str = ""
    months: float | None = None
    sessions_offered: int | None = None
    sessions_kept: int | None = None
    trained_therapist: bool | None = None
    changes: tuple[ScaleChange, ...] = ()
    criteria_after: int | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.months is not None and not 0 <= self.months < 1000:
            raise TrialError(f"a course of {self.months} months cannot be", field="months")
        offered, kept = self.sessions_offered, self.sessions_kept
        if min(offered or 0, kept or 0) < 0 or (
            offered is not None and kept is not None and kept > offered
        ):
            raise TrialError(
                f"{kept} sessions kept of {offered} offered cannot be", field="sessions_kept"
            )
        if self.criteria_after is not None and not 0 <= self.criteria_after <= 9:
            raise TrialError(
                f"BPD has 9 criteria, not {self.criteria_after}", field="criteria_after"
            )

    @property
    def share_kept(self) -> float | None:
        """The share of offered sessions that were kept."""
        if not self.sessions_offered or self.sessions_kept is None:
            return None
        return self.sessions_kept / self.sessions_offered
