"""Attendance: kept three of the last four offered; what counts as offered, as a table."""

import pytest

from openimt.deliver.attendance import attendance
from openimt.deliver.session import AppointmentState
from openimt.terms import Truth
from tests.unit.small_clinic import SETTINGS

LETTERS = {
    "k": AppointmentState.KEPT,
    "m": AppointmentState.MISSED,
    "n": AppointmentState.CANCELLED_WITH_NOTICE,
    "u": AppointmentState.CANCELLED_BY_US,
    "p": AppointmentState.PLANNED,
}
# k kept, m missed, n cancelled with notice, u cancelled by us, p planned; oldest first.
TABLE = [
    ("", 0, 0, Truth.UNKNOWN),
    ("k", 1, 1, Truth.UNKNOWN),
    ("kkk", 3, 3, Truth.MET),
    ("kmkk", 3, 4, Truth.MET),
    ("kmmk", 2, 4, Truth.NOT_MET),
    ("mm", 0, 2, Truth.NOT_MET),
    ("mmkkk", 3, 4, Truth.MET),
    ("kkkmm", 2, 4, Truth.NOT_MET),
    ("nnnn", 0, 0, Truth.UNKNOWN),
    ("knknk", 3, 3, Truth.MET),
    ("kkmunkn", 3, 4, Truth.MET),
    ("kkmkppp", 3, 4, Truth.MET),
]


@pytest.mark.parametrize(("letters", "kept", "offered", "state"), TABLE)
def test_attendance(letters: str, kept: int, offered: int, state: Truth) -> None:
    seen = attendance((LETTERS[x] for x in letters), SETTINGS)
    assert (seen.kept, seen.offered, seen.state) == (kept, offered, state)


def test_a_clinic_may_sign_other_numbers() -> None:
    strict = type(SETTINGS)({"attendance_kept": 2, "attendance_of": 2}, {})
    assert attendance((LETTERS[x] for x in "kkkm"), strict).state is Truth.NOT_MET
