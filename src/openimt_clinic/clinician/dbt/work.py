"""The rows of DBT and GPM on the page of everything that is written."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.care_document import DocumentState
from openimt_clinic.records.mapping.care import last_changed, states_of
from openimt_clinic.records.mapping.case_reviews import review_ahead
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

DBT_KINDS = ("chain", "coaching_call", "group_hour", "skill_taught", "consultation")
GPM_KINDS = ("connection_state", "case_plan", "case_review")


def rows(patient: Patient, user: User) -> Iterator[Row]:
    """The page of the person's therapy; of another therapy once something is written there, and
    chains for everybody, since other therapies use them, too."""
    yield _row(patient, user, "dbt", _("Chains, skills and coaching"), DBT_KINDS)
    wanted = patient.therapy == "gpm" or bool(states_of(patient, GPM_KINDS, user))
    if wanted:
        yield _gpm(patient, user)


def _row(patient: Patient, user: User, name: str, title: str, kinds: tuple[str, ...]) -> Row:
    last = last_changed(patient, kinds, user)
    if last is None:
        says = _("nothing yet")
    elif last.state == DocumentState.DRAFT.value:
        says = _("a draft to finish")
    else:
        says = _("last written %(day)s") % {"day": date_format(last.about, "j M Y")}
    draft = last is not None and last.state == DocumentState.DRAFT.value
    return Row(Area.THERAPY, title, says, reverse(f"clinician:{name}", args=[patient.pk]), draft)


def _gpm(patient: Patient, user: User) -> Row:
    today = clinic_day(patient.clinic, timezone.now())
    row = _row(patient, user, "gpm", _("States, case and reviews"), GPM_KINDS)
    ahead, due = review_ahead(patient, today)
    if ahead is None or not due:
        return row
    day = date_format(ahead.due, "j M Y")
    says = _("a review is due on %(day)s") % {"day": day}
    return Row(row.area, row.title, says, row.url, due=True)
