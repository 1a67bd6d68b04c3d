"""Who treats people in a clinic."""

from django.db.models import QuerySet

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.user import User


def clinicians(clinic: Clinic) -> QuerySet[User]:
    """All who treat in the clinic and can sign in, by name."""
    held = Membership.objects.filter(clinic=clinic, role=RoleName.CLINICIAN.value)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.order_by("name", "pk")
