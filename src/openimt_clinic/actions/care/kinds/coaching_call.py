"""A coaching call between sessions: short, about one skill, within limits that were said."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.actions.care.kinds.skills import skill_options
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.patient import Patient

LONGEST_CALL = 240
"""Minutes; a slip of the pen ends here."""


def _fields(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    return (
        Field("on", _("Day"), Sort.DAY, past=True, hint=_("Left empty: the day this was begun.")),
        Field("at", _("Time"), Sort.LINE),
        Field("minutes", _("Minutes"), Sort.NUMBER, low=0, high=LONGEST_CALL),
        Field(
            "why",
            _("What the call was for"),
            Sort.TEXT,
            hint=_(
                "Where a 24-hour rule is kept after an act: emergency care still applies, and the "
                "plan and the alerts work as ever."
            ),
        ),
        Field("skill", _("Skill that was coached"), Sort.CHOICE, options=skill_options(patient)),
        Field("helped", _("How much it helped, 0 to 7, as the person says"), Sort.NUMBER, high=7),
        Field(
            "limits",
            _("Limits"),
            Sort.TEXT,
            hint=_("What you had said about calls, and whether it held, on your side, too."),
        ),
        Field("next", _("What was agreed until the next session"), Sort.LINE),
    )


KIND = CareKind("coaching_call", _("Coaching call"), _fields, back="clinician:dbt")
