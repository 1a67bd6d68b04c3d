"""Since last time: facts in their order, urge and act apart, and what is not known said as that."""

from datetime import date

import pytest

from openimt.deliver.since import (
    About,
    Alert,
    Between,
    Homework,
    Line,
    Thing,
    since_last,
)
from openimt.formulate.assessment import Event, Reading
from openimt.terms import EventKind

LAST, NOW = date(2026, 11, 11), date(2026, 11, 18)


def day(number: int) -> date:
    return date(2026, 11, number)


def lines(about: About | None = None, **known: object) -> list[str]:
    found = since_last(Between(LAST, NOW, **known))  # type: ignore[arg-type]
    return [line.says for line in found if about is None or line.about is about]


def test_where_nothing_is_known_it_says_that_and_nothing_else() -> None:
    assert lines() == ["Nothing is recorded of urges or acts: ask, and nobody need guess."]
    assert lines(events=()) == lines()


def test_acts_stand_apart_from_urges_and_before_them() -> None:
    events = (
        Event(EventKind.SELF_HARM_URGE, day(13), 2),
        Event(EventKind.SELF_HARM_URGE, day(15), 4),
        Event(EventKind.SUICIDAL_URGE, day(14), 0),
        Event(EventKind.SELF_HARM_ACT, day(16)),
        Event(EventKind.EMERGENCY_CARE, day(12)),
    )
    assert lines(About.FACT, events=events) == [
        "Emergency care on 12 Nov 2026.",
        "Self-harm on 16 Nov 2026.",
        "Urge to self-harm: up to 4 of 5, on 15 Nov 2026.",
        "Suicidal urge: asked, and none was told of.",
    ]


def test_acts_are_never_counted() -> None:
    events = tuple(Event(EventKind.SELF_HARM_ACT, day(n)) for n in (12, 13, 14))
    assert not any("3" in said.replace("13 Nov", "") for said in lines(About.FACT, events=events))


def test_what_lies_before_last_time_or_ahead_is_left_out() -> None:
    events = (Event(EventKind.SELF_HARM_ACT, day(10)), Event(EventKind.SELF_HARM_ACT, day(19)))
    assert "Self-harm" not in " ".join(lines(events=events))


def test_an_open_alert_goes_before_one_that_was_closed() -> None:
    alerts = (
        Alert("1", "Intent was stated.", day(12), day(13), "Called; the plan holds."),
        Alert("2", "An urge of 4 was told.", day(17)),
    )
    assert lines(About.ALERT, alerts=alerts) == [
        "17 Nov 2026: An urge of 4 was told. It is still open.",
        "12 Nov 2026: Intent was stated. Closed on 13 Nov 2026: Called; the plan holds.",
    ]


def test_who_did_not_come_and_whom_we_cancelled() -> None:
    events = (
        Event(EventKind.SESSION_MISSED, day(14)),
        Event(EventKind.SESSION_CANCELLED, day(12)),
        Event(EventKind.SESSION_KEPT, day(16)),
    )
    assert lines(About.ATTENDANCE, events=events, not_held=(day(13),)) == [
        "A session was cancelled with notice on 12 Nov 2026.",
        "A session was missed on 14 Nov 2026.",
        "We cancelled the session of 13 Nov 2026.",
    ]


def test_missing_homework_asks_kindly() -> None:
    assert lines(About.HOMEWORK, homework=Homework("one walk")) == [
        "Agreed to try: one walk",
        "Nothing was said of it yet. If it was not done: too big, shame, crisis, forgotten?",
    ]
    told = lines(About.HOMEWORK, homework=Homework("one walk", ("It was done.",)))
    assert told == ["Agreed to try: one walk", "It was done."]
    assert lines(About.HOMEWORK, homework=Homework("")) == []


def test_promises_are_said_back() -> None:
    assert lines(About.PROMISE, promises=("call the ward",)) == [
        "You said you would: call the ward"
    ]


def readings(*values: float, measure: str = "bsl23") -> tuple[Reading, ...]:
    days = (day(4), day(17), day(18))
    return tuple(
        Reading(on=on, measure=measure, value=v) for on, v in zip(days, values, strict=False)
    )


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (2.6, 1.2, "reliably better"),
        (1.2, 2.6, "reliably worse"),
        (1.2, 1.3, "within chance"),
    ],
)
def test_a_score_says_whether_its_change_is_more_than_chance(
    before: float, now: float, says: str
) -> None:
    (said,) = lines(About.SCORE, readings=readings(before, now))
    assert said == (f"BSL-23 on 17 Nov 2026: {now}, it was {before} on 4 Nov 2026: {says}.")


def test_a_first_score_and_one_without_a_norm_say_so() -> None:
    only = (Reading(on=day(17), measure="phq9", value=12),)
    assert lines(About.SCORE, readings=only) == ["PHQ-9 on 17 Nov 2026: 12, the first reading."]
    (said,) = lines(About.SCORE, readings=readings(3, 4, measure="oi-session-client"))
    assert "whether that is more than chance is not known" in said


def test_the_newest_of_several_new_scores_is_told_and_scales_are_not() -> None:
    given = (*readings(1.0, 1.5, 2.6), *readings(1, 2, measure="ders16.impulse"))
    (said,) = lines(About.SCORE, readings=given)
    assert said.startswith("BSL-23 on 18 Nov 2026: 2.6, it was 1 on 4 Nov 2026")


def test_what_was_not_opened_yet_goes_before_what_was() -> None:
    shared = (Thing("a", "A moment", day(13)), Thing("b", "A scene", day(15), unread=True))
    found = [line for line in since_last(Between(LAST, NOW, shared=shared)) if line.key]
    assert found == [
        Line(About.SHARED, "15 Nov 2026: A scene", "b", unread=True),
        Line(About.SHARED, "13 Nov 2026: A moment", "a"),
    ]


def test_a_missed_group_is_said_like_a_missed_hour_once_it_lies_since_last_time() -> None:
    assert lines(About.ATTENDANCE, missed_group=(day(10), day(16))) == [
        "The skills group was missed on 16 Nov 2026."
    ]


def test_the_order_is_that_of_reading() -> None:
    found = since_last(
        Between(
            LAST, NOW,
            alerts=(Alert("1", "Said.", day(12)),),
            events=(Event(EventKind.SESSION_MISSED, day(14)),),
            promises=("ring",), homework=Homework("a walk"), diary=("Two days are filled.",),
            between=(Thing("c", "Coaching call.", day(15)),),
            readings=readings(1, 2), shared=(Thing("a", "A moment", day(13)),),
            written=(Thing("b", "An agreement, by Ben", day(13)),),
        )
    )  # fmt: skip
    order = list(dict.fromkeys(line.about for line in found))
    assert order == list(About)
