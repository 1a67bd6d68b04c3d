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
    """One point in the person's words. ``tick``: its field in the note."""

    says: str
    text: str
    try_this: str
    tick: Drawn


def beside_points(ready: Prepared, form: DocumentForm, language: str) -> tuple[BesidePoint, ...]:
    """Only points that are known to be harmless are shown: never an alert, a duty, a state, a level
    of a hierarchy, or a point that somebody adds later."""
    return tuple(_points(ready, form, language))


def _points(ready: Prepared, form: DocumentForm, language: str) -> Iterator[BesidePoint]:
    for point in ready.points:
        tick = form.by_name.get(f"{TICK}{point.id}")
        words = _words(point, ready, language)
        if tick is not None and words is not None:
            yield BesidePoint(*words, tick)


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
