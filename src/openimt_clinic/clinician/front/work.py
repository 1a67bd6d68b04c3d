"""The rows of the front door and the back door on the page of all that is written."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.deliver.ending import shows
from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.user import User


def rows(patient: Patient, _user: User) -> Iterable[Row]:
    """How the person came, what was before, and how the course ends."""
    sent = Referral.objects.filter(patient=patient).order_by("-referred_on").first()
    if sent is not None:
        says = _("referred on %(day)s") % {"day": date_format(sent.referred_on, "j M Y")}
        yield Row(Area.WAY, _("Referral"), says, reverse("clinician:referral", args=[sent.pk]))
    yield _prior(patient)
    yield _ending(patient)


def _prior(patient: Patient) -> Row:
    kept = PriorTreatment.objects.filter(patient=patient, taken_back_at__isnull=True)
    flags = list(kept.values_list("none_before", flat=True))
    many = flags.count(False)
    if many:
        says = ngettext("%(n)d treatment", "%(n)d treatments", many) % {"n": many}
    else:
        says = _("asked: none") if flags else _("not asked yet")
    url = reverse("clinician:prior_treatments", args=[patient.pk])
    return Row(Area.WAY, _("Earlier treatments"), says, url)


def _ending(patient: Patient) -> Row:
    kept, today = current_ending(patient), timezone.localdate()
    says, due = _("not named yet"), False
    if kept is not None:
        words = _("ended on %(day)s") if kept.ended_at else _("planned for %(day)s")
        says = words % {"day": date_format(kept.on, "j M Y")}
        open_ones = kept.follow_ups.filter(done_at__isnull=True)
        due = any(shows(row.due_on, today) for row in open_ones) and kept.ended_at is not None
        due = due or (kept.ended_at is None and kept.on <= today)
    url = reverse("clinician:ending", args=[patient.pk])
    return Row(Area.WAY, _("Ending and the way back"), says, url, due=due)
