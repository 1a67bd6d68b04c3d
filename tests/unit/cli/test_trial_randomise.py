"""``openimt trial randomise`` as scripts call it, from the opening to the test at the end."""

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from openimt.exchange.schema import schemas
from openimt.trial.randomise.keeper import Keeper
from openimt.trial.randomise.scheme_file import read_scheme
from openimt.trial.randomise.secret import rehearsal_secret
from tests.command_line import Ran, refused, run
from tests.schema_validator import faults

Capsys = pytest.CaptureFixture[str]
SCHEMAS = schemas()
SCHEME = """
[randomise]
arms = ["dbt", "mit"]
method = "minimise"
n = 40
site = "site"
[[randomise.factor]]
name = "site"
levels = ["north", "south"]
[[randomise.factor]]
name = "medication"
levels = ["none", "some"]
"""
GROUP = ("trial", "randomise")
AT = ("--at", "2026-11-22T09:00:00+01:00", "--by", "Dr A")


def fits(document: Any, name: str) -> Any:
    schema = SCHEMAS[f"trial-randomise-{name}.schema.json"]
    assert list(faults(document, schema, schema)) == []
    return document


class Office:
    """A folder with a scheme, a list and its secret."""

    def __init__(self, capsys: Capsys, folder: Path, scheme: str = SCHEME) -> None:
        self.capsys, self.folder = capsys, folder
        self.list, self.secret = folder / "list.jsonl", folder / "secret.json"
        self.scheme = folder / "scheme.toml"
        self.scheme.write_text(scheme)

    def run(self, *words: object) -> Ran:
        return run(self.capsys, *GROUP, *words)

    def begin(self, *more: object) -> Ran:
        files = ("--list", self.list, "--secret", self.secret)
        return self.run("init", self.scheme, *files, "--trial", "T", *AT, *more)

    def next(self, person: str, site: str = "north", drugs: str = "none", *more: object) -> Ran:
        levels = ("--level", f"site={site}", "--level", f"medication={drugs}")
        words = ("--person", person, *levels, *AT, *more)
        return self.run("next", self.list, "--secret", self.secret, *words)


@pytest.fixture
def office(capsys: Capsys, tmp_path: Path) -> Office:
    return Office(capsys, tmp_path)


def test_the_opening_says_what_to_publish(office: Office) -> None:
    opened = fits(office.begin("--json").document, "init")
    assert not opened["rehearsal"]
    assert len(opened["commitment"]) == len(opened["head"]) == 64
    listed = office.list.read_text()
    assert opened["head"] in listed
    assert json.loads(office.secret.read_text())["seed"] not in listed
    assert "not written over" in refused(office.begin())


def test_a_rehearsal_is_marked_and_repeats(office: Office, tmp_path: Path) -> None:
    ran = office.begin("--seed", 7, "--json")
    assert ran.document["rehearsal"]
    assert "rehearsal" in ran.err
    (tmp_path / "again").mkdir()
    again = Office(office.capsys, tmp_path / "again")
    assert again.begin("--seed", 7, "--json").document == ran.document
    arms = [[one.next(f"p{n}", "--json").out for n in range(1)] for one in (office, again)]
    assert arms[0] == arms[1]


def test_two_real_openings_differ(office: Office, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    again = Office(office.capsys, tmp_path / "again")
    first, second = (one.begin("--json").document["commitment"] for one in (office, again))
    assert first != second


def test_the_next_person_gets_an_arm_and_a_receipt(office: Office) -> None:
    office.begin("--seed", 1)
    told = fits(office.next("p1", "north", "none", "--json").document, "next")
    assert told["arm"] in {"dbt", "mit"}
    assert (told["person"], told["number"], told["by"]) == ("p1", 1, "Dr A")
    assert told["levels"] == {"site": "north", "medication": "none"}
    shown = office.next("p2", "south", "some", "--head", told["head"])
    assert shown.code == 0
    assert shown.out.startswith("p2: ")
    assert "receipt " in shown.out
    says = refused(office.next("p1"))
    assert "has a place already" in says
    assert "was put back" in refused(office.next("p3", "north", "none", "--head", "0" * 64))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--level", "site=east", "--level", "medication=none"), "no level 'east'; its levels"),
        (("--level", "site=north"), "needs every factor"),
        (("--level", "north"), "not written as factor=level"),
    ],
)
def test_what_is_asked_wrongly_is_refused(office: Office, words: tuple, says: str) -> None:
    office.begin("--seed", 1)
    before = office.list.read_text()
    files = (office.list, "--secret", office.secret)
    assert says in refused(office.run("next", *files, "--person", "p1", *words, *AT))
    assert office.list.read_text() == before


def test_without_a_time_it_is_now_with_its_offset(office: Office) -> None:
    office.begin("--seed", 1)
    words = ("--person", "p1", "--level", "site=north", "--level", "medication=none", "--by", "x")
    told = office.run("next", office.list, "--secret", office.secret, *words, "--json").document
    assert told["at"].endswith("+00:00")


def test_records_of_what_happens_later(office: Office) -> None:
    office.begin("--seed", 1)
    arm = office.next("p1", "north", "none", "--json").document["arm"]
    files = (office.list, "--secret", office.secret)
    blind = ("--person", "p1", "--reason", "overdose", "--told", "Dr E", *AT)
    told = fits(office.run("unblind", *files, *blind, "--json").document, "record")
    assert (told["kind"], told["arm"]) == ("unblinding", arm)
    assert f"p1 is in {arm}." in office.run("unblind", *files, *blind).out
    away = ("--person", "p1", "--reason", "moved away", *AT)
    gone = fits(office.run("withdraw", *files, *away, "--json").document, "record")
    assert gone["arm"] is None
    assert "a place is never given again" in refused(office.next("p1"))
    noted = office.run("note", *files, "--says", "site of p1 was south", "--person", "p1", *AT)
    assert noted.code == 0
    assert "no place in the list" in refused(
        office.run("withdraw", *files, "--person", "p9", "--reason", "x", *AT)
    )
    assert office.run("verify", office.list, "--secret", office.secret).code == 0


def test_verify_finds_and_says(office: Office) -> None:
    office.begin("--seed", 1)
    head = office.next("p1", "north", "none", "--json").document["head"]
    sound = office.run("verify", office.list, "--head", head, "--json")
    assert (sound.code, fits(sound.document, "verify")["sound"]) == (0, True)
    assert not sound.document["recomputed"]
    assert "cannot see its own end" in office.run("verify", office.list).out
    rows = office.list.read_text().splitlines(keepends=True)
    office.list.write_text(rows[0])
    cut = office.run("verify", office.list, "--head", head, "--json")
    assert (cut.code, cut.document["sound"]) == (2, False)
    assert "cut off" in fits(cut.document, "verify")["findings"][0]["says"]
    assert "old copy was put back" not in office.run("verify", office.list).out
    office.list.write_text(rows[0] + rows[1].replace("p1", "p7"))
    changed = office.run("verify", office.list)
    assert changed.code == 2
    assert "row 2: was changed after it was written" in changed.out
    assert "NOT SOUND" in changed.out
    assert "no such file" in refused(office.run("verify", office.folder / "none"))


def test_the_reveal_opens_all_to_anybody(office: Office) -> None:
    office.begin("--seed", 1)
    for n in range(5):
        office.next(f"p{n}", ("north", "south")[n % 2], ("none", "some")[n // 2 % 2])
    files = (office.list, "--secret", office.secret)
    fits(office.run("reveal", *files, *AT, "--json").document, "record")
    office.secret.unlink()
    found = office.run("verify", office.list, "--json").document
    assert (found["sound"], found["recomputed"], found["persons"]) == (True, True, 5)


def test_predictions_side_by_side(office: Office) -> None:
    told = office.run("predict", office.scheme, "--replicates", 100, "--compare", "--json")
    schemes = fits(told.document, "predict")["schemes"]
    assert [one["method"] for one in schemes] == [
        "minimise",
        "simple",
        "blocks",
        "big_stick",
        "urn",
    ]
    assert all(0.4 < one["guess_all"]["value"] < 1 for one in schemes)
    shown = office.run("predict", office.scheme, "--replicates", 100)
    assert "minimise" in shown.out
    assert "Monte Carlo error" in shown.out
    assert "100 or more" in refused(office.run("predict", office.scheme, "--replicates", 5))


def played(folder: Path, scheme: str, gain: float = 4.0) -> Path:
    """Forty persons randomised, with an outcome at two visits; the last has none."""
    (folder / "scheme.toml").write_text(scheme)
    planned = read_scheme(folder / "scheme.toml")
    keeper = Keeper(folder / "list.jsonl", folder / "secret.json")
    who = {"at": AT[1], "by": AT[3]}
    keeper.begin(planned, rehearsal_secret(planned, 1), trial="T", **who)
    chance = random.Random(3)
    rows = ["id;month;base;y;hand"]
    for n in range(40):
        levels = {"site": ("north", "south")[n % 2], "medication": "none"}
        arm = keeper.allocate(person=f"p{n}", levels=levels, **who).says["arm"]
        base = chance.gauss(10, 3)
        y = base - gain * (arm == "mit") + chance.gauss(0, 2)
        hand = ("left", "right")[n % 3 == 0]
        late = "" if n == 39 else f"{y:.2f}"
        rows += [f"p{n};6;{base:.2f};{base:.2f};{hand}", f"P{n};18;{base:.2f};{late};{hand}"]
    (folder / "data.csv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial that was played once for all tests; they copy it."""
    return played(tmp_path_factory.mktemp("trial"), SCHEME)


def copied(capsys: Capsys, trial: Path, folder: Path) -> tuple[Office, tuple[object, ...]]:
    """An office of one's own, and the words of the test in it."""
    shutil.copytree(trial, folder, dirs_exist_ok=True)
    office = Office(capsys, folder)
    data = folder / "data.csv"
    return office, ("test", data, "--list", office.list, "--outcome", "y", "--subject", "id")


def test_the_test_by_new_trials(capsys: Capsys, trial: Path, tmp_path: Path) -> None:
    office, words = copied(capsys, trial, tmp_path)
    more = ("--visit", "month=18", "--adjust", "base,hand", "--replicates", 999)
    told = fits(office.run(*words, *more, "--json").document, "test")
    assert told["difference"] == pytest.approx(-4, abs=1.5)
    assert told["p"] == pytest.approx(2 / 1000)
    assert (told["arm"], told["versus"]) == ("mit", "dbt")
    assert (told["persons"], told["with_outcome"]) == (40, 39)
    assert told["adjusted_for"] == ["site", "medication", "base", "hand"]
    assert not told["warnings"]
    early = ("--visit", "month=6", "--replicates", 999, "--json")
    assert office.run(*words, *early).document["p"] > 0.02
    turned = office.run(*words, *more, "--arm", "dbt", "--versus", "mit", "--json").document
    assert turned["difference"] == pytest.approx(-told["difference"])
    shown = office.run(*words, *more)
    assert "Monte Carlo error" in shown.out
    assert "39 of 40 persons have an outcome" in shown.out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ((), "has two rows; choose one visit"),
        (("--visit", "month=12"), "has no row where month=12"),
        (("--visit", "week=12"), "no column 'week'"),
        (("--visit", "month=18", "--adjust", "age"), "no column 'age'"),
        (("--visit", "month=18", "--outcome", "hand"), "'right' is no number"),
        (("--visit", "month=18", "--outcome", "z"), "no column 'z'"),
        (("--visit", "month=18", "--arm", "gpm"), "no arm; arms: dbt, mit"),
        (("--visit", "month=18", "--replicates", "10"), "999 or more"),
        (("--visit", "month=18", "--alternative", "up"), "not two-sided"),
    ],
)
def test_what_cannot_be_tested_is_refused(
    capsys: Capsys, trial: Path, tmp_path: Path, more: tuple, says: str
) -> None:
    office, words = copied(capsys, trial, tmp_path)
    assert says in refused(office.run(*words, *more))


def test_data_and_list_must_be_of_one_trial(capsys: Capsys, trial: Path, tmp_path: Path) -> None:
    office, words = copied(capsys, trial, tmp_path)
    data = tmp_path / "data.csv"
    more = ("--visit", "month=18")
    whole = data.read_text()
    data.write_text(whole + "p99;18;10;10;left\n")
    assert "'p99' is not in the list" in refused(office.run(*words, *more))
    data.write_text(re.sub(r"^P3;18;[^;]*", "P3;18;", whole, flags=re.MULTILINE))
    says = refused(office.run(*words, *more, "--adjust", "base"))
    assert "row 9, field base: is missing for a person who has an outcome" in says
    data.write_text(whole)
    rows = office.list.read_text().splitlines(keepends=True)
    office.list.write_text("".join(rows[:5] + rows[6:]))
    assert "does not follow" in refused(office.run(*words, *more))


def test_block_lengths_are_known_after_the_reveal_or_with_the_secret(
    capsys: Capsys, tmp_path: Path
) -> None:
    blocks = played(tmp_path, SCHEME.replace("minimise", "blocks"))
    office, words = copied(capsys, blocks, tmp_path / "copy")
    more = ("--visit", "month=18", "--replicates", 499, "--json")
    assert "give --secret" in office.run(*words, *more).document["warnings"][0]
    known = office.run(*words, *more, "--secret", office.secret).document
    assert not known["warnings"]
    office.run("reveal", office.list, "--secret", office.secret, *AT)
    assert office.run(*words, *more).document == known


def test_a_test_of_numbers_that_can_be_read_in_two_ways_is_refused(
    capsys: Capsys, trial: Path, tmp_path: Path
) -> None:
    office, words = copied(capsys, trial, tmp_path)
    data = office.folder / "data.csv"
    heading, *rows = data.read_text().splitlines()
    made = [f"{heading};days", *(f"{row};1,095" for row in rows)]
    data.write_text("\n".join(made) + "\n")
    said = refused(office.run(*words, "--visit", "month=18"))
    assert "write every number with the same decimal mark and no thousands separators" in said


def test_nobody_to_test(office: Office) -> None:
    office.begin("--seed", 1)
    (office.folder / "data.csv").write_text("id,y\np1,2\n")
    words = ("--list", office.list, "--outcome", "y", "--subject", "id")
    assert "nobody is in the list" in refused(
        office.run("test", office.folder / "data.csv", *words)
    )
