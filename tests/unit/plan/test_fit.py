"""Who is available and fits: the order of the brief, its reasons, and what never happens."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimt.errors import CatalogueError
from openimt.plan.fit import (
    Criterion,
    Holds,
    Sought,
    Strength,
    Therapist,
    Wishes,
    fit,
    order,
)
from openimt.plan.fit_numbers import fit_numbers, read_fit_numbers
from openimt.terms import COMPETENCES, MODULE_IDS

ON = date(2026, 11, 30)
NEEDS = {"r2": frozenset({"mit", "schema"}), "r7": frozenset({"trauma"})}
ANA = Therapist(
    "ana", "Ana", frozenset({"mit", "trauma"}), supervised=True, safety_trained=True,
    crisis_cover=True, languages=frozenset({"en", "de"}), modes=frozenset({"in_person"}),
    therapies=frozenset({"imt"}), sex="woman", free_from=ON, hours=frozenset({1, 3}), caseload=8,
    limit=16, stays_until=date(2028, 12, 31),
)  # fmt: skip
SOUGHT = Sought(ON, NEEDS)
FILE = files("openimt.plan").joinpath("fit.toml").read_text(encoding="utf-8")


def ids(*others: Therapist, sought: Sought = SOUGHT) -> list[str]:
    return [one.therapist.id for one in fit([*others, ANA], sought).options]


def holds(one: Therapist, criterion: Criterion, sought: Sought = SOUGHT) -> Holds:
    return fit([one], sought).options[0].point(criterion).holds


def says(one: Therapist, criterion: Criterion, sought: Sought = SOUGHT) -> str:
    return fit([one], sought).options[0].point(criterion).says


def test_who_has_everything_has_only_what_nobody_knows_as_a_price() -> None:
    (option,) = fit([ANA], SOUGHT).options
    assert [one.criterion for one in option.price] == [Criterion.STRENGTH]
    assert "Not known: 0 earlier courses" in option.price[0].says
    assert len(option.reasons) == 6
    assert option.waits == 0


def test_waiting_counts_before_training_and_training_before_wishes() -> None:
    soon = replace(ANA, id="soon", trained_in=frozenset())
    late = replace(ANA, id="late", free_from=ON + timedelta(weeks=9))
    assert ids(soon, late) == ["ana", "soon", "late"]
    wish = Sought(ON, NEEDS, wishes=Wishes(sex="man"))
    untrained = replace(ANA, id="man", sex="man", trained_in=frozenset({"mit"}))
    assert ids(untrained, sought=wish) == ["ana", "man"]
    trained = replace(ANA, id="man", sex="man")
    assert ids(trained, sought=wish) == ["man", "ana"]


def test_what_nobody_said_about_safety_comes_after_what_was_said() -> None:
    unsaid = replace(ANA, id="a", safety_trained=None)
    assert ids(unsaid) == ["ana", "a"]
    assert "Ask before you offer it" in says(unsaid, Criterion.SAFETY)


@pytest.mark.parametrize(
    "lacking", [replace(ANA, safety_trained=False), replace(ANA, crisis_cover=False)]
)
def test_nobody_is_offered_without_training_or_cover(lacking: Therapist) -> None:
    found = fit([lacking], SOUGHT)
    assert found.options == ()
    assert found.apart[0].says.endswith("that comes before everything.")
    assert found.start.therapy == "gpm"


def test_an_earlier_conflict_keeps_apart_with_its_reason() -> None:
    found = fit([ANA], replace(SOUGHT, apart={"ana": "The person asked for a change."}))
    assert found.options == ()
    assert found.apart[0].says == "The person asked for a change."


def test_a_week_that_has_begun_counts_and_a_free_hour_of_the_past_is_now() -> None:
    def waits(days: int) -> int | None:
        return fit([replace(ANA, free_from=ON + timedelta(days=days))], SOUGHT).options[0].waits

    assert [waits(days) for days in (-9, 0, 1, 7, 8)] == [0, 0, 1, 1, 2]
    within = fit_numbers().within_weeks
    edge = replace(ANA, free_from=ON + timedelta(weeks=within))
    assert holds(edge, Criterion.WAITING) is Holds.YES
    after = replace(ANA, free_from=ON + timedelta(weeks=within, days=1))
    assert holds(after, Criterion.WAITING) is Holds.NO
    assert fit([after], SOUGHT).waits
    assert not fit([edge], SOUGHT).waits


def test_who_has_no_room_waits_and_says_so() -> None:
    full = replace(ANA, caseload=16)
    assert says(full, Criterion.WAITING) == "Has 16 people, with room for 16."
    assert "One place is left." in says(replace(ANA, caseload=15), Criterion.CONTINUITY)
    assert "is written down" in says(replace(ANA, free_from=None), Criterion.WAITING)


def test_training_names_the_modules_that_lack_it() -> None:
    some = replace(ANA, trained_in=frozenset({"schema"}))
    assert holds(some, Criterion.TRAINING) is Holds.PARTLY
    assert says(some, Criterion.TRAINING) == "Not trained for R7 (with supervision)."
    assert holds(replace(ANA, trained_in=frozenset()), Criterion.TRAINING) is Holds.NO
    assert holds(replace(ANA, supervised=False), Criterion.TRAINING) is Holds.PARTLY
    assert "no special training" in says(ANA, Criterion.TRAINING, Sought(ON))


def test_wishes_are_met_missed_or_not_known() -> None:
    wish = Sought(ON, wishes=Wishes(language="de", mode="remote"))
    assert says(ANA, Criterion.WISHES, wish) == "Not as wished: in person or remote."
    assert holds(ANA, Criterion.WISHES, wish) is Holds.PARTLY
    silent = replace(ANA, languages=frozenset(), modes=frozenset())
    assert holds(silent, Criterion.WISHES, wish) is Holds.NOT_KNOWN
    assert holds(replace(ANA, sex="woman"), Criterion.WISHES, Sought(ON)) is Holds.YES
    none = Sought(ON, wishes=Wishes(sex="man"))
    assert holds(ANA, Criterion.WISHES, none) is Holds.NO


def test_measured_strength_counts_from_fifteen_courses() -> None:
    sought = replace(SOUGHT, domain="reg")

    def measured(cases: int, above: bool) -> Holds:
        one = replace(ANA, strengths=(Strength("reg", cases, above),))
        return holds(one, Criterion.STRENGTH, sought)

    assert measured(14, True) is Holds.NOT_KNOWN
    assert measured(15, True) is Holds.YES
    assert measured(15, False) is Holds.NOT_KNOWN


def test_who_leaves_soon_says_so() -> None:
    leaving = replace(ANA, stays_until=date(2027, 3, 31))
    assert "31 March 2027" in says(leaving, Criterion.CONTINUITY)
    assert "not said" in says(replace(ANA, stays_until=None), Criterion.CONTINUITY)


def test_days_that_suit_come_last() -> None:
    friday = Sought(ON, wishes=Wishes(days=frozenset({5})))
    assert holds(ANA, Criterion.WAY_THERE, friday) is Holds.NO
    assert holds(replace(ANA, hours=frozenset()), Criterion.WAY_THERE, friday) is Holds.NOT_KNOWN
    assert holds(ANA, Criterion.WAY_THERE, Sought(ON, wishes=Wishes(days=frozenset({1}))))\
        is Holds.YES  # fmt: skip


def test_a_start_is_there_even_where_nobody_is() -> None:
    nobody = fit([], SOUGHT)
    assert nobody.waits
    assert nobody.start.modules == ("s1", "s2", "s3", "r1", "i5", "n3")
    assert "waits for nobody" in nobody.start.says
    assert set(nobody.start.modules) <= set(MODULE_IDS)


@pytest.mark.parametrize(
    ("cut", "instead"),
    [
        ('source = "Clinical brief 9: fall back', 'says = "Clinical brief 9: fall back'),
        ("value = 4", "value = 0"),
        ("value = 15", 'value = "15"'),
        ('value = ["s1", "s2", "s3", "r1", "i5", "n3"]', "value = []"),
    ],
)
def test_a_number_without_source_or_sense_is_refused(cut: str, instead: str) -> None:
    assert cut in FILE
    with pytest.raises(CatalogueError):
        read_fit_numbers(FILE.replace(cut, instead, 1))


maybe = st.sampled_from([True, False, None])
THERAPISTS = st.lists(
    st.builds(
        Therapist,
        id=st.sampled_from("abcdefgh"),
        name=st.just("Somebody"),
        trained_in=st.frozensets(st.sampled_from(sorted(COMPETENCES))),
        supervised=maybe,
        safety_trained=maybe,
        crisis_cover=maybe,
        languages=st.frozensets(st.sampled_from(["en", "de"])),
        sex=st.sampled_from(["", "woman", "man"]),
        free_from=st.none() | st.dates(date(2026, 10, 1), date(2027, 6, 1)),
        caseload=st.integers(0, 20),
        limit=st.none() | st.integers(0, 20),
        stays_until=st.none() | st.dates(date(2026, 12, 1), date(2029, 1, 1)),
    ),
    unique_by=lambda one: one.id,
    max_size=7,
)
WISHED = st.builds(
    Wishes, language=st.sampled_from(["", "de"]), sex=st.sampled_from(["", "woman", "man"])
)
APART = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["", "A conflict."]))


@settings(max_examples=150, deadline=None)
@given(THERAPISTS, WISHED, APART, st.randoms())
def test_the_order_is_whole_and_nobody_safe_is_hidden(
    therapists: list[Therapist], wishes: Wishes, apart: dict[str, str], chance: object
) -> None:
    found = fit(therapists, Sought(ON, NEEDS, wishes=wishes, apart=apart))
    offered = [one.therapist.id for one in found.options]
    mixed = list(therapists)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    again = fit(mixed, Sought(ON, NEEDS, wishes=wishes, apart=apart))
    assert [one.therapist.id for one in again.options] == offered
    assert [order(one) for one in found.options] == sorted(order(one) for one in found.options)
    assert not set(offered) & set(apart)
    safe = {
        one.id for one in therapists
        if one.safety_trained is not False and one.crisis_cover is not False
    } - set(apart)  # fmt: skip
    assert set(offered) == safe
    assert set(offered) == {
        one.therapist.id for one in fit(therapists, Sought(ON, NEEDS, apart=apart)).options
    }
    assert all(one.points[0].says and len(one.points) == len(Criterion) for one in found.options)
    assert found.start.modules
