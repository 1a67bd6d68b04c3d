"""A report of a course: what was done and measured, from the record, to be edited before it goes.

Nothing about acts stands in it by itself; whoever writes it may add what the reader needs.
"""

from django.utils.translation import gettext_lazy

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always
from openimt_clinic.actions.care.kinds.letter import (
    AGREED,
    AGREED_ON,
    LANGUAGE,
    TO,
    without_consent,
)
from openimt_clinic.records.paper_sent import COURSE_REPORT

FACTS = (
    Field("course", gettext_lazy("Course"), Sort.LINES),
    Field("modules", gettext_lazy("Modules, and how far they came"), Sort.LINES),
    Field("measures", gettext_lazy("Measures"), Sort.LINES),
    Field("sessions", gettext_lazy("Sessions"), Sort.LINES),
    Field("helped", gettext_lazy("What helped, in the person's words"), Sort.LINES),
)
"""What the record says on the day the report is begun; each number carries its day and source."""

FIELDS = (
    LANGUAGE,
    TO,
    AGREED,
    AGREED_ON,
    Field("subject", gettext_lazy("Subject"), Sort.LINE, needed=True),
    Field("why", gettext_lazy("Why this report is written"), Sort.TEXT),
    *FACTS,
    Field("summary", gettext_lazy("In a few sentences"), Sort.TEXT, needed=True),
    Field("onward", gettext_lazy("What we suggest"), Sort.TEXT),
    Field("facts_on", gettext_lazy("The record was read on"), Sort.DAY),
    Field("closing", gettext_lazy("Closing words"), Sort.LINE),
)

KIND = CareKind(
    name=COURSE_REPORT,
    title=gettext_lazy("Report of the course"),
    fields=always(*FIELDS),
    amiss=lambda _patient, values: without_consent(values),
    begins_with=lambda patient: {"language": patient.language},
    after_ending=True,
    back="clinician:papers",
)
