"""What a team lead settles, made as the pages make it."""

from openimt_clinic.actions.fit.handing_over import Taken, Words, take_over
from openimt_clinic.records.handover import Handover
from tests.web.people import People

WORDS = Words("Ana goes on leave.", "Ben has time for you on Tuesdays, too.")


def taken_over(people: People, *, reads_on: bool = False) -> Taken:
    """Ben takes Dan over from Ana; Lea settles it."""
    return take_over(
        patient=people.patient, leaving=people.ana, to=people.ben, words=WORDS,
        reads_on=reads_on, by=people.lea,
    )  # fmt: skip


def a_handover(people: People) -> Handover:
    """Ana goes on treating, so that what follows finds her there."""
    return Handover.objects.create(
        clinic=people.clinic, patient=people.patient, came=people.ben, on="2026-11-23",
        by=people.lea, made_at="2026-11-23T09:00Z",
    )  # fmt: skip
