"""Why a prompt comes when it does, or why it does not come."""

from enum import StrEnum


class Because(StrEnum):
    """The first five come; with the others nothing is sent, and the ledger says why."""

    AGREED = "agreed"
    LATER = "later"
    QUIET_FIRST = "quiet_first"
    CLOCK_CHANGE = "clock_change"
    SPACED = "spaced"

    QUIET = "quiet"
    PAUSED = "paused"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    TOO_CLOSE = "too_close"
    ANSWERED = "answered"
    GONE = "gone"
    CHANGED = "changed"
    TOO_LATE = "too_late"
    NOT_TAKEN = "not_taken"
    ENDED = "ended"

    @property
    def comes(self) -> bool:
        """Whether a prompt with this reason is sent."""
        return self in COMING


COMING = frozenset(
    {Because.AGREED, Because.LATER, Because.QUIET_FIRST, Because.CLOCK_CHANGE, Because.SPACED}
)
