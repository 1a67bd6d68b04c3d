"""One next step for a person's dialectical behaviour therapy, the most needed first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.modes.skills import SkillLine
from openimt_clinic.clinician.dbt.chains import DrawnChain
from openimt_clinic.clinician.dbt.modes import ACTS, INDIVIDUAL, Modes
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.patient import Patient

RECENT = timedelta(days=14)
"""An act is new for two weeks (clinical brief, S3)."""


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and where. ``begins``: a kind of document that a button begins."""

    says: str
    because: str
    url: str = ""
    begins: str = ""


def next_step(
    patient: Patient,
    modes: Modes,
    chains: Sequence[DrawnChain],
    skills: Sequence[SkillLine],
    today: date,
) -> NextStep:
    """The first that applies; there is always one."""
    found = next(_steps(patient, modes, chains, skills, today), None)
    return found or NextStep(
        _("Look at the diary card together."),
        _("A blank day is not a zero; ask what got in the way."),
        reverse("clinician:diary", args=[patient.pk]),
    )


def _steps(
    patient: Patient,
    modes: Modes,
    chains: Sequence[DrawnChain],
    skills: Sequence[SkillLine],
    today: date,
) -> Iterator[NextStep]:
    for one in modes.asking:
        yield _missed(patient, one.mode, one.in_a_row)
    for drawn in chains:
        if drawn.draft:
            yield NextStep(
                _("Go on with the chain that was begun on %(day)s.")
                % {"day": _day(drawn.on or today)},
                drawn.missing[0] if drawn.missing else _("It is whole and waits to be signed."),
                reverse("clinician:chain", args=[patient.pk, drawn.id]),
            )
    if (act := _without_chain(patient, chains, today)) is not None:
        yield NextStep(
            _("Begin a chain of what happened on %(day)s.") % {"day": _day(act)},
            _("Danger is settled first. A chain is never a punishment."),
            begins="chain",
        )
    for line in skills:
        if line.waits:
            yield NextStep(
                _("Ask how “%(skill)s” went.") % {"skill": line.name},
                _("It was taught on %(day)s, and nothing was heard of it since.")
                % {"day": _day(line.taught[-1])},
            )


def _missed(patient: Patient, mode: str, in_a_row: int) -> NextStep:
    what = _("individual hours") if mode == INDIVIDUAL else _("hours of the group")
    return NextStep(
        _("Get in touch, and ask what got in the way."),
        _("%(n)d %(what)s were missed in a row. Bring it to the team; care goes on.")
        % {"n": in_a_row, "what": what},
        reverse("clinician:appointments", args=[patient.pk]),
    )


def _without_chain(patient: Patient, chains: Sequence[DrawnChain], today: date) -> date | None:
    """The newest act of the last two weeks that no chain is about."""
    rows = ClinicalEvent.objects.filter(patient=patient, kind__in=ACTS, on__gte=today - RECENT)
    told = {one.on for one in chains}
    days = rows.filter(on__lte=today).order_by("-on").values_list("on", flat=True)
    return next((day for day in days if day not in told), None)


def _day(on: date) -> str:
    return date_format(on, "j F")
