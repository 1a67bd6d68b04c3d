"""Moving a module's step of change: one forward at a time, back as far as is true."""

from collections.abc import Iterable
from dataclasses import replace

from openimt.deliver.session import ModuleWork, Session
from openimt.errors import DeliveryError
from openimt.formulate.assessment import Delivered
from openimt.terms import Step


def move(delivered: Delivered, to: int, *, reason: str = "") -> Delivered:
    """The record with its step moved.

    One step forward needs no reason, more than one does; back is always allowed, since a slip is
    information. A module that has ended is taken up again only with a reason. Raises DeliveryError.
    """
    if not Step.NOT_BEGUN <= to <= Step.KEEP:
        raise DeliveryError(
            f"there is no step {to}; steps go from 0 (not begun) to 4", field="step"
        )
    if delivered.ended and not reason.strip():
        raise DeliveryError(
            f"{delivered.module} has ended ({delivered.ended}); to take it up again, give a reason",
            field="reason",
        )
    if to - delivered.step > 1 and not reason.strip():
        raise DeliveryError(
            f"{delivered.module} is at step {delivered.step}; moving to {to} skips a step, "
            "so give a reason or move one step",
            field="step",
        )
    return replace(delivered, step=to, ended="")


def end(delivered: Delivered, reason: str) -> Delivered:
    """The record of a module stopped early; the reason is required."""
    if not reason.strip():
        raise DeliveryError(f"say why {delivered.module} ends", field="reason")
    return replace(delivered, ended=reason.strip())


def apply_session(
    delivered: Iterable[Delivered], session: Session, *, reasons: dict[str, str] | None = None
) -> tuple[Delivered, ...]:
    """The records after a session: its work counted, its steps moved. ``reasons`` by module.

    Raises DeliveryError when the work names a step that the module is not at.
    """
    records = {record.module: record for record in delivered}
    for work in session.work:
        record = records.get(work.module, Delivered(work.module))
        _expect_step(record, work)
        moved = move(record, work.step_after, reason=(reasons or {}).get(work.module, ""))
        records[work.module] = replace(moved, sessions=record.sessions + 1)
    return tuple(records.values())


def _expect_step(record: Delivered, work: ModuleWork) -> None:
    if work.step_before != record.step:
        raise DeliveryError(
            f"{work.module} is at step {record.step}, not {work.step_before}; "
            "somebody may have moved it meanwhile, so look again",
            field="step",
        )
