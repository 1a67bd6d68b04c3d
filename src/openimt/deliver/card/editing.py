"""What a new version of a card must keep to, and a person's own target, made as urge and act."""

from collections.abc import Iterable, Mapping
from itertools import count

from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.card import Card, Row, Skill
from openimt.deliver.card.known import known
from openimt.errors import DeliveryError

SAFETY = ("suicidal_urge", "self_harm_urge", "self_harm_act")
"""Rows that stand on every card; the attempt is asked after them (see ``FOLLOW_UPS``)."""

FOLLOW_UPS = ("intent", "ingestion", "attempt")
"""Items of the diary's instrument that are asked after a worrying answer, on every card."""

MOST_ROWS, MOST_SKILLS, MOST_DAYS = 24, 20, 14
LONGEST = 60
OWN = "own"


def check_card(card: Card, earlier: Iterable[Card] = ()) -> Card:
    """The card itself; raises DeliveryError with the first rule that it breaks.

    ``earlier``: every card the person had; an id of theirs keeps its meaning.
    """
    _whole(card)
    _two_sides(card)
    _kept_meanings(card, earlier)
    return card


def own_target(words: str, taken: Iterable[str]) -> tuple[Row, Row]:
    """A person's own target: its urge and its act, under ids that nothing had before.

    >>> urge, act = own_target("stay in bed", ["own1_urge"])
    >>> urge.id, urge.part.value, act.id, act.part.value
    ('own2_urge', 'urge', 'own2_act', 'act')
    """
    about = _fresh(OWN, (one.partition("_")[0] for one in taken))
    said = _said(words)
    return (
        Row(f"{about}_urge", FieldKind.ZERO_TO_5, {}, about, Part.URGE, own=said),
        Row(f"{about}_act", FieldKind.YES_NO, {}, about, Part.ACT, own=said),
    )


def own_skill(words: str, taken: Iterable[str]) -> Skill:
    """A skill in the person's own words."""
    return Skill(_fresh(OWN, taken), OWN, {}, own=_said(words))


def _fresh(stem: str, taken: Iterable[str]) -> str:
    met = set(taken)
    return next(f"{stem}{n}" for n in count(1) if f"{stem}{n}" not in met)


def _said(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise DeliveryError("Write what it is about.", field="words")
    if len(said) > LONGEST:
        raise DeliveryError(f"Say it in at most {LONGEST} letters, so it fits.", field="words")
    return said


def _whole(card: Card) -> None:
    ids = [row.id for row in card.rows]
    missing = [one for one in SAFETY if one not in ids]
    if missing:
        named = known().rows[missing[0]].words("en")
        raise DeliveryError(f"'{named}' stays on every card: it is how help is called.")
    if len(set(ids)) < len(ids) or len({s.id for s in card.skills}) < len(card.skills):
        raise DeliveryError("A row or a skill stands on the card twice.")
    if len(ids) > MOST_ROWS or len(card.skills) > MOST_SKILLS:
        raise DeliveryError(
            f"A card has at most {MOST_ROWS} rows and {MOST_SKILLS} skills; it is filled each day."
        )


def _two_sides(card: Card) -> None:
    """What is asked as an urge is asked as an act, too; of suicide by the questions after."""
    sides = {(row.about, row.part) for row in card.rows if row.part}
    for about, part in sides:
        other = Part.ACT if part is Part.URGE else Part.URGE
        if about != "suicide" and (about, other) not in sides:
            raise DeliveryError(
                f"Urge and act are two rows: '{about}' has only the {part}.", field="rows"
            )


def _kept_meanings(card: Card, earlier: Iterable[Card]) -> None:
    before: dict[str, tuple[object, ...]] = {row.id: row.meaning for row in known().rows.values()}
    skills: Mapping[str, str] = {s.id: s.own for old in earlier for s in old.skills}
    for old in earlier:
        before.update({row.id: row.meaning for row in old.rows})
    for row in card.rows:
        if row.id in before and row.meaning != before[row.id]:
            raise DeliveryError(
                f"'{row.id}' meant something else on an earlier card; add it as a new row."
            )
    for skill in card.skills:
        if skill.id in skills and skill.own != skills[skill.id]:
            raise DeliveryError("A skill meant something else on an earlier card; add it anew.")
