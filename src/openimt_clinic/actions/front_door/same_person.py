"""Whether somebody of that name is known here: pointed out, and never merged by itself."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral, ReferralState

MOST = 10


@dataclass(frozen=True)
class Perhaps:
    """Somebody who may be the same person, and what is known without opening a record."""

    says: str
    patient: Patient | None = None
    referral: Referral | None = None

    @property
    def ended(self) -> bool:
        """Whether their course has ended, so that they can simply come back."""
        return self.patient is not None and self.patient.ended_on is not None


def perhaps_the_same(
    clinic: Clinic, given_name: str, family_initial: str, but: Referral | None = None
) -> tuple[Perhaps, ...]:
    """People and other referrals with this given name and initial."""
    named = {
        "clinic": clinic,
        "given_name__iexact": given_name.strip(),
        "family_initial__istartswith": family_initial.strip()[:1],
    }
    people = Patient.objects.filter(**named)
    if but is not None and but.patient_id:
        people = people.exclude(pk=but.patient_id)
    # A referral that led to a record is found as that person.
    others = Referral.objects.filter(**named, patient__isnull=True).order_by("-referred_on")
    if but is not None:
        others = others.exclude(pk=but.pk)
    return (
        *(Perhaps(_person_says(one), patient=one) for one in people[:MOST]),
        *(Perhaps(_referral_says(one), referral=one) for one in others[:MOST]),
    )


def _person_says(one: Patient) -> str:
    day = date_format(one.ended_on or one.started_on, "j M Y")
    words = (
        _("%(name)s (%(code)s), whose course ended on %(day)s")
        if one.ended_on
        else _("%(name)s (%(code)s), in care since %(day)s")
    )
    return words % {"name": one.name, "code": one.code, "day": day}


def _referral_says(one: Referral) -> str:
    words = {
        ReferralState.DECLINED: _("%(name)s, referred on %(day)s and helped on elsewhere"),
        ReferralState.WITHDRAWN: _("%(name)s, referred on %(day)s, withdrawn"),
    }
    says = words.get(ReferralState(one.state), _("%(name)s, referred on %(day)s, still open"))
    return says % {"name": one.name, "day": date_format(one.referred_on, "j M Y")}
