"""The agreement (C1): what both want, what each does, and what holds in a crisis. Both sign.

Its words are read by the person, too, so every label is plain and short.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from openimt.deliver.writing.field import Field, Sort
from openimt.track.alliance import alliance_numbers
from openimt_clinic.actions.care.kind import CareKind, Values
from openimt_clinic.components.clinic_words import clinic_says, number_lines
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.mapping.common_modules import AGREEMENT
from openimt_clinic.records.patient import Patient

SHORTEST, LONGEST = 10, 240


def fields(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    """What an agreement holds, in the reader's language."""
    who = {"name": patient.given_name}
    return (
        Field("goals", _("What we want to reach"), Sort.LINES, needed=True),
        Field("person_does", _("What %(name)s does for it") % who, Sort.LINES, needed=True),
        Field("therapist_does", _("What the therapist does for it"), Sort.LINES, needed=True),
        Field("often", _("How often we meet, and when"), Sort.LINE, needed=True),
        Field("minutes", _("How long, in minutes"), Sort.NUMBER, low=SHORTEST, high=LONGEST),
        Field("between", _("How to reach us between sessions"), Sort.TEXT, needed=True),
        Field("crisis", _("What we do in a crisis, and whom to call"), Sort.TEXT, needed=True),
        Field("person_slips", _("If %(name)s cannot keep to it") % who, Sort.TEXT),
        Field("therapist_slips", _("If the therapist cannot keep to it"), Sort.TEXT),
        Field("review", _("When we look at this again"), Sort.DAY, needed=True),
    )


def begins_with(patient: Patient) -> Values:
    """What a first agreement begins with: the clinic's own numbers, the rhythm, a day to look
    again. All of it can be changed."""
    weeks = timedelta(weeks=alliance_numbers().whole("agreement.review_weeks"))
    with override(patient.language):
        return {
            "often": _often(patient.sessions_per_week),
            "crisis": _numbers(patient),
            "person_slips": _(
                "We ask what got in the way. Nobody is blamed, and the next time stands."
            ),
            "therapist_slips": _("The therapist says so first, and says what will be different."),
            "review": (timezone.localdate() + weeks).isoformat(),
        }


def amiss(_patient: Patient, values: Values) -> Mapping[str, str]:
    """A day to look again that is over would never be seen."""
    review = str(values.get("review") or "")
    if review and review <= timezone.localdate().isoformat():
        return {"review": _("Choose a day ahead.")}
    return {}


def _often(a_week: float) -> str:
    known = {0.5: _("every two weeks"), 1.0: _("once a week"), 2.0: _("twice a week")}
    return known.get(a_week, "")


def _numbers(patient: Patient) -> str:
    """Whom to call, as the clinic says it: one line each, the emergency number first."""
    clinic = patient.clinic
    return "\n".join((*number_lines(clinic), str(clinic_says(clinic, "out_of_hours"))))


KIND = CareKind(
    name=AGREEMENT,
    title=gettext_lazy("What we agreed"),
    fields=fields,
    amiss=amiss,
    also_signs=(SignerRole.PATIENT,),
    begins_with=begins_with,
    one_line=True,
    back="clinician:common",
)
