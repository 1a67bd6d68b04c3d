"""The sheet for downtime as PDF: every person a block, the duty desk and the numbers on top."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openimt_clinic.components.clinic_words import number_rows
from openimt_clinic.components.plan_words import Element
from openimt_clinic.paper.press import pressed
from openimt_clinic.records.clinic import Clinic

SIZES = (9.5,)
MOST_PAGES = 10_000


class OnPaper(Protocol):
    """One person, as the page has them."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def reach(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def plan_says(self) -> str: ...
    @property
    def plan(self) -> tuple[Element, ...]: ...
    @property
    def treats(self) -> str: ...
    @property
    def next_at(self) -> datetime | None: ...
    @property
    def alerts(self) -> tuple[str, ...]: ...


class OnDutyNow(Protocol):
    """Who is on duty, and who would be second."""

    @property
    def who(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def until(self) -> datetime | None: ...


def downtime_paper(
    people: Sequence[OnPaper], *, clinic: Clinic, made_by: str, duty: OnDutyNow, at: datetime
) -> bytes:
    """Everybody on the sheet, in their order."""
    made = date_format(localtime(at), "j F Y, H:i")
    data: dict[str, object] = {
        "language": clinic.language,
        "title": _("When the system is down"),
        "above": clinic.name,
        "made": _("Made on %(at)s by %(who)s") % {"at": made, "who": made_by},
        "confidential": _("Confidential. Keep it locked; shred it when the next one is made."),
        "duty": _duty(duty),
        "numbers": number_rows(clinic),
        "people": [_person(one) for one in people],
        "of_all": _("%(n)d people") % {"n": len(people)},
    }
    return pressed("downtime", data, sizes=SIZES, most_pages=MOST_PAGES)


def _duty(duty: OnDutyNow) -> str:
    if not duty.who:
        return _("Nobody is on duty at this hour.")
    until = f", {_('until')} {date_format(localtime(duty.until), 'j M, H:i')}" if duty.until else ""
    second = f" · {_('second')}: {duty.second}" if duty.second else ""
    return f"{_('On duty')}: {duty.who}{until}{second}"


def _person(one: OnPaper) -> dict[str, object]:
    coming = date_format(localtime(one.next_at), _("D j M, H:i")) if one.next_at else _("none")
    return {
        "name": one.name,
        "code": one.code,
        "facts": [
            (_("Treated by"), one.treats),
            (_("Next appointment"), coming),
            (_("Safety plan"), one.plan_says),
        ],
        "reach": [list(line) for line in one.reach],
        "reach_label": _("How to reach them"),
        "no_reach": _("The clinic holds no number."),
        "alerts": list(one.alerts),
        "alerts_label": _("Open alerts"),
        "plan": [
            (element.heading, [f"{line.says} {line.number}".strip() for line in element.lines])
            for element in one.plan
        ],
    }
