"""The caseload from what the queries found: order, words, clocks, needs."""

import ast
import inspect
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from openimt.terms import Phase
from openimt.track import attention as core
from openimt.track.attention import Urgency
from openimt_clinic.clinician.caseload_view import (
    CaseloadView,
    OpenCase,
    Person,
    case_row,
    caseload_view,
    urgency_word,
)
from openimt_clinic.clinician.needs import NEEDS, need_word
from openimt_clinic.components.paging import page_number, page_view

NOW = datetime(2026, 11, 23, 11, 15, tzinfo=UTC)
PERSON = Person(
    uuid.UUID(int=1),
    "Mira A.",
    "m1",
    "imt",
    Phase.REGULATION,
    Urgency.THIS_WEEK,
    "Motivation needs repair: homework did not fit.",
    2,
    NOW + timedelta(days=1),
)
CASE = OpenCase(
    id=uuid.UUID(int=2),
    patient_id=uuid.UUID(int=1),
    name="Mira A.",
    says="Suicidal urge 5 of 5.",
    owner="Ana",
    second="Ben",
    due_at=NOW + timedelta(minutes=25),
    passed_on_at=None,
    acknowledged_by="",
)


def shown(*people: Person, cases: tuple[OpenCase, ...] = (), **said: str) -> CaseloadView:
    counts = {"": 120, "repair": 3, "fine": 117}
    page = page_view(1, 50, 120, {})
    return caseload_view(people, cases, counts, page, now=NOW, **said)


def test_a_row_has_name_phase_one_reason_and_how_many_more() -> None:
    row = shown(PERSON).rows[0]
    assert (row.phase_name, row.word, row.more) == ("Regulation", "this week", "and 2 more")
    assert row.reason == PERSON.says


def test_one_reason_alone_promises_no_more() -> None:
    assert shown(replace(PERSON, more=0)).rows[0].more == ""


def test_nobody_has_looked_is_not_nothing_waits() -> None:
    row = shown(replace(PERSON, urgency=None, phase=None, says="")).rows[0]
    assert (row.urgency, row.word, row.phase_name) == ("unknown", "not looked at yet", "")
    assert urgency_word(Urgency.FINE) == "nothing waits"


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(25, "25 minutes left"), (1, "1 minute left"), (-1, "overdue by 1 minute"), (-90, "overdue"),
     (-1179, "overdue since ")],
)  # fmt: skip
def test_the_clock_says_how_long_is_left(minutes: int, says: str) -> None:
    row = case_row(replace(CASE, due_at=NOW + timedelta(minutes=minutes)), NOW)
    assert row.clock_says.startswith(says)
    assert row.act


@pytest.mark.parametrize(
    ("changes", "owner", "second"),
    [
        ({}, "Ana", "then Ben is told"),
        ({"passed_on_at": NOW}, "Ana, and now Ben", ""),
        ({"owner": "", "second": ""}, "nobody is on duty: take it", ""),
        ({"second": ""}, "Ana", ""),
    ],
)
def test_a_case_says_whose_it_is(changes: dict[str, object], owner: str, second: str) -> None:
    row = case_row(replace(CASE, **changes), NOW)  # type: ignore[arg-type]
    assert row.owner_says == owner
    assert row.second_says.startswith(second)
    assert bool(row.second_says) == bool(second)


def test_once_somebody_is_on_it_nothing_is_red_and_no_clock_runs() -> None:
    row = case_row(replace(CASE, acknowledged_by="Ana"), NOW)
    assert (row.act, row.clock_says, row.owner_says) == (False, "", "Ana is on it")


def test_what_may_wait_for_its_day_is_not_red_until_the_day_is_over() -> None:
    """Red means that a person must act now (clinical decision 5)."""
    case = replace(CASE, urgent=False, due_at=NOW + timedelta(hours=30))
    row = case_row(case, NOW)
    assert not row.act
    assert row.clock_says.startswith("until ")
    assert case_row(replace(case, due_at=NOW - timedelta(minutes=1)), NOW).act


def test_who_needs_someone_now_stands_on_top_the_soonest_first() -> None:
    taken = replace(CASE, name="Taken", acknowledged_by="Ana", due_at=NOW)
    later = replace(
        CASE, name="Later", patient_id=uuid.UUID(int=2), due_at=NOW + timedelta(hours=3)
    )
    view = shown(cases=(taken, later, CASE))
    assert [row.case.name for row in view.cases] == ["Mira A.", "Later", "Taken"]
    assert view.cases_say == "2 people need someone now"
    assert shown(cases=(taken,)).cases_say == "1 open case, somebody is on it"


def test_filters_show_only_needs_that_somebody_has_and_the_chosen_one() -> None:
    assert [f.name for f in shown().filters] == ["Everybody", "Needs repair", "Nothing waits"]
    chosen = shown(need="plan").filters
    assert [(f.name, f.count) for f in chosen if f.current] == [("Plan to decide", 0)]


def test_a_filter_keeps_the_search() -> None:
    links = {f.name: f.query for f in shown(search="mi ra").filters}
    assert links["Needs repair"] == "?need=repair&search=mi+ra"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"need": "plan"}, "Nobody needs this at present."),
        ({"search": "x"}, "Nobody of that name or code is in your care."),
    ],
)
def test_an_empty_list_says_why_it_is_empty(said: dict[str, str], words: str) -> None:
    assert shown(**said).empty_says == words


def kinds_of_the_core() -> set[str]:
    """The first argument of every ``Attention(…)`` that the core makes."""
    tree = ast.parse(inspect.getsource(core))
    made = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    named = [n.args[0] for n in made if ast.unparse(n.func) == "Attention"]
    kinds = {arg.value for arg in named if isinstance(arg, ast.Constant)}
    # The kinds of a course are its status.
    return kinds | {"deteriorating", "not_on_track"}


def test_every_reason_of_the_core_belongs_to_exactly_one_need() -> None:
    ours = [kind for kinds in NEEDS.values() for kind in kinds]
    assert len(ours) == len(set(ours))
    # A record that cannot be read is a reason of the clinic's own.
    assert kinds_of_the_core() == set(ours) - {"unreadable"}


def test_every_need_has_a_word() -> None:
    assert len({need_word(need) for need in ("", *NEEDS)}) == len(NEEDS) + 1


@pytest.mark.parametrize(
    ("asked", "number"),
    [("1", 1), ("3", 3), ("9", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("9" * 30, 1), ("²", 1)],
)
def test_a_page_number_stays_inside_the_list(asked: str, number: int) -> None:
    assert page_number(asked, 50, 120) == number


def test_pages_say_where_they_are_and_keep_filter_and_search() -> None:
    middle = page_view(2, 50, 120, {"need": "repair", "search": ""})
    assert middle.says == "51 to 100 of 120"
    assert middle.previous_query == "need=repair&page=1"
    assert middle.next_query == "need=repair&page=3"
    last = page_view(3, 50, 120, {})
    assert (last.last, last.has_next_page, last.has_previous_page) == (120, False, True)
    assert not page_view(1, 50, 50, {}).has_other_pages
    assert page_view(1, 50, 0, {}).says == "0 to 0 of 0"
