"""``openimt trial estimand`` as a user's script would see it."""

from pathlib import Path

import pytest

from openimt.exchange.schema import schemas
from tests.command_line import Ran, refused, run
from tests.reference.estimand.dense import Trial
from tests.reference.estimand.invented import invented, plan, tables
from tests.schema_validator import faults

Capsys = pytest.CaptureFixture[str]
MORE = "[sensitivity.delta]\nMIT = [0, 20, 3]\nDBT = [0, 20, 3]\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return written(invented(31, n=26, visits=2), tmp_path)


def written(trial: Trial, folder: Path) -> Path:
    data, events = tables(trial)
    data.to_csv(folder / "data.csv", index=False, na_rep="NA")
    events.to_csv(folder / "events.csv", index=False)
    (folder / "primary.toml").write_text(plan(trial, "CIR", MORE), encoding="utf-8")
    return folder


def ran(capsys: Capsys, files: Path, *more: object) -> Ran:
    here = [files / "primary.toml", files / "data.csv", "--events", files / "events.csv"]
    return run(capsys, "trial", "estimand", *here, *more)


def test_the_answer_in_words(capsys: Capsys, files: Path) -> None:
    shown = ran(capsys, files)
    assert (shown.code, shown.err) == (0, "")
    assert "26 people (13 DBT, 13 MIT)" in shown.out
    for name in ("as planned", "MAR", "J2R", "CR", "CIR", "LMCF"):
        assert f"  {name} " in shown.out
    assert "p is " in shown.out


def test_the_answer_as_a_document(capsys: Capsys, files: Path) -> None:
    document = ran(capsys, files, "--json").document
    schema = schemas()["trial-estimand.schema.json"]
    assert list(faults(document, schema, schema)) == []
    assert document["estimand"]["events"][0]["missing"] == "CIR"
    assert document["people"] == {"DBT": 13, "MIT": 13}
    planned = document["planned"]["contrasts"][-1]
    same = next(one for one in document["sensitivity"] if one["missing"] == "CIR")
    assert planned["visit"] == "6"
    assert planned["df"] is None
    assert len(same["contrasts"]) == len(document["planned"]["contrasts"]) == 2
    assert len(document["tipping"][0]["grid"]) == 9
    assert document["call"].startswith("openimt trial estimand ")


def test_multiple_imputation_has_degrees_of_freedom(capsys: Capsys, files: Path) -> None:
    path = files / "primary.toml"
    more = '[inference]\nmethod = "multiple imputation"\ndraws = 5\nseed = 3\n'
    path.write_text(path.read_text().replace(MORE, "[sensitivity]\nmissing = []\n") + more)
    documents = [ran(capsys, files, "--json") for _ in range(2)]
    assert documents[0].out == documents[1].out
    document = documents[0].document
    schema = schemas()["trial-estimand.schema.json"]
    assert list(faults(document, schema, schema)) == []
    assert document["planned"]["contrasts"][-1]["df"] > 2
    assert (document["estimand"]["draws"], document["estimand"]["seed"]) == (5, 3)


def test_without_data_the_estimand_is_described(capsys: Capsys, files: Path) -> None:
    shown = run(capsys, "trial", "estimand", files / "primary.toml")
    assert shown.code == 0
    assert "CIR: what was gained stays" in " ".join(shown.out.split())
    assert "need DATA" in refused(
        run(capsys, "trial", "estimand", files / "primary.toml", "--json")
    )


def test_the_picture_is_written_and_the_same_each_time(capsys: Capsys, files: Path) -> None:
    for name in ("one.svg", "two.svg"):
        assert ran(capsys, files, "--picture", files / name).code == 0
    text = (files / "one.svg").read_text(encoding="utf-8")
    assert text == (files / "two.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "as imputed" in text
    assert "added to the" in text
    assert "cannot be written" in refused(ran(capsys, files, "--picture", files / "no" / "x.svg"))


def test_one_arm_alone_is_drawn_as_a_line(capsys: Capsys, tmp_path: Path) -> None:
    files = written(invented(21, n=30), tmp_path)
    path = files / "primary.toml"
    alone = "MIT = [-40, 40, 5]\nDBT = [0, 0, 1]\n"
    path.write_text(path.read_text().replace(MORE, f"[sensitivity.delta]\n{alone}"))
    assert ran(capsys, files, "--picture", files / "line.svg").code == 0
    text = (files / "line.svg").read_text(encoding="utf-8")
    assert "below 0 favours MIT" in text
    assert "p = 0.05 at" in text


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("events.csv", "therapy_dropout", "relapse", "no rule for the event relapse"),
        ("events.csv", "event", "what", "has no column 'event'"),
        ("data.csv", ",DBT,", ",GPM,", "no arm of the estimand"),
        ("primary.toml", 'reference = "DBT"', 'reference = "TAU"', "none of the arms"),
        ("primary.toml", '"sex"]', '"sex", "site"]', "has no column 'site'"),
    ],
)
def test_what_cannot_be_analysed_is_refused(
    capsys: Capsys, files: Path, name: str, old: str, new: str, says: str
) -> None:
    path = files / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert says in refused(ran(capsys, files))


def test_numbers_that_can_be_read_in_two_ways_are_refused(capsys: Capsys, files: Path) -> None:
    data = files / "data.csv"
    heading, *rows = data.read_text().splitlines()
    data.write_text("\n".join([f"{heading},days", *(f'{row},"1,095"' for row in rows)]) + "\n")
    said = refused(ran(capsys, files))
    assert "write every number with the same decimal mark and no thousands separators" in said
