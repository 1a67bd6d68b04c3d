"""What the demo's people agreed and signed, where it strained and was mended, and their rulers."""

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.assess.library import load
from openimt.assess.score import score
from openimt.assess.scores import Answers
from openimt.simulate.person import InventedPerson
from openimt.track.alliance import alliance_numbers
from openimt_clinic.actions.care.kinds.agreement import begins_with
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.common_modules import (
    AGREEMENT,
    MOTIVATION,
    RUPTURE,
    SUPERVISION,
)
from openimt_clinic.records.mapping.ratings import WHERE_THERAPIST
from openimt_clinic.records.mapping.scores import scores_to_row
from openimt_clinic.records.record import PatientRecord

NOON, EVENING = 12, 18
DEVICE = "the demo"
AGREED_AFTER = timedelta(weeks=2)
"""An agreement is written two weeks into a course, and again when its review is due."""
WAITED = timedelta(days=2)
A_MONTH = timedelta(days=30)


def foundations(person: InventedPerson, keeping: Keeping) -> list[PatientRecord]:
    """Documents first, then who signed them, then the therapist's own side."""
    documents = [*_agreements(person, keeping), *_noted(keeping)]
    return [*documents, *_signatures(documents, keeping), *_where(person, keeping)]


def _agreements(person: InventedPerson, keeping: Keeping) -> Iterator[CareDocument]:
    code = keeping.patient.code
    last = keeping.now.astimezone(keeping.zone).date()
    weeks = timedelta(weeks=alliance_numbers().whole("agreement.review_weeks"))
    signed = last - WAITED if code in _told()["waits"]["people"] else person.start + AGREED_AFTER
    if person.left_on is not None and signed > person.left_on:
        return
    while signed + weeks <= (person.left_on or last):
        signed += weeks
    words: Mapping[str, Any] = _told()["agreement"][person.language]
    values = {**begins_with(keeping.patient), **words, "minutes": 50}
    values["often"] = values["often"] or _often(person.language)
    yield _document(AGREEMENT, values | {"review": (signed + weeks).isoformat()}, signed, keeping)


def _often(language: str) -> str:
    return "as agreed" if language == "en" else "nach Absprache"


def _noted(keeping: Keeping) -> Iterator[CareDocument]:
    for strain in _of(keeping, "strain"):
        on = _day(strain, keeping)
        mended = strain.pop("mended_days", None)
        if mended is not None:
            strain["repaired"] = (on + timedelta(days=strain["days"] - mended)).isoformat()
        signed = date.fromisoformat(strain["repaired"]) if mended is not None else None
        yield _document(RUPTURE, _values(strain), on, keeping, signed=signed or on)
    for ruler in _of(keeping, "ruler"):
        yield _document(MOTIVATION, _values(ruler), _day(ruler, keeping), keeping)
    for one in _of(keeping, "supervision"):
        on = _day(one, keeping)
        yield _document(SUPERVISION, _values(one) | {"held": on.isoformat()}, on, keeping)


def _of(keeping: Keeping, kind: str) -> list[dict[str, Any]]:
    return [dict(one) for one in _told()[kind] if one["person"] == keeping.patient.code]


def _day(told: Mapping[str, Any], keeping: Keeping) -> date:
    today = keeping.now.astimezone(keeping.zone).date()
    return today - timedelta(days=told["days"])


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in ("person", "days")}


def _document(
    kind: str,
    values: Mapping[str, Any],
    on: date,
    keeping: Keeping,
    *,
    signed: date | None = None,
) -> CareDocument:
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{keeping.patient.code}/{kind}/{on.isoformat()}")
    begun, at = keeping.at(on, NOON), keeping.at(signed or on, EVENING)
    row = {"key": str(key), "device": DEVICE, "latest": {DEVICE: 1}}
    return CareDocument(
        **keeping.fields(
            kind=kind,
            line=key,
            fields={name: {"value": value, **row} for name, value in values.items()},
            about=on,
            state=DocumentState.SIGNED.value,
            author=keeping.treating,
            made_at=begun,
            changed_at=at,
            signed_by=keeping.treating,
            signed_at=at,
        )
    )


def _signatures(documents: list[CareDocument], keeping: Keeping) -> Iterator[CareSignature]:
    """People without a log-in said yes in the room."""
    if keeping.patient.code in _told()["waits"]["people"]:
        return
    for one in documents:
        if one.kind == AGREEMENT:
            yield CareSignature(
                **keeping.fields(
                    document=one,
                    role=SignerRole.PATIENT.value,
                    by=keeping.person,
                    in_the_room=keeping.account is None,
                    at=one.signed_at,
                )
            )


def _where(person: InventedPerson, keeping: Keeping) -> Iterator[AnswerSet]:
    known = load(WHERE_THERAPIST)
    today = keeping.now.astimezone(keeping.zone).date()
    for place, value in enumerate(_told()["where"].get(keeping.patient.code, ())):
        on = today - timedelta(days=4) - place * A_MONTH
        if on < person.start:
            return
        made = score(Answers(str(keeping.patient.pk), "", {"where": float(value)}), known)
        at: datetime = keeping.at(on, EVENING)
        yield AnswerSet(
            **keeping.fields(
                instrument=known.id,
                version=known.version,
                answers={"where": value},
                scores=scores_to_row(made),
                state=AnswerState.COMPLETE.value,
                source=AnswerSource.FORM.value,
                given_by=keeping.treating,
                given_at=at,
                received_at=at,
            )
        )


@cache
def _told() -> Mapping[str, Any]:
    text = files("openimt_clinic.demo").joinpath("foundations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
