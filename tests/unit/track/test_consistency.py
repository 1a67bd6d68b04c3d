"""Plan beside sessions: a deviation asks for a sentence and never for a defence."""

from datetime import date, timedelta

import pytest

from openimt.track.consistency import MATCH_SAYS, Held, Match, consistency

DAY = date(2026, 11, 9)
BEFORE, LATER = DAY - timedelta(days=1), DAY + timedelta(days=1)

MATCHES = [
    (Held(DAY, ("r2",), {"r2", "r3"}), Match.AS_PLANNED),
    (Held(DAY, ("r2", "r3"), {"r2", "r3"}), Match.AS_PLANNED),
    (Held(DAY, (), {"r2"}), Match.NO_WORK),
    (Held(DAY, ("r2",), None), Match.NO_PLAN),
    (Held(DAY, ("s2",), {"r2"}), Match.OPEN),
    (Held(DAY, ("r2", "s2"), {"r2"}), Match.OPEN),
    (Held(DAY, ("s2",), set()), Match.OPEN),
    (Held(DAY, ("s2",), {"r2"}, BEFORE), Match.EXPLAINED),
    (Held(DAY, ("s2",), {"r2"}, DAY), Match.TOLD_AFTER),  # explained before means a day before
    (Held(DAY, ("s2",), {"r2"}, LATER), Match.TOLD_AFTER),
    (Held(DAY, ("r2",), {"r2"}, BEFORE), Match.AS_PLANNED),  # it was not needed after all
]


@pytest.mark.parametrize(("held", "match"), MATCHES)
def test_how_a_session_went_with_the_plan(held: Held, match: Match) -> None:
    assert held.match is match


def test_every_way_has_its_words() -> None:
    assert set(MATCH_SAYS) == set(Match)


def sessions(*letters: str) -> list[Held]:
    made = {
        "p": Held(DAY, ("r2",), {"r2"}),
        "o": Held(DAY, ("s2",), {"r2"}),
        "e": Held(DAY, ("s2",), {"r2"}, BEFORE),
        "t": Held(DAY, ("s2",), {"r2"}, LATER),
        "-": Held(DAY, (), {"r2"}),
    }
    return [made[letter] for letter in letters]


@pytest.mark.parametrize(
    ("letters", "share", "low"),
    [
        ("", None, False),
        ("---", None, False),
        ("p", 1.0, False),
        ("ppe-", 1.0, False),
        ("pppo", 0.75, False),
        ("ppot", 0.5, True),
        ("o", 0.0, True),
    ],
)
def test_the_share_counts_what_was_written_down(
    letters: str, share: float | None, low: bool
) -> None:
    seen = consistency(sessions(*letters))
    assert (seen.share, seen.low) == (share, low)


def test_only_the_last_sessions_are_looked_at_the_newest_first() -> None:
    days = [DAY + timedelta(weeks=n) for n in range(12)]
    seen = consistency([Held(day, ("r2",), {"r2"}) for day in days])
    assert [one.on for one in seen.sessions] == days[:3:-1]


def test_modules_stand_by_how_much_was_worked_on() -> None:
    seen = consistency(
        [Held(DAY, ("s2",), {"r2", "r3"}), Held(DAY, ("s2",), {"r3"}), Held(DAY, ("r3",), {"r3"})]
    )
    assert seen.modules == ("s2", "r3", "r2")
    assert (seen.planned("r3"), seen.worked("r3"), seen.planned("s2")) == (3, 1, 0)
    assert len(seen.open) == 2


def test_sessions_that_say_nothing_are_no_agreement() -> None:
    silent = [Held(DAY + timedelta(weeks=n), (), {"r2"}) for n in range(7)]
    found = consistency([*silent, Held(DAY + timedelta(weeks=7), ("r2",), {"r2"})])
    assert found.share is None
    assert found.thin
    assert (len(found.unsaid), found.telling) == (7, 1)
    assert not found.low


def test_sessions_without_a_plan_are_not_unsaid() -> None:
    found = consistency([Held(DAY, (), None), Held(DAY, (), set()), Held(DAY, ("r2",), {"r2"})])
    assert found.unsaid == ()
    assert found.share == 1


def test_a_module_that_is_planned_and_never_worked_on_is_named() -> None:
    held = [Held(DAY + timedelta(weeks=n), ("r2",), {"r2", "r3"}) for n in range(4)]
    assert consistency(held).never == ("r3",)
    assert consistency(held[:3]).never == ()
    assert consistency([*held, Held(DAY, ("r2",), {"r2"})]).never == ()
