"""What moments on the phone could add: scenes to take over, and pairs to ask about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from openimt.formulate.pattern.recurring import recurring
from openimt.formulate.pattern.schema import Motive
from openimt_clinic.actions.care.formulation_words import MOTIVES, RESPONSES
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import hoped_by
from openimt_clinic.records.mapping.moments import MOMENT, every
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

MOST = 6
SHOWN = 4
"""So many sentences stand under a pair; their moments hold the rest."""


@dataclass(frozen=True)
class PairView:
    """A wish and a response that came together, with the sentences they come from."""

    wish: str | Promise
    response: str | Promise
    times: int
    found_in: tuple[tuple[str, str, str], ...]


def moments_to_take(
    patient: Patient, scenes: Sequence[CareDocument]
) -> list[tuple[PhoneDocument, str]]:
    """Shared moments that are no scene yet, the newest first, each with its first words."""
    taken = {row.subject for row in scenes}
    rows = every(patient).filter(kind=MOMENT, shared=True)
    found = (row for row in rows[: MOST + len(taken)] if str(row.pk) not in taken)
    return [(row, str(row.values.get("scene") or row.values.get("who") or "")) for row in found]


def pair_views(patient: Patient) -> list[PairView]:
    """Pairs that recur over shared moments: to ask about, not reviewed by anybody."""
    return [
        PairView(
            MOTIVES[Motive(pair.wish)],
            RESPONSES[pair.response],
            pair.times,
            tuple((one.id, one.wish, one.response) for one in pair.found_in[:SHOWN]),
        )
        for pair in recurring(hoped_by(patient), patient.language)
    ]
