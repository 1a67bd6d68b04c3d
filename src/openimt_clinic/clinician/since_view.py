"""The column *Since last time*: by what each line tells of, one tap from where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openimt.deliver.since import About, Line
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

TITLES = {
    About.ALERT: _("Alerts"),
    About.FACT: _("Told and done"),
    About.ATTENDANCE: _("Appointments"),
    About.PROMISE: _("What you promised"),
    About.HOMEWORK: _("What was to be tried"),
    About.BETWEEN: _("Between sessions"),
    About.DIARY: _("Diary"),
    About.SCORE: _("Scores"),
    About.SHARED: _("Shared with you"),
    About.WRITTEN: _("Written by others"),
}
PAGES = {
    About.FACT: "clinician:safety",
    About.ATTENDANCE: "clinician:appointments",
    About.HOMEWORK: "clinician:from_the_phone",
    About.DIARY: "clinician:diary",
    About.SCORE: "clinician:courses",
}
"""Where all of a sort can be read; the lines of other sorts have a page each."""
SHOWN = {About.DIARY: 3, About.SCORE: 4}
"""How many lines stand open where there can be many; the rest is one tap away."""
MOST = 6


@dataclass(frozen=True)
class SinceLine:
    """One line. ``url``: its own page, where it has one."""

    says: str
    url: str
    unread: bool


@dataclass(frozen=True)
class SinceGroup:
    """Lines about one thing. ``url``: the page of all of them. ``rest``: folded."""

    about: str
    title: object
    url: str
    lines: tuple[SinceLine, ...]
    rest: tuple[SinceLine, ...]


def since_groups(
    lines: Iterable[Line], patient: Patient, last: SessionRecord | None
) -> tuple[SinceGroup, ...]:
    """The lines in their order, those about one thing together, with their addresses."""
    return tuple(
        _group(about, tuple(SinceLine(o.says, _address(o, patient, last), o.unread) for o in some),
               patient)
        for about, some in groupby(lines, key=lambda line: line.about)
    )  # fmt: skip


def _group(about: About, lines: tuple[SinceLine, ...], patient: Patient) -> SinceGroup:
    shown = SHOWN.get(about, MOST)
    # One line more takes no more room than the words that would hide it.
    shown = len(lines) if len(lines) <= shown + 1 else shown
    url = reverse(PAGES[about], args=[patient.pk]) if about in PAGES else ""
    return SinceGroup(about.value, TITLES[about], url, lines[:shown], lines[shown:])


def _address(line: Line, patient: Patient, last: SessionRecord | None) -> str:
    if line.about is About.ALERT:
        return reverse("clinician:alert", args=[line.key])
    if line.about is About.PROMISE and last is not None:
        return reverse("clinician:session_at", args=[patient.pk, last.appointment_id])
    if line.about in (About.WRITTEN, About.BETWEEN):
        kind, several, _bar = line.key.partition("|")
        if several:
            return reverse("clinician:documents", args=[patient.pk, kind])
        return reverse("clinician:document", args=[patient.pk, line.key])
    if line.about is About.SHARED:
        page, _bar, which = line.key.partition("|")
        return reverse(page, args=[patient.pk, which] if which else [patient.pk])
    return ""
