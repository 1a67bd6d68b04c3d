"""A session as it was written down."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.session import ModuleWork
from openimt_clinic.components.parts import step_dots
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.sessions import session_of
from openimt_clinic.records.session_record import SessionRecord


@dataclass(frozen=True)
class WorkLine:
    """One module that was worked on."""

    name: str
    step: str
    note: str


@dataclass(frozen=True)
class WrittenSession:
    """Everything that was kept of a session."""

    by: str
    noted_at: datetime
    minutes: int
    work: tuple[WorkLine, ...]
    note: str
    homework: str
    next_on: date | None
    done_says: str


def written_session(kept: SessionRecord) -> WrittenSession:
    """The record in words."""
    held, catalogue = session_of(kept), catalogue_for(kept.patient)
    done = sum(1 for point in kept.agenda if point["done"])
    return WrittenSession(
        by=kept.by.name,
        noted_at=kept.noted_at,
        minutes=held.minutes,
        work=tuple(_line(work, catalogue) for work in held.work),
        note=held.note,
        homework=held.homework,
        next_on=held.next_on,
        done_says=_("%(done)d of %(of)d points of the agenda")
        % {"done": done, "of": len(kept.agenda)},
    )


def _line(work: ModuleWork, catalogue: Catalogue) -> WorkLine:
    known = catalogue.modules.get(work.module)
    before, after = step_dots(work.step_before).says, step_dots(work.step_after).says
    moved = work.step_before != work.step_after
    step = _("%(before)s, now %(after)s") % {"before": before, "after": after} if moved else after
    return WorkLine(known.name if known else work.module, step, work.note)
