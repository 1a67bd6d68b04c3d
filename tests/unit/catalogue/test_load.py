"""Loading refuses every slip of the pen with file, line and the nearest right word."""

# ruff: noqa: E501 - a table reads best with one case a line

from datetime import date
from pathlib import Path

import pytest

from openimt.catalogue.condition import Condition
from openimt.catalogue.load import load
from openimt.errors import CatalogueError
from openimt.terms import Domain, Evidence, Phase
from tests.unit.catalogue.copies import copy, line_of, slip


def refusal(directory: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        load(directory)
    return caught.value


def test_a_module_file_becomes_a_module() -> None:
    r3 = load().module("r3")
    assert (r3.domain, r3.home, r3.evidence) == (Domain.REG, Phase.REGULATION, Evidence.T1)
    assert (r3.dose.fewest, r3.dose.usual, r3.dose.most, r3.dose.budget) == (8, 12, 16, True)
    assert (r3.aims[0].target, r3.aims[0].effect) == ("emotion_intensity", 0.018)
    assert r3.opinion is not None
    assert (r3.opinion.by, r3.opinion.on) == ("OpenIMT editors", date(2026, 11, 22))
    assert [guide.step for guide in r3.steps] == [1, 2, 3, 4]
    assert r3.page("de") is not None
    assert r3.file == "modules/r3.toml"


def test_the_packaged_catalogue_is_read_once() -> None:
    assert load() is load()


def test_a_copy_elsewhere_loads_the_same(tmp_path: Path) -> None:
    assert load(copy(tmp_path)) == load()


def test_a_number_may_be_called_by_the_name_of_its_setting(tmp_path: Path) -> None:
    directory = slip(
        tmp_path,
        "settings.toml",
        'name = "self_harm_recent_weeks"\nvalue = 2',
        'name = "self_harm_recent_weeks"\nvalue = 3',
    )
    clause = load(directory).module("s3").mandatory[0]
    assert clause.when == Condition(
        "event", ("self_harm_act", "suicide_attempt"), (("within_weeks", 3.0),)
    )


def test_a_clause_without_an_id_is_numbered(tmp_path: Path) -> None:
    directory = slip(tmp_path, "modules/s3.toml", 'id = "s3.recent_act"\n', "")
    assert load(directory).module("s3").mandatory[0].id == "s3.1"


SLIPS = [
    ("modules/r3.toml", 'summary = "', 'sumary = "', "'sumary' is not a word of this table", "summary"),
    ("modules/r3.toml", 'home = "regulation"', 'home = "regulations"', "'regulations' is not known", "regulation"),
    ("modules/r3.toml", "usual = 12", 'usual = "12"', "must be a whole number", ""),
    ("modules/r3.toml", "effect = 0.018", 'effect = "much"', "must be a number", ""),
    ("modules/r3.toml", "usual = 12", "usual = true", "must be a whole number", ""),
    ("modules/r3.toml", "on = 2026-11-22", 'on = "soon"', "must be a date", ""),
    ("modules/r3.toml", 'systems = ["dbt"]', 'systems = "dbt"', "must be a list", ""),
    ("modules/s1.toml", "{ imminent_risk = true }", "{ iminent_risk = true }", "cannot ask 'iminent_risk'", "imminent_risk"),
    ("modules/s1.toml", "{ imminent_risk = true }", "{ imminent_risk = true, weeks = 3 }", "'weeks' says nothing about 'imminent_risk'", ""),
    ("modules/r3.toml", 'why = "Which', 'says = "Which', "'says' is not a word of this table", ""),
    ("modules/r1.toml", '{ diagnosis = "personality" }', '{ diagnosis = "personalty" }', "'personalty', which there is not", "personality"),
    ("modules/i3.toml", '{ judgement = "ongoing_threat" }', '{ judgement = "ongoing_treat" }', "'ongoing_treat', which there is not", "ongoing_threat"),
    ("modules/i3.toml", '{ judgement = "ongoing_threat" }', '{ judgement = "ongoing_threat", role = "chief" }', "'chief' is no role that judges; it is one of: clinician, senior, prescriber", ""),
    ("judgements.toml", "weeks = 4", 'weeks = "4"', "must be a whole number", ""),
    ("judgements.toml", 'role = "clinician"', 'role = "chief"', "'chief' is no role that judges", ""),
    ("judgements.toml", "weeks = 4", "weeks = 0", "'ongoing_threat' lapses before it holds", ""),
    ("modules/i3.toml", 'id = "i3.real_threat"', 'override = "senoir"\nid = "i3.real_threat"', "'senoir' is no role that judges", ""),
    ("therapies/imt.toml", '{ attendance = "kept"', '{ attendance = "came"', "'attendance' asks about 'came', which there is not", ""),
    ("modules/r3.toml", '"over_control_marked"', '"over_control_market"', "calls a setting 'over_control_market'", "over_control_marked"),
    ("modules/r3.toml", '{ capacity = "names_emotions" }', '{ capacity = "name_emotions" }', "'name_emotions', which there is not", "names_emotions"),
    ("modules/r3.toml", 'target = "emotion_intensity"', 'target = "emotion_intensty"', "unknown target 'emotion_intensty'", "emotion_intensity"),
    ("modules/r3.toml", '"neacsiu2010"', '"neacsu2010"', "cites 'neacsu2010'", "neacsiu2010"),
    ("modules/r3.toml", '["dbt_skills"]', '["dbt_skill"]', "unknown competence 'dbt_skill'", "dbt_skills"),
    ("modules/s3.toml", '"self_harm_act", "suicide', '"selfharm_act", "suicide', "'selfharm_act', which there is not", "self_harm_act"),
    ("therapies/imt.toml", 'modules_of = "regulation"', 'modules_off = "regulation"', "'modules_off' is not a word", "modules_of"),
    ("therapies/gpm.toml", '"s1", ', '"s11", ', "the unknown module 's11' at its core", ""),
    ("settings.toml", "value = 0.35", "valuee = 0.35", "'valuee' is not a word of this table", "value"),
    ("targets.toml", 'domain = "sym"', 'domain = "sim"', "'sim' is not known here", "sym"),
    ("capacities.toml", '"s4"', '"s44"', "built by the unknown module 's44'", ""),
    ("measures.toml", 'targets = ["emotion_intensity"]', 'targets = ["suicidality"]', "which is no severity", ""),
    ("catalogue.toml", "version =", "versionn =", "'versionn' is not a word of this table", "version"),  # codespell:ignore
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "nearest"), SLIPS, ids=lambda v: str(v)[:24]
)
def test_a_slip_is_refused_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, says: str, nearest: str
) -> None:
    error = refusal(slip(tmp_path, file, old, new))
    assert error.file == file
    assert says in error.says
    assert error.line is not None
    near_line = (tmp_path / file).read_text(encoding="utf-8").splitlines()[error.line - 1 :]
    assert new.split("\n", maxsplit=1)[0].strip() in "\n".join(near_line[:6])
    if nearest:
        assert f"did you mean '{nearest}'?" in error.says


def test_a_missing_part_is_named_in_its_table(tmp_path: Path) -> None:
    directory = slip(tmp_path, "modules/r3.toml", "usual = 12\n", "")
    error = refusal(directory)
    assert str(error) == (
        f"modules/r3.toml, line {line_of(directory, 'modules/r3.toml', '[dose]')}, "
        "field dose: 'usual' is missing"
    )


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    directory = slip(tmp_path, "modules/r3.toml", 'name = "Emotion', "name = Emotion")
    error = refusal(directory)
    assert (error.file, error.line) == ("modules/r3.toml", 2)
    assert error.says.startswith("is not valid TOML")


def test_an_unfinished_table_is_refused_at_the_end(tmp_path: Path) -> None:
    (copy(tmp_path) / "targets.toml").write_text('[[target]]\nid = "a"\nname = "', encoding="utf-8")
    assert refusal(tmp_path).file == "targets.toml"


def test_a_value_in_quotes_that_should_be_a_table_is_refused(tmp_path: Path) -> None:
    (copy(tmp_path) / "targets.toml").write_text('target = "all of them"\n', encoding="utf-8")
    assert "must hold [[target]] tables" in refusal(tmp_path).says


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (copy(tmp_path) / "modules/r3.toml").write_bytes(b'id = "r3"\nname = "\xff\xfe"\n')
    error = refusal(tmp_path)
    assert (error.file, error.line) == ("modules/r3.toml", 2)
    assert "UTF-8" in error.says


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (copy(tmp_path) / "modules/r3.toml").write_text("# " + "x" * 300_000, encoding="utf-8")
    assert refusal(tmp_path).says == "is larger than 256 KiB; split it"


def test_deep_nesting_is_refused_in_one_sentence(tmp_path: Path) -> None:
    deep = "x = " + "[" * 20_000 + "]" * 20_000 + "\n"
    (copy(tmp_path) / "modules/r3.toml").write_text(deep, encoding="utf-8")
    assert refusal(tmp_path).says == "is nested more than 24 deep; write flatter tables"


def test_two_modules_of_one_id_are_refused(tmp_path: Path) -> None:
    directory = slip(tmp_path, "modules/s4.toml", 'id = "s4"', 'id = "s3"')
    error = refusal(directory)
    assert (error.file, error.says) == (
        "modules/s4.toml",
        "'s3' is said in modules/s3.toml already; give one of them another id",
    )


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is not a catalogue directory" in refusal(tmp_path / "nowhere").says


def test_a_directory_without_a_frame_is_refused(tmp_path: Path) -> None:
    (copy(tmp_path) / "catalogue.toml").unlink()
    error = refusal(tmp_path)
    assert error.file == "catalogue.toml"
    assert "cannot be read" in error.says
