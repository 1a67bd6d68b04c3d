"""Releases of hard topics: as the core knows them, and as the word that rules ask for.

Rules ask whether a topic is released (``pacing.toml: release.word``). A release that stands is the
answer. One that ended undoes every judgement of the word before its end, so that taking the last
topic back closes what rests on it, too.
"""

from collections.abc import Iterable
from datetime import date

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.release import Release
from openimt.terms import JUDGES
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.story_release import StoryRelease

GIVEN = Asked(
    lambda: StoryRelease.objects.filter(
        patient=Given("patient"), since__lte=Given("on")
    ).select_related("by")
)
EVER = Asked(lambda: StoryRelease.objects.filter(patient=Given("patient")))
BECAUSE = "A topic of the story is released; which one stands on the page Story."


def as_release(row: StoryRelease) -> Release:
    """One of them, as the core knows it."""
    return Release(row.topic, row.since, row.until, row.taken_back_on, frozenset(row.entries))


def releases_of(patient: Patient) -> list[Release]:
    """Every release there ever was."""
    return [as_release(row) for row in EVER.all(patient=patient.pk)]


def with_releases(
    rows: Iterable[JudgementRecord], patient: Patient, on: date
) -> list[JudgementRecord]:
    """The judgements, newest first, with what the releases say of their word on the day."""
    word, every = pacing().release.word, list(rows)
    found = GIVEN.all(patient=patient.pk, on=on)
    standing = [row for row in found if as_release(row).stands(on)]
    if standing:
        others = [row for row in every if row.criterion != word]
        return [_judged(max(standing, key=lambda row: row.until), word), *others]
    ended = max((row.taken_back_on or row.until for row in found), default=None)
    return [row for row in every if row.criterion != word or ended is None or row.on > ended]


def _judged(row: StoryRelease, word: str) -> JudgementRecord:
    """Never kept: it follows from the release for as long as that stands."""
    return JudgementRecord(
        patient=row.patient, clinic_id=row.clinic_id, criterion=word, met=True, role=JUDGES[0],
        by=row.by, on=row.since, until=row.until, reason=BECAUSE, noted_at=row.noted_at,
    )  # fmt: skip
