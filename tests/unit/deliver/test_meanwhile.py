"""Calls and experiments between sessions, one line each; what is not known is said as that."""

from datetime import date

from openimt.deliver.meanwhile import Call, Tried

ON = date(2026, 11, 19)


def test_a_call_says_what_for_what_was_coached_and_what_was_agreed() -> None:
    one = Call(ON, "Wanted to stay away from the group.", "opposite action", 4, "Goes on Wednesday")
    assert one.says == (
        "Coaching call: Wanted to stay away from the group; “opposite action” was coached and "
        "helped 4 of 7; agreed: Goes on Wednesday."
    )


def test_a_call_of_which_nothing_was_written_is_still_a_call() -> None:
    assert Call(ON).says == "Coaching call."
    assert Call(ON, skill="STOP").says == "Coaching call: “STOP” was coached."


def test_an_experiment_says_what_was_expected_and_what_was_found() -> None:
    one = Tried(ON, "Asked Jo for an hour.", "She says no", 90, "She asked which day.")
    assert one.says == (
        "Tried: Asked Jo for an hour. Expected, 90 of 100 sure: She says no. "
        "Found: She asked which day."
    )


def test_nothing_found_yet_is_no_failure() -> None:
    assert Tried(ON, "Asked Jo").says == "Tried: Asked Jo. What was found is not told yet."
