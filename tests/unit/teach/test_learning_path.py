"""The learning path: its marks, its minutes, and cases that the planner answers as meant."""

import re
from dataclasses import replace

import pytest

from openimt.catalogue.load import load as load_catalogue
from openimt.errors import CatalogueError
from openimt.teach import load as loading
from openimt.teach.answer import work_out
from openimt.teach.check import check
from openimt.teach.load import load
from openimt.teach.station import About, LearningPath, Question, Station, WorkedCase
from openimt.teach.text import Mark, blocks, named
from tests.house.tree import ROOT

PATH, CATALOGUE = load(), load_catalogue()
GLOSSARY = {
    word.lower()
    for word in re.findall(r"^\*\*([^*]+)\*\*", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
}
CASES = [stop for stop in PATH.stops if isinstance(stop, WorkedCase)]
STATIONS = [stop for stop in PATH.stops if isinstance(stop, Station)]


def with_stop(stop: Station | WorkedCase) -> LearningPath:
    others = tuple(stop if one.id == stop.id else one for one in PATH.stops)
    return replace(PATH, stops=others)


def test_it_is_eight_stations_and_four_people() -> None:
    assert (len(STATIONS), len(CASES)) == (8, 4)


def test_everything_it_names_exists_and_every_case_shows_what_it_is_for() -> None:
    assert check(PATH, CATALOGUE, GLOSSARY) == ()


def test_it_takes_about_an_hour() -> None:
    assert 55 <= PATH.total <= 65
    assert all(3 <= PATH.minutes(stop) <= 9 for stop in PATH.stops)


def test_minutes_follow_the_words() -> None:
    first = STATIONS[0]
    longer = replace(first, gist=first.gist + " word" * 150)
    assert PATH.minutes(longer) == pytest.approx(PATH.minutes(first) + 1)


@pytest.mark.parametrize(
    ("mark", "says"), [("{zz}", "module 'zz'"), ("{therapy:zz}", "therapy 'zz'")]
)
def test_what_is_not_there_is_found_with_its_file(mark: str, says: str) -> None:
    first = STATIONS[0]
    passages = (replace(first.passages[0], text=f"See {mark}."), *first.passages[1:])
    found = check(with_stop(replace(first, passages=passages)), CATALOGUE, GLOSSARY)
    assert [(error.file, says in error.says) for error in found] == [
        (f"stations/{first.id}.toml", True)
    ]


def test_a_word_that_is_not_in_the_glossary_is_found() -> None:
    found = check(PATH, CATALOGUE, GLOSSARY - {"gate"})
    assert "word 'gate'" in " ".join(error.says for error in found)


def test_a_source_that_is_not_there_is_found() -> None:
    stranger = replace(STATIONS[0], references=("nobody1999",))
    assert "cites 'nobody1999'" in check(with_stop(stranger), CATALOGUE)[0].says


def test_a_question_that_the_plan_no_longer_shows_is_found() -> None:
    case = CASES[0]
    wrong = Question("Why wait?", "Think.", About.HELD_BACK, "c1")
    found = check(with_stop(replace(case, questions=(wrong,))), CATALOGUE)
    assert any(f"cases/{case.id}.toml" == error.file for error in found)
    assert "asks about 'held_back c1'" in found[0].says


def test_too_short_a_path_is_no_hour() -> None:
    found = check(replace(PATH, stops=PATH.stops[:4]), CATALOGUE)
    assert "should take about an hour" in found[-1].says


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answers_are_the_planners_own(case: WorkedCase) -> None:
    worked = work_out(case, CATALOGUE)
    for answer in worked.answers:
        module = answer.question.module
        placement = worked.plan.placement(module) if module else None
        left = {out.module: out for out in worked.plan.left_out}
        if placement:
            assert set(answer.reasons) == set(placement.reasons)
            assert answer.week == placement.start_week
        elif module:
            assert answer.reasons == left[module].reasons
            assert answer.would_change == left[module].would_change


def test_what_each_case_teaches() -> None:
    """The clinical point of each, as the planner finds it."""
    plans = {case.id: work_out(case, CATALOGUE).plan for case in CASES}
    starts = {
        name: {p.module: (p.start_week, p.running) for p in plan.placements}
        for name, plan in plans.items()
    }
    specific = {m for m, (week, _) in starts["jonas"].items() if week == 0 and m[0] != "c"}
    assert plans["jonas"].phase == "safety"
    assert specific <= {"s1", "s2", "s4", "s5", "s6", "s7", "s8", "s9"}
    assert starts["jonas"]["i3"][0] > 0
    assert "r7" not in starts["amira"]
    assert starts["amira"]["s1"][0] == 0
    assert "r3" not in starts["henrik"]
    assert "r8" in starts["henrik"]
    assert 0 < starts["milena"]["n5"][0] <= 4
    assert starts["milena"]["i2"] == (0, True)


def test_each_person_is_invented_and_named_so() -> None:
    for case in CASES:
        assert "invented for this page" in case.passages[0].text
        assert not case.assessment.warnings


# ---- marks -------------------------------------------------------------------------------------


def test_the_marks_of_a_text() -> None:
    (block,) = blocks("See {r3} under\n{therapy:imt}: a [gate|gates], *so* and **so**.")
    marks = [(p.mark, p.text, p.names) for p in block.items[0] if p.mark is not Mark.PLAIN]
    assert marks == [
        (Mark.MODULE, "r3", "r3"),
        (Mark.THERAPY, "imt", "imt"),
        (Mark.WORD, "gates", "gate"),
        (Mark.STRESSED, "so", ""),
        (Mark.STRONG, "so", ""),
    ]
    assert "".join(p.text for p in block.items[0]) == "See r3 under imt: a gates, so and so."


def test_paragraphs_and_lists() -> None:
    first, second = blocks("One.\nStill one.\n\n- a\n- b\n")
    assert (first.listed, len(first.items)) == (False, 1)
    assert (second.listed, len(second.items)) == (True, 2)
    assert named(("{r3} {r3} {s1}",), Mark.MODULE) == ("r3", "s1")


def test_no_mark_is_left_over_in_a_text() -> None:
    for stop in PATH.stops:
        plain = "".join(
            piece.text
            for text in stop.texts
            for block in blocks(text)
            for item in block.items
            for piece in item
        )
        assert not re.search(r"[{}\[\]*|]", plain), stop.id


# ---- loading -----------------------------------------------------------------------------------


def test_a_missing_text_is_refused_with_its_file(tmp_path) -> None:
    for name in ("path.toml", "stations/what-imt-is.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((loading.HERE / name).read_text())
    text = (tmp_path / "path.toml").read_text()
    start = text.index("stops = [")
    (tmp_path / "path.toml").write_text(text[:start] + 'stops = ["what-imt-is"]\n')
    assert len(load(tmp_path).stops) == 1
    station = tmp_path / "stations/what-imt-is.toml"
    station.write_text(station.read_text().replace("try_this", "try_that"))
    with pytest.raises(CatalogueError, match=r"stations/what-imt-is\.toml: 'try_this' is missing"):
        load(tmp_path)
    station.write_text("= broken")
    with pytest.raises(CatalogueError, match="cannot be read as TOML"):
        load(tmp_path)
    station.unlink()
    with pytest.raises(CatalogueError, match=r"cases/what-imt-is\.toml: cannot be read"):
        load(tmp_path)
