"""Eligibility by what is known: learning more never turns a verdict, and order does not matter."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from openimt.terms import Truth
from openimt.trial.eligibility import PriorCourse, ScaleChange, Verdict, judge, load

DEFINITION, STRICT = load(), load(strict=True)


@st.composite
def complete_courses(draw_from) -> PriorCourse:
    """A course of which everything is known."""
    offered = draw_from(st.integers(1, 60))
    bsl = ScaleChange(
        "bsl23", draw_from(st.integers(0, 40)) / 10, draw_from(st.integers(0, 40)) / 10
    )
    return PriorCourse(
        draw_from(st.sampled_from(["dbt", "mbt", "gpm", "art"])),
        months=draw_from(st.integers(0, 24)),
        sessions_offered=offered,
        sessions_kept=draw_from(st.integers(0, offered)),
        trained_therapist=draw_from(st.booleans()),
        changes=(bsl,),
        criteria_after=draw_from(st.integers(0, 9)),
        reason=draw_from(st.sampled_from(["dose", "alliance", "other"])),
    )


UNKNOWABLE = [f.name for f in fields(PriorCourse) if f.default is None or f.name == "changes"]


@st.composite
def forgotten(draw_from, course: PriorCourse) -> PriorCourse:
    """The same course with some of it not known."""
    names = draw_from(st.sets(st.sampled_from([*UNKNOWABLE, "therapy"])))
    return replace(course, **{name: () if name == "changes" else None for name in names})


@given(st.lists(complete_courses(), max_size=3), st.data(), st.booleans())
def test_learning_more_never_turns_a_verdict(courses, data: st.DataObject, strict: bool) -> None:
    definition = STRICT if strict else DEFINITION
    truth = judge(courses, definition)
    assert truth.verdict is not Verdict.CANNOT_TELL
    known = judge([data.draw(forgotten(course)) for course in courses], definition)
    assert known.verdict in {truth.verdict, Verdict.CANNOT_TELL}
    assert bool(known.would_decide) == (known.verdict is Verdict.CANNOT_TELL)


@given(st.lists(complete_courses(), max_size=4), st.data())
def test_order_and_more_courses(courses, data: st.DataObject) -> None:
    """Order changes nothing; one course more never takes eligibility away."""
    some = [data.draw(forgotten(course)) for course in courses]
    made = judge(some, DEFINITION)
    assert judge(data.draw(st.permutations(some)), DEFINITION).verdict is made.verdict
    if made.verdict is Verdict.ELIGIBLE:
        assert judge([*some, data.draw(complete_courses())], DEFINITION).verdict is Verdict.ELIGIBLE


@given(complete_courses())
def test_the_rule_written_out(course: PriorCourse) -> None:
    """The definition once more, in one expression over a course of which all is known."""
    share = course.sessions_kept / course.sessions_offered
    change = course.changes[0]
    counts = (
        course.therapy in {"dbt", "mbt", "gpm"}
        and (course.months >= 6 or share >= 0.75)
        and course.trained_therapist
        and (round(change.before - change.after, 6) <= 0.94 or course.criteria_after >= 5)
    )
    made = judge([course], DEFINITION)
    assert (made.verdict is Verdict.ELIGIBLE) == counts
    assert (made.courses[0].counts is Truth.MET) == counts
