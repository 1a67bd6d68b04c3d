"""A form that was sent twice is one line; a form that was sent again with other words is not.

A page makes one key for each form. Where something stands under that key, the same words are the
same press of a button; other words were never kept, so nobody may be told that they were. Two
presses at once come after each other: first the lock (``in_turn``), then the question what stands.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.record import PatientRecord

Kept = TypeVar("Kept", bound=PatientRecord)


def place_of(patient_id: UUID, key: UUID | None) -> UUID:
    """Where what came under this key stands; the same key at another person is another place."""
    return uuid5(patient_id, str(key or uuid4()))


def refuse_other_words(there: Model, given: Mapping[str, object]) -> None:
    """Raises RecordError where what stands there says something else than what was sent now."""
    if not says_the_same(there, given):
        raise RecordError(
            _("This was kept once already, with other words. Look at what stands there. What you "
              "typed is still here; send it once more to keep it beside the first.")
        )  # fmt: skip


def says_the_same(there: Model, given: Mapping[str, object]) -> bool:
    """Whether what stands there is what was sent now."""
    return all(getattr(there, name) == value for name, value in given.items())


def in_turn(whose: Patient | Clinic) -> None:
    """One writes at a time about one person, or for one clinic: who comes at the same moment waits
    here until the first is done. Ask what is there behind this, never before."""
    rows = Patient.objects if isinstance(whose, Patient) else Clinic.objects
    rows.select_for_update(of=("self",), no_key=True).get(pk=whose.pk)


def keep_once(
    kind: type[Kept],
    patient: Patient,
    key: UUID | None,
    given: Mapping[str, object],
    **beside: Any,
) -> tuple[Kept, bool]:
    """The row of this press, and whether it is new. Refuses other words under its key; ``beside``
    may differ (who, when)."""
    in_turn(patient)
    place = place_of(patient.pk, key)
    rows: QuerySet[Kept] = QuerySet(kind)
    there = rows.filter(pk=place).first() if key else None
    if there is not None:
        refuse_other_words(there, given)
        return there, False
    whose = {"clinic_id": patient.clinic_id, "patient": patient}
    return rows.create(id=place, **whose, **given, **beside), True


def told(event: str, *, new: bool) -> str:
    """How the log calls it: a second press is told apart from the first."""
    return event if new else f"{event}_again"
