"""How each questionnaire is scored, as tables a clinician can check."""

import pytest

from openimt.assess.instruments import load
from openimt.assess.score import score
from openimt.assess.scores import Answers, Scores
from openimt.terms import Response


def filled(instrument: str, answers: str) -> Scores:
    """Score answers written as text, in the order of the items; ``-`` is not answered."""
    definition = load(instrument)
    given = [None if a == "-" else float(a) for a in answers.split()]
    assert len(given) == len(definition.items)
    values = {item.id: a for item, a in zip(definition.items, given, strict=True)}
    return score(Answers("p1", "2026-11-22", values), definition)


TOTALS = [
    # instrument, answers, total, band
    ("phq9", "0 0 0 0 0 0 0 0 0", 0, "minimal"),
    ("phq9", "1 1 1 1 0 0 0 0 0", 4, "minimal"),
    ("phq9", "1 1 1 1 1 0 0 0 0", 5, "mild"),
    ("phq9", "2 2 2 2 2 0 0 0 0", 10, "moderate"),
    ("phq9", "3 3 3 3 3 0 0 0 0", 15, "moderately severe"),
    ("phq9", "3 3 3 3 3 3 1 0 0", 19, "moderately severe"),
    ("phq9", "3 3 3 3 3 3 2 0 0", 20, "severe"),
    ("phq9", "3 3 3 3 3 3 3 3 3", 27, "severe"),
    ("gad7", "1 1 1 1 0 0 0", 4, "minimal"),
    ("gad7", "2 2 2 2 2 0 0", 10, "moderate"),
    ("gad7", "3 3 3 3 3 3 3", 21, "severe"),
    # highest of sleep (1-4), of appetite and weight (6-9), of pace (15, 16)
    ("qids-sr16", "3 2 1 0 0 0 0 0 0 0 0 0 0 0 0 0", 3, "none"),
    ("qids-sr16", "3 3 3 3 0 3 3 3 3 0 0 0 0 0 3 3", 9, "mild"),
    ("qids-sr16", "0 0 0 0 1 0 0 0 0 1 1 1 1 1 0 0", 6, "mild"),
    ("qids-sr16", "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", 27, "very severe"),
    # the form asks for one of 6 and 7, and one of 8 and 9
    ("qids-sr16", "1 0 0 0 1 2 - - 0 1 0 0 0 0 0 1", 6, "mild"),
    ("qids-sr16", "1 0 0 0 1 - 0 1 - 1 0 0 0 0 0 1", 5, "none"),
    ("ders16", "1 " * 16, 16, None),
    ("ders16", "5 " * 16, 80, None),
    ("lpfs-bf-2", "1 " * 12, 12, None),
    ("lpfs-bf-2", "4 " * 12, 48, None),
    ("bsl23", "0 " * 23, 0, "none or low"),
    ("bsl23", "1 " * 23, 1, "mild"),
    ("bsl23", "4 " * 23, 4, "extreme"),
    ("bsl23", "2 " * 20 + "0 0 0", 40 / 23, "moderate"),
    # items 2, 4 and 6 are reversed
    ("brs", "5 1 5 1 5 1", 5, "high"),
    ("brs", "1 5 1 5 1 5", 1, "low"),
    ("brs", "3 3 3 3 3 3", 3, "normal"),
    ("brs", "5 5 5 5 5 5", 3, "normal"),
    ("brs", "2 3 3 3 3 3", 17 / 6, "low"),
    ("brs", "5 1 5 1 4 3", 4.5, "high"),
    ("brs", "5 2 5 2 4 2", 26 / 6, "high"),
    ("brs", "5 2 5 2 4 3", 25 / 6, "normal"),
]


@pytest.mark.parametrize(("instrument", "answers", "total", "band"), TOTALS)
def test_the_total_and_its_band(
    instrument: str, answers: str, total: float, band: str | None
) -> None:
    made = filled(instrument, answers).scales["total"]
    assert made.value == total
    assert made.band == band


SUBSCALES = [
    # instrument, item answered 1 above the lowest, scales that rise
    ("ders16", "q1", {"total", "clarity"}),
    ("ders16", "q2", {"total", "clarity"}),
    ("ders16", "q3", {"total", "goals"}),
    ("ders16", "q4", {"total", "impulse"}),
    ("ders16", "q5", {"total", "strategies"}),
    ("ders16", "q6", {"total", "strategies"}),
    ("ders16", "q7", {"total", "goals"}),
    ("ders16", "q8", {"total", "impulse"}),
    ("ders16", "q9", {"total", "nonacceptance"}),
    ("ders16", "q10", {"total", "nonacceptance"}),
    ("ders16", "q11", {"total", "impulse"}),
    ("ders16", "q12", {"total", "strategies"}),
    ("ders16", "q13", {"total", "nonacceptance"}),
    ("ders16", "q14", {"total", "strategies"}),
    ("ders16", "q15", {"total", "goals"}),
    ("ders16", "q16", {"total", "strategies"}),
    ("lpfs-bf-2", "q6", {"total", "self"}),
    ("lpfs-bf-2", "q7", {"total", "interpersonal"}),
]


@pytest.mark.parametrize(("instrument", "item", "rising"), SUBSCALES)
def test_which_scales_an_item_counts_in(instrument: str, item: str, rising: set[str]) -> None:
    definition = load(instrument)
    low = {one.id: one.lowest for one in definition.items}
    before = score(Answers("p1", "", low), definition).scales
    after = score(Answers("p1", "", low | {item: low[item] + 1}), definition).scales
    assert {name for name in after if after[name].value > before[name].value} == rising


MISSING = [
    # instrument, answers, scale without a score, what the reason names
    ("phq9", "1 1 1 1 1 1 1 1 -", "total", "q9 (1 of 9 items)"),
    ("phq9", "- - - - - - - - -", "total", "(9 of 9 items)"),
    ("qids-sr16", "1 1 - 1 1 1 1 1 1 1 1 0 1 1 1 1", "total", "q3"),
    ("qids-sr16", "1 1 1 1 1 - - 1 1 1 1 0 1 1 1 1", "total", "q6, q7"),
    ("qids-sr16", "1 1 1 1 1 1 1 1 1 1 1 0 1 1 - 3", "total", "q15"),
    ("bsl23", "1 " * 22 + "-", "total", "q23"),
    ("brs", "- 3 3 3 3 3", "total", "q1"),
]


@pytest.mark.parametrize(("instrument", "answers", "scale", "names"), MISSING)
def test_a_missing_answer_is_not_guessed(
    instrument: str, answers: str, scale: str, names: str
) -> None:
    made = filled(instrument, answers)
    assert scale not in made.scales
    assert names in made.unscorable[scale]


def test_a_gap_in_one_subscale_leaves_the_others_their_scores() -> None:
    made = filled("ders16", "- " + "2 " * 15)
    assert set(made.unscorable) == {"total", "clarity"}
    assert made.scales["goals"].value == 6


def test_one_answer_of_a_session_rating_may_be_missing() -> None:
    made = filled("oi-session-client", "4 4 - 4 2").scales["total"]
    assert (made.value, made.answered, made.of) == (3.5, 4, 5)
    assert "total" in filled("oi-session-client", "4 4 - - 2").unscorable


WORRYING = [
    # instrument, item, answer, what it calls for
    ("phq9", "q9", 0, None),
    ("phq9", "q9", 1, Response.ENQUIRE),
    ("phq9", "q9", 3, Response.ENQUIRE),
    ("qids-sr16", "q12", 0, None),
    ("qids-sr16", "q12", 1, Response.ENQUIRE),
    ("qids-sr16", "q12", 2, Response.ENQUIRE),
    ("qids-sr16", "q12", 3, Response.SAME_DAY),
    *[("oi-safety", "suicidal_urge", n, Response.ENQUIRE) for n in (1, 2, 3)],
    *[("oi-safety", "suicidal_urge", n, Response.SAME_DAY) for n in (4, 5)],
    *[("oi-safety", "self_harm_urge", n, Response.ENQUIRE) for n in (1, 2, 3)],
    *[("oi-safety", "self_harm_urge", n, Response.NEXT_WORKING_DAY) for n in (4, 5)],
    ("oi-safety", "self_harm_act", 1, Response.NEXT_WORKING_DAY),
    ("oi-safety", "attempt", 1, Response.EMERGENCY),
    ("oi-safety", "ingestion", 1, Response.EMERGENCY),
    ("oi-safety", "intent", 1, Response.SAME_DAY),
    ("oi-safety", "plan", 1, Response.SAME_DAY),
    ("oi-safety", "access", 1, Response.SAME_DAY),
    ("oi-safety", "intent", 0, None),
    *[("oi-day", "suicidal_urge", n, Response.SAME_DAY) for n in (4, 5)],
    ("oi-day", "suicidal_urge", 0, None),
    ("oi-day", "self_harm_act", 1, Response.NEXT_WORKING_DAY),
    ("oi-day", "attempt", 1, Response.EMERGENCY),
    ("oi-day", "ingestion", 1, Response.EMERGENCY),
    *[("oi-moment", "suicidal_urge", n, Response.ENQUIRE) for n in (1, 2, 3)],
    *[("oi-moment", "suicidal_urge", n, Response.SAME_DAY) for n in (4, 5)],
    *[("oi-moment", "self_harm_urge", n, Response.ENQUIRE) for n in (1, 2, 3)],
    *[("oi-moment", "self_harm_urge", n, Response.NEXT_WORKING_DAY) for n in (4, 5)],
    ("oi-moment", "self_harm_act", 1, Response.NEXT_WORKING_DAY),
    ("oi-moment", "intent", 1, Response.SAME_DAY),
    ("oi-moment", "plan", 1, Response.SAME_DAY),
    ("oi-moment", "access", 1, Response.SAME_DAY),
    ("oi-moment", "attempt", 1, Response.EMERGENCY),
    ("oi-moment", "ingestion", 1, Response.EMERGENCY),
    ("oi-moment", "strength", 10, None),
]


@pytest.mark.parametrize(("instrument", "item", "answer", "response"), WORRYING)
def test_what_an_answer_calls_for(
    instrument: str, item: str, answer: float, response: Response | None
) -> None:
    made = score(Answers("p1", "", {item: answer}), load(instrument))
    assert [one.response for one in made.safety] == ([response] if response else [])


def test_a_worrying_answer_counts_in_a_form_that_has_no_score() -> None:
    made = filled("phq9", "- - - - - - - - 2")
    assert made.scales == {}
    assert made.safety[0].item == "q9"


def test_a_blank_diary_line_is_not_zero() -> None:
    made = score(Answers("p1", "", {"sad": 4.0}), load("oi-day"))
    assert made.safety == ()
    assert "tension" in made.unscorable
