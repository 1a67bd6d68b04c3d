"""Scenes that two people rated, a hard title that was released, and moments that come again: drawn
with a seed from a few words, so that agreement, a release and counts can be looked at."""

import tomllib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from openimt.deliver.story.pacing import pacing
from openimt.deliver.story.rating import LEAST, MOST, codes
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.enrolling import relate
from openimt_clinic.actions.phone.arrival import Arrival, times, value_of
from openimt_clinic.actions.phone.receiving import receive
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.care_relation import CareKind
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.mapping.story import hindrances
from openimt_clinic.records.mapping.story_ratings import RATING
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.user import User

SEED = 11
PHONE = "what the demo has told"
AFTERNOON, EVENING = 16, 18
SURE = (80, 85, 90, 95)
WEEKS = 4
"""So long a release of the demo holds, and so long ago was the one that was taken back."""


def tell_more(keeping: Keeping, other: User) -> None:
    """Whatever the data file has of the person; nothing for who has none. ``other`` rates, too."""
    code = keeping.patient.code
    draw = Random(f"{SEED}/{code}")  # noqa: S311 (invented people, no secret)
    if code == words()["rated"]["person"]:
        relate(
            patient=keeping.patient, user=other, kind=CareKind.TREATING,
            since=_ago(keeping, words()["rated"]["first_days"], AFTERNOON).date(),
            by=keeping.treating,
        )  # fmt: skip
        _rated_scenes(keeping, other, draw)
    if code == words()["released"]["person"]:
        _released(keeping)
    if code == words()["moments"]["person"]:
        _moments(keeping, draw)


def _rated_scenes(keeping: Keeping, other: User, draw: Random) -> None:
    rows = words()["rated"]
    for place, scene in enumerate(rows["scenes"]):
        at = _ago(keeping, rows["first_days"] - place * rows["every_days"], AFTERNOON)
        told = {name: said for name, said in scene.items() if said != "" and name != "own"}
        story = _arrives(keeping, "scene", f"rated/{place}", at, {**told, "shared": True})
        shows = (scene["own"], draw.randint(LEAST, MOST), draw.randint(LEAST, MOST))
        for rater in (keeping.treating, other):
            _rates(story, shows, rater, draw)


def _rates(story: PhoneDocument, shows: Sequence[int], by: User, draw: Random) -> None:
    """The first codes as the scene shows them, give or take one."""
    seen = {code.id: _near(value, draw) for code, value in zip(codes(), shows, strict=False)}
    made = open_document(
        patient=story.patient, kind=RATING, by=by, subject=str(story.pk),
        values={name: str(value) for name, value in seen.items()},
    )  # fmt: skip
    sign(document=made, by=by)


def _near(value: int, draw: Random) -> int:
    return min(MOST, max(LEAST, value + draw.choice((-1, 0, 0, 0, 1))))


def _released(keeping: Keeping) -> None:
    """One that was taken back, and one that stands if the gate holds for the person."""
    rows, patient, by = words()["released"], keeping.patient, keeping.treating
    today, span = keeping.now.astimezone(keeping.zone).date(), timedelta(weeks=WEEKS)
    earlier, now = (
        _arrives(
            keeping, "scene", f"released/{place}", _ago(keeping, 90 - place, AFTERNOON),
            {"title": rows[name], "tone": "hard", "shared": True},
        )
        for place, name in enumerate(("earlier", "title"))
    )  # fmt: skip
    StoryRelease.objects.create(
        **keeping.fields(
            topic=rows["earlier"], entries=[str(earlier.pk)], since=today - span * 2,
            until=today - span, by=by, noted_at=_ago(keeping, 56, AFTERNOON),
            taken_back_on=today - span * 3 // 2, taken_back_by=by, reason=rows["reason"],
        )
    )  # fmt: skip
    _found(keeping, rows)
    if not hindrances(patient, today):
        # Written and not released by the action, which knows no day but the real one.
        StoryRelease.objects.create(
            **keeping.fields(
                topic=rows["title"], entries=[str(now.pk)], since=today, until=today + span, by=by,
                noted_at=keeping.now,
            )
        )  # fmt: skip


def _found(keeping: Keeping, rows: Mapping[str, Any]) -> None:
    today = keeping.now.astimezone(keeping.zone).date()
    known = {"by": keeping.treating, "noted_at": keeping.now}
    until = today + timedelta(weeks=pacing().release.longest_weeks)
    for name, met in rows["judged"].items():
        JudgementRecord.objects.create(
            **keeping.fields(
                criterion=name, met=met, on=today, until=until, reason="Talked about.", **known
            )
        )
    for name in rows["capacities"]:
        CapacityRecord.objects.create(
            **keeping.fields(capacity=name, state="shown", on=today, **known)
        )
    Preference.objects.update_or_create(
        patient=keeping.patient, module=rows["wish"],
        defaults={**keeping.fields(value=1.0), **known},
    )  # fmt: skip


def _moments(keeping: Keeping, draw: Random) -> None:
    """Sure readings with what they turned out to be; wishes and answers that come again."""
    rows = words()["moments"]
    for place in range(rows["how_many"]):
        at = _ago(keeping, rows["first_days"] - place * 6, EVENING)
        which = draw.choice((0, 0, 1, 2, 3))
        noted = {
            "strength": draw.randint(3, 6), "suicidal_urge": 0, "self_harm_urge": 0,
            "self_harm_act": 0, "when": "today", "clock": "17:10",
            "who": draw.choice(rows["who"]), "scene": draw.choice(rows["scene"]),
            "wish": rows["wish"][which], "meaning": rows["meaning"][which],
            "sure": draw.choice(SURE), "feelings": ["hurt"], "felt_hurt": draw.randint(4, 8),
            "did": draw.choice(rows["did"]), "threat": False, "shared": True,
        }  # fmt: skip
        name = f"moments/{place}"
        _arrives(keeping, "moment", name, at, noted)
        found = {"truth": draw.choice(rows["truth"])}
        _arrives(keeping, "moment", name, at + timedelta(days=1), found, turn=1)


def _arrives(
    keeping: Keeping, kind: str, name: str, at: datetime, values: dict[str, Any], turn: int = 0
) -> PhoneDocument:
    patient = keeping.patient
    document = uuid.uuid5(uuid.NAMESPACE_URL, f"{patient.code}/told/{name}")
    arrival = Arrival(
        key=uuid.uuid5(document, str(turn)), kind=kind, name=str(document), device=PHONE,
        number=round(at.timestamp()), given_at=at,
        values={one: value_of(one, said) for one, said in values.items()},
    )  # fmt: skip
    received = receive(patient=patient, arrival=arrival, times=times(at, at, at), by=keeping.person)
    return received.document or _there(patient, kind, str(document))


def _there(patient: Patient, kind: str, name: str) -> PhoneDocument:
    return PhoneDocument.objects.get(patient=patient, kind=kind, name=name)


def _ago(keeping: Keeping, days: int, hour: int) -> datetime:
    day = keeping.now.astimezone(keeping.zone).date() - timedelta(days=days)
    return keeping.at(day, hour)


@cache
def words() -> Mapping[str, Any]:
    """The data file."""
    text = files("openimt_clinic.demo").joinpath("told.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
