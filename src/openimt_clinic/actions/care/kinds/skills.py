"""Skills: what was taught, and the hours of the skills group."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.session import AppointmentState
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.skills import skill_names
from openimt_clinic.records.patient import Patient

WHERE = (
    ("individual", _("Individual session")),
    ("group", _("Skills group")),
    ("coaching", _("Coaching call")),
)
CAME = (
    (AppointmentState.KEPT.value, _("Came")),
    (AppointmentState.MISSED.value, _("Missed")),
    (AppointmentState.CANCELLED_WITH_NOTICE.value, _("Cancelled with notice")),
    (AppointmentState.CANCELLED_BY_US.value, _("The group did not meet")),
)


def skill_options(patient: Patient) -> tuple[tuple[str, str], ...]:
    """Every skill that is known, and those of the person's own."""
    return tuple((skill, name) for skill, (name, _family) in skill_names(patient).items())


def _taught(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    return (
        Field(
            "skills",
            _("Skills that were taught or practised"),
            Sort.CHOICES,
            options=skill_options(patient),
            needed=True,
        ),
        Field("where", _("Where"), Sort.CHOICE, options=WHERE),
        Field("how", _("How it went, in the person's words"), Sort.TEXT),
        Field("practice", _("What is practised until next time"), Sort.LINE),
    )


def _hour(patient: Patient, _document: CareDocument) -> tuple[Field, ...]:
    return (
        Field(
            "on",
            _("Day of the group"),
            Sort.DAY,
            past=True,
            hint=_("Left empty: the day this was begun."),
        ),
        Field("came", _("Did the person come?"), Sort.CHOICE, options=CAME, needed=True),
        Field(
            "skills",
            _("Skills that were taught, if the person was there"),
            Sort.CHOICES,
            options=skill_options(patient),
        ),
        Field("practice", _("What is practised until next time"), Sort.LINE),
        Field("note", _("What else matters"), Sort.TEXT),
    )


TAUGHT = CareKind("skill_taught", _("Skill taught"), _taught, back="clinician:dbt")
GROUP_HOUR = CareKind("group_hour", _("Hour of the skills group"), _hour, back="clinician:dbt")
KINDS_HERE = (TAUGHT, GROUP_HOUR)
