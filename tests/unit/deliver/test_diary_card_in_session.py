"""What a person's own rows and skills bring to the session's agenda."""

from datetime import date

from openimt.catalogue.load import load
from openimt.catalogue.therapy_parts import DiaryField, FieldKind, Part
from openimt.deliver.diary import DiaryDay, noted, skills_say
from openimt.deliver.matters import card_says

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
STRONG = 3.0
URGE = DiaryField("own1_urge", "Urge: “call him”", FieldKind.ZERO_TO_5, "own1", Part.URGE)
ACT = DiaryField("own1_act", "Did: “call him”", FieldKind.YES_NO, "own1", Part.ACT)


def day(on: date, **more: object) -> DiaryDay:
    values = {name: value for name, value in more.items() if name.startswith("own")}
    rest = {name: value for name, value in more.items() if name not in values}
    return DiaryDay(on, values, own=(URGE, ACT), **rest)  # type: ignore[arg-type]


def test_an_own_target_is_said_as_urge_and_act_apart() -> None:
    days = (day(SATURDAY, own1_urge=0, own1_act=1), day(SUNDAY, own1_urge=4, own1_act=0))
    assert card_says(days, STRONG) == (
        "Urge: “call him”: up to 4 of 5, on 22 Nov 2026.",
        "Did: “call him”: 21 Nov 2026.",
    )


def test_a_weak_urge_and_a_blank_say_nothing() -> None:
    assert card_says((day(SATURDAY, own1_urge=2), day(SUNDAY)), STRONG) == ()


def test_skills_are_said_with_what_they_did_and_why_there_was_none() -> None:
    days = (
        day(FRIDAY, skills=(("Cold water", 5), ("Say no kindly", None))),
        day(SATURDAY, why_none="Too tired."),
        day(SUNDAY),
    )
    assert skills_say(days) == (
        "20 Nov 2026: Cold water (helped 5 of 7), Say no kindly",
        "21 Nov 2026: no skill, “Too tired.”",
    )


def test_the_wish_to_stop_and_what_was_taken_reach_their_levels() -> None:
    fields = {field.id: field for field in load().therapy("dbt").diary.fields}  # type: ignore[union-attr]
    days = (DiaryDay(SUNDAY, {"quit_urge": 4, "substance_urge": 5, "substance_use": 1}),)
    for name, says in (
        ("quit_urge", "Urge to stop treatment: up to 4 of 5, on 22 Nov 2026"),
        ("substance_urge", "Urge to drink or take something: up to 5 of 5, on 22 Nov 2026"),
        ("substance_use", "Drank or took something: 22 Nov 2026"),
    ):
        found = noted(fields[name], days, STRONG)
        assert found is not None
        assert found.says == says
