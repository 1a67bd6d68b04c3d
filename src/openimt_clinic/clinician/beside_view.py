"""The agenda as it may lie beside the person: their own words, and nothing that is for staff."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.actions.care.session_fields import MODULE, TICK
from openimt_clinic.clinician.session_queries import Prepared
from openimt_clinic.clinician.writing.form import DocumentForm, Drawn

HOMEWORK, DIARY, NEXT = "homework", "diary", "next"


@dataclass(frozen=True)
class BesidePoint:
    """One point in the person's words. ``tick``: its field in the note. ``also``: in the plan, and
    not what today is for."""

    says: str
    text: str
    try_this: str
    tick: Drawn
    also: bool = False


@dataclass(frozen=True)
class Beside:
    """``now``: the one point that stands open, the first that is not done; ``rest``: the others of
    today; ``also``: what else is in the plan."""

    now: BesidePoint | None
    rest: tuple[BesidePoint, ...]
    also: tuple[BesidePoint, ...]


def beside_points(ready: Prepared, form: DocumentForm, language: str) -> Beside:
    """Only points that are known to be harmless are shown: never an alert, a duty, a state, a level
    of a hierarchy, or a point that somebody adds later."""
    points = tuple(_points(ready, form, language))
    # What was ticked in the plan's further modules is of today, too.
    of_today = tuple(one for one in points if not one.also or one.tick.value)
    now = next((one for one in of_today if not one.tick.value), None)
    return Beside(
        now,
        tuple(one for one in of_today if one is not now),
        tuple(one for one in points if one not in of_today),
    )


def _points(ready: Prepared, form: DocumentForm, language: str) -> Iterator[BesidePoint]:
    for point in ready.points:
        tick = form.by_name.get(f"{TICK}{point.id}")
        words = _words(point, ready, language)
        if tick is not None and words is not None:
            yield BesidePoint(*words, tick, point.also)


def _words(point: AgendaPoint, ready: Prepared, language: str) -> tuple[str, str, str] | None:
    if point.id.startswith(MODULE) and point.module in ready.catalogue.modules:
        module = ready.catalogue.module(point.module)
        page = module.page(language)
        return (page.name, page.says, page.try_this) if page else (module.short, "", "")
    if point.id == HOMEWORK:
        return _("What we agreed last time"), ready.last.homework if ready.last else "", ""
    if point.id == DIARY:
        return _("A look at your card together"), "", ""
    if point.id == NEXT:
        return _("What comes next"), "", ""
    return None
