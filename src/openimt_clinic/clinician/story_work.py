"""Story and moments among all that is written about a person: what is shared, what is due."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.deliver.story.checks import CheckState
from openimt.deliver.story.shapes import KINDS
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.clinician.hard_topics import LOOKED_BACK
from openimt_clinic.clinician.work_rows import Area, Row
from openimt_clinic.records.mapping.look_after import after_work
from openimt_clinic.records.mapping.moments import every
from openimt_clinic.records.mapping.releases import releases_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User


def rows(patient: Patient, user: User) -> Iterable[Row]:
    """The story for those who treat, and the moments; what is kept to oneself is not counted."""
    if Permission.DELIVER in permissions_for(user, patient):
        yield _story(patient)
    shared = every(patient).filter(shared=True).count()
    says = ngettext("%(n)d shared", "%(n)d shared", shared) % {"n": shared}
    url = reverse("clinician:moments", args=[patient.pk])
    yield Row(Area.STORY, _("Moments"), says if shared else _("nothing shared"), url)


def _story(patient: Patient) -> Row:
    now = timezone.now()
    entries = PhoneDocument.objects.filter(
        patient=patient, kind__in=list(KINDS), shared=True, removed_at__isnull=True
    )
    shared = entries.count()
    says = [ngettext("%(n)d shared", "%(n)d shared", shared) % {"n": shared}] if shared else []
    standing = sum(one.stands(timezone.localdate()) for one in releases_of(patient))
    topics = ngettext("%(n)d topic released", "%(n)d topics released", standing)
    says += [topics % {"n": standing}] if standing else []
    found = after_work(patient, now - LOOKED_BACK, now)
    due = any(check.state is CheckState.OPEN for one in found for check in one.checks)
    says += [_("ask about both urges now")] if due else []
    url = reverse("clinician:story", args=[patient.pk])
    return Row(Area.STORY, _("Story"), ", ".join(says) or _("nothing shared"), url, due=due)
