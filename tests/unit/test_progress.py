"""Steps of change move one forward at a time, and back as far as is true."""

from datetime import UTC, datetime

import pytest

from openimt.deliver.progress import apply_session, end, move
from openimt.deliver.session import ModuleWork, Place, Session
from openimt.errors import DeliveryError
from openimt.formulate.assessment import Delivered

AT_2 = Delivered("r3", step=2, sessions=5)


@pytest.mark.parametrize("to", [0, 1, 2, 3])
def test_back_and_one_forward_need_no_reason(to: int) -> None:
    assert move(AT_2, to).step == to


def test_two_forward_needs_a_reason() -> None:
    with pytest.raises(DeliveryError, match="skips a step"):
        move(AT_2, 4)
    assert move(AT_2, 4, reason="did this work elsewhere").step == 4


@pytest.mark.parametrize("to", [-1, 5])
def test_there_are_four_steps(to: int) -> None:
    with pytest.raises(DeliveryError, match=f"no step {to}"):
        move(AT_2, to, reason="because")


def test_ended_work_is_taken_up_again_only_with_a_reason() -> None:
    ended = end(AT_2, " moved away ")
    assert ended.ended == "moved away"
    with pytest.raises(DeliveryError, match="has ended"):
        move(ended, 2)
    assert move(ended, 2, reason="came back").ended == ""
    with pytest.raises(DeliveryError, match="say why"):
        end(AT_2, "  ")


def session(*work: ModuleWork) -> Session:
    return Session("p1", datetime(2026, 11, 23, 10, tzinfo=UTC), 50, Place.IN_PERSON, work)


def test_a_session_counts_its_work_and_moves_its_steps() -> None:
    held = session(ModuleWork("r3", 2, 3), ModuleWork("i1", 0, 1))
    assert apply_session([AT_2], held) == (Delivered("r3", 3, 6), Delivered("i1", 1, 1))


def test_a_step_that_somebody_moved_meanwhile_is_refused() -> None:
    with pytest.raises(DeliveryError, match="look again"):
        apply_session([AT_2], session(ModuleWork("r3", 1, 2)))


def test_a_reason_travels_with_its_module() -> None:
    leap = session(ModuleWork("r3", 2, 4))
    with pytest.raises(DeliveryError):
        apply_session([AT_2], leap, reasons={"i1": "elsewhere"})
    assert apply_session([AT_2], leap, reasons={"r3": "elsewhere"})[0].step == 4
