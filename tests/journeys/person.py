"""Enrols somebody invented for one journey in the running demo clinic; prints nothing.

Run as a program beside the clinic: it stands inside the clinic's wall and asks the same actions as
a page does. ``python -m tests.journeys.person NAME ADDRESS``.
"""

import sys
from datetime import timedelta

import django


def enrol_one(name: str, address: str) -> None:
    from django.utils import timezone

    from openimt_clinic.actions.enrolling import enrol, give_account
    from openimt_clinic.database.wall import inside
    from openimt_clinic.demo.accounts import ANA, PASSWORD
    from openimt_clinic.records.clinic import Clinic
    from openimt_clinic.records.user import User

    clinic = Clinic.objects.get(is_demo=True)
    with inside(clinic=clinic.pk):
        ana = User.objects.get(email=ANA.email)
        started = timezone.localdate() - timedelta(days=1)
        patient = enrol(
            clinic=clinic, given_name=name, family_initial="P", code=address, started_on=started,
            treated_by=ana,
            therapy="dbt", by=ana,
        )  # fmt: skip
        give_account(patient=patient, email=address, password=PASSWORD, by=ana)


if __name__ == "__main__":
    django.setup()
    enrol_one(*sys.argv[1:])
