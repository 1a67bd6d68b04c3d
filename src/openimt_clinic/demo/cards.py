"""The diary cards of people with a log-in, and their last days as their phones sent them."""

import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from openimt.deliver.card.card import HELPED, USED, WHY_NONE, Card
from openimt.deliver.card.change import with_rows, with_skill
from openimt.deliver.card.editing import own_skill, own_target
from openimt.deliver.card.known import known
from openimt.deliver.card.written import card_to_json
from openimt_clinic.actions.phone.kinds.diary import INSTRUMENT
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.mapping.cards import DIARY, PAST_DAYS, first_card
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.record import PatientRecord

A_WEEK = 7
PHONE = "diary of the demo"
AGREED = timedelta(days=60)
"""The card was agreed so long before the demo is filled."""


def cards(sets: Iterable[AnswerSet], keeping: Keeping) -> list[PatientRecord]:
    """The person's card, and each filled day of the last week as a document; else nothing."""
    words = words_of(keeping.patient.code)
    if keeping.account is None or not words:
        return []
    card = _card(keeping, words)
    kept = DiaryCard(
        **keeping.fields(
            number=1, rows=card_to_json(card), past_days=PAST_DAYS, by=keeping.treating,
            made_at=keeping.now - AGREED,
        )
    )  # fmt: skip
    return [kept, *_days(sets, keeping, kept, card, words)]


def _card(keeping: Keeping, words: Mapping[str, Any]) -> Card:
    rows = [known().rows[one] for one in words["rows"]]
    card = with_rows(first_card(keeping.patient), (*rows, *own_target(words["target"], ())))
    return with_skill(card, own_skill(words["skill"], ()))


def _days(
    sets: Iterable[AnswerSet],
    keeping: Keeping,
    kept: DiaryCard,
    card: Card,
    words: Mapping[str, Any],
) -> Iterator[PhoneDocument]:
    today = keeping.now.astimezone(keeping.zone).date()
    for one in sets:
        on = one.given_at.astimezone(keeping.zone).date()
        if one.instrument == INSTRUMENT and (today - on).days <= A_WEEK:
            one.about = on
            values = _values(one, card, words, today - on)
            yield PhoneDocument(
                **keeping.fields(
                    kind=DIARY,
                    name=on.isoformat(),
                    about=on,
                    fields=_fields(values, on),
                    shared=True,
                    answer_set=one,
                    card=kept,
                    made_at=one.given_at,
                    changed_at=one.given_at,
                )
            )


def _values(
    kept: AnswerSet, card: Card, words: Mapping[str, Any], ago: timedelta
) -> dict[str, Any]:
    """What was answered, and for the rows of the person's own what goes with it."""
    n = ago.days
    given = {item: value for item, value in kept.answers.items() if value is not None}
    urge = (n * 2 + 1) % 5
    own: dict[str, Any] = {"own1_urge": urge, "own1_act": int(urge == 3)}
    own |= dict.fromkeys(words["rows"], 1)
    if "company" in own:
        own["company"] = ("alone", "others", "both")[n % 3]
    if why := words["why"].get(str(n)):
        own |= {USED: ["none"], WHY_NONE: why}
    else:
        used = [skill.id for skill in card.skills][n % 3 :: 4]
        own |= {USED: used, f"{HELPED}{used[0]}": 3 + n % 4}
    note = words["notes"].get(str(n))
    return given | own | ({"note": note} if note else {}) | {"done": True}


def _fields(values: Mapping[str, Any], on: date) -> dict[str, dict[str, Any]]:
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{PHONE}/{on.isoformat()}"))
    return {
        name: {"value": value, "key": key, "device": PHONE, "latest": {PHONE: 1}}
        for name, value in values.items()
    }


@cache
def words_of(code: str) -> Mapping[str, Any]:
    """What the data file has of that person."""
    text = files("openimt_clinic.demo").joinpath("cards.toml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = tomllib.loads(text).get(code, {})
    return found
