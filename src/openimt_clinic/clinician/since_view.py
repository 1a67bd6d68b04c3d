"""The column *Since last time*: each line with the page where it can be read, one tap away."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from openimt.deliver.since import About, Line
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

PAGES = {
    About.FACT: "clinician:assessment",
    About.ATTENDANCE: "clinician:appointments",
    About.HOMEWORK: "clinician:from_the_phone",
    About.DIARY: "clinician:diary",
    About.SCORE: "clinician:courses",
}


@dataclass(frozen=True)
class SinceLine:
    """One line. ``url``: where it comes from."""

    says: str
    url: str
    about: str
    unread: bool


def since_lines(
    lines: Iterable[Line], patient: Patient, last: SessionRecord | None
) -> tuple[SinceLine, ...]:
    """The lines with their addresses."""
    return tuple(
        SinceLine(line.says, _address(line, patient, last), line.about.value, line.unread)
        for line in lines
    )


def _address(line: Line, patient: Patient, last: SessionRecord | None) -> str:
    if line.about is About.ALERT:
        return reverse("clinician:alert", args=[line.key])
    if line.about is About.PROMISE and last is not None:
        return reverse("clinician:session_at", args=[patient.pk, last.appointment_id])
    if line.about is About.WRITTEN:
        return reverse("clinician:document", args=[patient.pk, line.key])
    if line.about is About.SHARED:
        page, _bar, which = line.key.partition("|")
        return reverse(page, args=[patient.pk, which] if which else [patient.pk])
    page = PAGES.get(line.about, "clinician:patient")
    return reverse(page, args=[patient.pk])
