"""The caseload, ready to print: who needs someone now, then everybody with their one reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.terms import Phase
from openimt.track.attention import Urgency
from openimt_clinic.clinician.needs import NEEDS, need_word
from openimt_clinic.components.open_case import CaseRow, OpenCase, case_row
from openimt_clinic.components.paging import PageView
from openimt_clinic.components.phases import phase_word


@dataclass(frozen=True)
class Person:
    """What the caseload knows of one patient. ``urgency`` None: nobody has looked yet.

    ``binds``: whether phases bind the therapy the course is under. ``kind``: of the one reason.
    """

    id: UUID
    name: str
    code: str
    therapy: str
    phase: Phase | None
    urgency: Urgency | None
    says: str
    more: int
    next_at: datetime | None
    binds: bool = True
    kind: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One row: name, phase, next appointment, the one reason."""

    person: Person
    phase: str
    phase_name: str
    urgency: str
    word: str
    reason: str
    more: str


@dataclass(frozen=True)
class Filter:
    """One need to look for: its name, how many have it, and the link."""

    name: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True)
class CaseloadView:
    """Everything the page prints."""

    cases: tuple[CaseRow, ...]
    cases_say: str
    rows: tuple[PersonRow, ...]
    filters: tuple[Filter, ...]
    page: PageView
    search: str
    need: str
    found_says: str
    empty_says: str


def caseload_view(
    people: Iterable[Person],
    cases: Iterable[OpenCase],
    counts: Mapping[str, int],
    page: PageView,
    *,
    now: datetime,
    need: str = "",
    search: str = "",
) -> CaseloadView:
    """The page from what the queries found; ``counts`` by need, with ``""`` for everybody."""
    opened = tuple(sorted((case_row(c, now) for c in cases), key=_case_order))
    waiting = len({row.case.patient_id for row in opened if row.act})
    return CaseloadView(
        cases=opened,
        cases_say=_cases_say(waiting, opened),
        rows=tuple(map(_person_row, people)),
        filters=tuple(_filters(counts, need, search)),
        page=page,
        search=search,
        need=need,
        found_says=ngettext("%(n)d person", "%(n)d people", page.total) % {"n": page.total},
        empty_says=_empty_says(counts.get("", 0), need, search),
    )


def urgency_word(urgency: Urgency | None) -> str:
    """How soon somebody must act, in a word or two."""
    words = {
        Urgency.NOW: _("now"),
        Urgency.TODAY: _("today"),
        Urgency.THIS_WEEK: _("this week"),
        Urgency.FINE: _("nothing waits"),
    }
    return words[urgency] if urgency else _("not looked at yet")


def _case_order(row: CaseRow) -> tuple[bool, datetime]:
    return (not row.act, row.case.due_at)


def _cases_say(waiting: int, opened: tuple[CaseRow, ...]) -> str:
    if waiting:
        return ngettext(
            "%(n)d person needs someone now", "%(n)d people need someone now", waiting
        ) % {"n": waiting}
    if not all(row.case.acknowledged_by for row in opened):
        return ngettext("%(n)d open case", "%(n)d open cases", len(opened)) % {"n": len(opened)}
    return ngettext(
        "%(n)d open case, somebody is on it", "%(n)d open cases, somebody is on each", len(opened)
    ) % {"n": len(opened)}


def _person_row(person: Person) -> PersonRow:
    return PersonRow(
        person=person,
        phase=person.phase.value if person.phase and person.binds else "",
        phase_name=_phase_name(person),
        urgency=person.urgency.name.lower() if person.urgency else "unknown",
        word=urgency_word(person.urgency),
        reason=person.says,
        more=_("and %(n)d more") % {"n": person.more} if person.more else "",
    )


def _phase_name(person: Person) -> str:
    """The phase; the therapy's short name where phases do not bind; empty before a look."""
    if not person.binds:
        return person.therapy.upper()
    return phase_word(person.phase) if person.phase else ""


def _filters(counts: Mapping[str, int], need: str, search: str) -> Iterable[Filter]:
    for name in ("", *NEEDS):
        if name and name != need and not counts.get(name):
            continue
        words = {"need": name, "search": search}
        query = urlencode({key: value for key, value in words.items() if value})
        yield Filter(need_word(name), counts.get(name, 0), f"?{query}", name == need)


def _empty_says(everybody: int, need: str, search: str) -> str:
    if not everybody and not search:
        return _("Nobody is in your care yet.")
    if search:
        return _("Nobody of that name or code is in your care.")
    return _("Nobody needs this at present.") if need else ""
