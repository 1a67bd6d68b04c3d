"""Fields of the session's note, picked for the point of the agenda that they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from openimt_clinic.actions.care.session_fields import MODULE, REASON, SEEN, STEP, TICK
from openimt_clinic.clinician.session_view import PointView
from openimt_clinic.clinician.writing.form import DocumentForm, Drawn

register = template.Library()


@dataclass(frozen=True)
class StepFields:
    """The fields of one module: its step now, what was seen, and why a step was skipped."""

    step: Drawn
    seen: Drawn
    reason: Drawn


@register.simple_tag
def field_of(form: DocumentForm | None, name: str) -> Drawn | None:
    """A field by its name; None where the note has it not, or is not begun."""
    return form.by_name.get(name) if form else None


@register.simple_tag
def tick_of(form: DocumentForm | None, point: str) -> Drawn | None:
    """The tick of a point."""
    return field_of(form, f"{TICK}{point}")


@register.simple_tag
def any_ticked(form: DocumentForm | None, points: Sequence[PointView]) -> bool:
    """Whether one of the points is ticked: what is written stands open."""
    ticks = (tick_of(form, point.id) for point in points)
    return any(tick is not None and tick.value for tick in ticks)


@register.simple_tag
def step_fields(form: DocumentForm | None, point: PointView) -> StepFields | None:
    """The fields of the module whose point this is; other points have none."""
    if form is None or not point.id.startswith(MODULE):
        return None
    found = [form.by_name.get(f"{name}{point.module}") for name in (STEP, SEEN, REASON)]
    step, seen, reason = found
    return StepFields(step, seen, reason) if step and seen and reason else None
