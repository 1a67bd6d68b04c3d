"""Moments that can be meant: a mistyped year is asked about before it is kept."""

from datetime import datetime, timedelta

from openimt.errors import RecordError

YEAR = timedelta(days=366)
BACK, AHEAD = 10, 2
"""So many years back something may be noted late, and so many ahead something is agreed."""


def in_reach(at: datetime, now: datetime, field: str, *, back: int = BACK) -> None:
    """Raises RecordError for a moment years away, where only a slip can be meant."""
    if at < now - back * YEAR:
        says = f"This moment is more than {_years(back)} ago; look at the year."
        raise RecordError(says, field=field)
    if at > now + AHEAD * YEAR:
        says = f"This moment is more than {_years(AHEAD)} ahead; look at the year."
        raise RecordError(says, field=field)


def _years(many: int) -> str:
    return f"{many} years" if many > 1 else "a year"
