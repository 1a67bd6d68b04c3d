"""A diary card: what it starts with, what cannot be taken away, what an id means, what fits."""

from dataclasses import replace
from itertools import chain

import pytest

from openimt.assess.library import load as instrument
from openimt.catalogue.load import load
from openimt.catalogue.therapy_parts import FieldKind, Part
from openimt.deliver.card.answers import check_skill, check_value
from openimt.deliver.card.card import HELPED, USED, WHY_NONE, Card
from openimt.deliver.card.editing import SAFETY, check_card, own_skill, own_target
from openimt.deliver.card.known import known
from openimt.deliver.card.starting import starting_card
from openimt.deliver.card.written import card_from_json, card_to_json
from openimt.errors import DeliveryError

THERAPIES = load().therapies
ROWS = known().rows


def starting(therapy: str) -> Card:
    return starting_card(therapy, THERAPIES[therapy].diary)


@pytest.mark.parametrize("therapy", sorted(THERAPIES))
def test_every_therapy_starts_with_a_card_that_may_be_agreed(therapy: str) -> None:
    card = check_card(starting(therapy))
    assert {*SAFETY, "note"} <= card.ids
    assert card.skills


def test_a_card_of_dbt_has_the_rows_of_its_diary() -> None:
    card = starting("dbt")
    assert {"substance_urge", "substance_use", "medicine", "food", "quit_urge"} <= card.ids
    assert card.row("quit_urge").every == "week"
    assert "attempt" not in card.ids, "it is asked after an urge or an act, on every card"


def test_a_log_of_moments_is_no_card_of_the_day() -> None:
    assert starting("mit").ids == starting("gpm").ids


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.item], ids=lambda row: row.id)
def test_a_row_that_is_an_item_is_answered_as_the_item_is(row: object) -> None:
    item = instrument("oi-day").item(row.item)  # type: ignore[attr-defined]
    assert row.id == item.id  # type: ignore[attr-defined]
    assert check_value(row, item.lowest) == 0  # type: ignore[arg-type]
    assert check_value(row, item.highest) == item.highest  # type: ignore[arg-type]
    with pytest.raises(DeliveryError):
        check_value(row, item.highest + 1)  # type: ignore[arg-type]


def test_no_field_of_a_card_is_an_item_by_mistake() -> None:
    items = {item.id for item in instrument("oi-day").items}
    assert {row.id for row in ROWS.values() if not row.item} & items == set()


def test_words_are_there_in_both_languages() -> None:
    texts = [row.says for row in ROWS.values()] + [s.says for s in known().skills.values()]
    texts += [words for row in ROWS.values() for words in row.choices.values()]
    texts += list(known().families.values())
    assert all(set(words) == {"en", "de"} for words in texts)


@pytest.mark.parametrize("gone", SAFETY)
def test_what_asks_about_safety_cannot_be_taken_away(gone: str) -> None:
    card = starting("imt")
    rows = tuple(row for row in card.rows if row.id != gone)
    with pytest.raises(DeliveryError, match="stays on every card"):
        check_card(replace(card, rows=rows))


@pytest.mark.parametrize("gone", ["substance_urge", "substance_use"])
def test_an_urge_is_never_without_its_act(gone: str) -> None:
    card = starting("dbt")
    rows = tuple(row for row in card.rows if row.id != gone)
    with pytest.raises(DeliveryError, match="two rows"):
        check_card(replace(card, rows=rows))


def test_an_own_target_is_an_urge_and_an_act_under_new_ids() -> None:
    first = own_target("stay  in bed", ())
    second = own_target("call him", [row.id for row in first])
    assert [row.part for row in first] == [Part.URGE, Part.ACT]
    assert {row.id for row in first} & {row.id for row in second} == set()
    assert first[0].words("de") == "stay in bed"
    check_card(replace(starting("imt"), rows=(*starting("imt").rows, *first, *second)))


@pytest.mark.parametrize("words", ["", "  ", "x" * 61])
def test_an_own_target_needs_words_that_fit(words: str) -> None:
    with pytest.raises(DeliveryError):
        own_target(words, ())


def test_an_id_keeps_its_meaning_over_all_versions() -> None:
    before = starting("imt")
    target = own_target("stay in bed", ())
    earlier = replace(before, rows=(*before.rows, *target))
    other = tuple(replace(row, own="call him") for row in target)
    with pytest.raises(DeliveryError, match="meant something else"):
        check_card(replace(before, rows=(*before.rows, *other)), [before, earlier])
    changed = replace(ROWS["sad"], kind=FieldKind.YES_NO)
    rows = tuple(changed if row.id == "sad" else row for row in before.rows)
    with pytest.raises(DeliveryError, match="meant something else"):
        check_card(replace(before, rows=rows))


def test_an_own_skill_keeps_its_meaning_too() -> None:
    before = starting("imt")
    skill = own_skill("Play the drums", ())
    earlier = replace(before, skills=(*before.skills, skill))
    with pytest.raises(DeliveryError, match="meant something else"):
        check_card(replace(before, skills=(replace(skill, own="Bake"),)), [earlier])


def test_nothing_stands_twice_and_a_card_stays_short() -> None:
    card = starting("imt")
    with pytest.raises(DeliveryError, match="twice"):
        check_card(replace(card, rows=(*card.rows, card.rows[0])))
    taken = [[f"own{n}_urge" for n in range(k)] for k in range(1, 9)]
    many = chain.from_iterable(own_target("x", before) for before in taken)
    with pytest.raises(DeliveryError, match="at most"):
        check_card(replace(card, rows=(*card.rows, *many)))


@pytest.mark.parametrize("therapy", sorted(THERAPIES))
def test_a_card_is_written_and_read_as_it_was(therapy: str) -> None:
    card = starting(therapy)
    grown = replace(
        card,
        rows=(*card.rows, ROWS["company"], *own_target("x", ())),
        skills=(*card.skills, own_skill("Drum", ())),
    )
    assert card_from_json(card_to_json(grown)) == grown


@pytest.mark.parametrize("kept", [None, [], {}, {"rows": [{"id": "x"}]}, {"rows": 3}])
def test_what_is_no_card_is_said_to_be_none(kept: object) -> None:
    with pytest.raises(DeliveryError, match="no diary card"):
        card_from_json(kept)


@pytest.mark.parametrize(
    ("row", "value", "kept"),
    [
        ("guilty", 0, 0),
        ("guilty", None, None),
        ("medicine", True, 1),
        ("medicine", 0, 0),
        ("sleep", 6.5, 6.5),
        ("note", " It rained. ", "It rained."),
        ("company", "both", "both"),
    ],
)
def test_a_value_is_kept_as_its_row_asks(row: str, value: object, kept: object) -> None:
    assert check_value(ROWS[row], value) == kept  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("guilty", 6),
        ("guilty", -1),
        ("guilty", 1.5),
        ("guilty", "3"),
        ("medicine", 2),
        ("sleep", 25),
        ("note", 3),
        ("note", "x" * 2001),
        ("company", "nobody"),
        ("guilty", (1,)),
    ],
)
def test_a_value_that_no_answer_has_is_refused(row: str, value: object) -> None:
    with pytest.raises(DeliveryError):
        check_value(ROWS[row], value)  # type: ignore[arg-type]


def test_skills_are_kept_in_the_cards_order_and_none_is_said() -> None:
    order = ["stop", "distract"]
    assert check_skill(USED, ("distract", "stop"), order) == ("stop", "distract")
    assert check_skill(USED, ("none",), order) == ("none",)
    assert check_skill(USED, ("none", "stop"), order) == ("stop",)
    assert check_skill(USED, (), order) is None, "blank is not none"
    assert check_skill(f"{HELPED}stop", 7, order) == 7
    assert check_skill(WHY_NONE, "Too tired.", order) == "Too tired."
    for name, value in ((USED, ("other",)), (f"{HELPED}other", 1), (f"{HELPED}stop", 8)):
        with pytest.raises(DeliveryError):
            check_skill(name, value, order)
