"""Adults only, and said so: from a birth year, or because somebody said *18 or over*."""

from datetime import date

from openimt.assess.front_door.asked import front_door
from openimt.errors import AssessmentError

OLDEST = 120


def require_adult(birth_year: int | None, said_adult: bool | None, on: date) -> None:
    """Raises AssessmentError with one plain sentence unless the person is known to be an adult.

    A birth year that settles it needs no word; in the year of the birthday, somebody says it.

    >>> from datetime import date
    >>> require_adult(1990, None, date(2026, 11, 23))
    >>> require_adult(None, True, date(2026, 11, 23))
    """
    age = front_door().age
    if birth_year is not None:
        years = on.year - birth_year
        if not 0 <= years <= OLDEST:
            raise AssessmentError(f"{birth_year} cannot be a year of birth", field="birth_year")
        if years < age or (years == age and said_adult is False):
            raise AssessmentError(_too_young(age), field="birth_year")
        if years > age:
            return
    if said_adult is False:
        raise AssessmentError(_too_young(age), field="adult")
    if said_adult is None:
        says = f"say that the person is {age} or over, or give a year of birth that shows it"
        raise AssessmentError(says, field="adult")


def _too_young(age: int) -> str:
    return (
        f"this service takes people from {age} years on: who is younger needs a service for young "
        "people, so help the referrer to find one today"
    )
