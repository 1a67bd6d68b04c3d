"""Who reads an entry, said before it is written."""

from django.urls import reverse

from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.mapping.sharing import agreed
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.sharing_choice import Shares


def who_reads(patient: Patient, *, shared: bool | None = None) -> dict[str, object]:
    """``shared`` is the entry's own; None = a new one, which follows what was agreed."""
    return {
        "shared": agreed(patient, Shares.MOMENTS) if shared is None else shared,
        "who": who_treats(patient),
        "sharing_url": reverse("patient:sharing"),
    }
