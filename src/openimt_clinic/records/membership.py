"""A membership: what a user is in a clinic."""

from django.db import models

from openimt_clinic.access.role_names import RoleName
from openimt_clinic.records.record import Record, one_of, person, words


class Membership(Record):
    """One role of one user in one clinic; who is both clinician and team lead has two."""

    user = person()
    role = models.CharField(max_length=30, choices=words(RoleName))
    since = models.DateField(auto_now_add=True)

    class Meta:
        constraints = [
            one_of("membership", "role", RoleName),
            models.UniqueConstraint(fields=["user", "clinic", "role"], name="membership_once"),
        ]

    class Privacy:
        identifying = ("user",)
        clinical = ()
        plain = ("id", "clinic", "role", "since")
