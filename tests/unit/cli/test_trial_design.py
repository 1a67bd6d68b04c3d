"""``openimt trial design`` as people and scripts call it."""

from pathlib import Path

import pytest

from openimt.trial.design.read import scenarios
from tests.command_line import refused, run
from tests.unit.trial.design.written import design_file

Capsys = pytest.CaptureFixture[str]


def test_without_a_name_it_lists_what_is_shipped(capsys: Capsys) -> None:
    out = run(capsys, "trial", "design").out
    assert [line.split()[0] for line in out.splitlines()[:4]] == list(scenarios())
    assert "synthetic, unverified" in out


def test_it_says_what_the_people_can_and_cannot_show(capsys: Capsys) -> None:
    out = " ".join(run(capsys, "trial", "design", "equipoise").out.split())
    assert "120 people find a true difference of d = 0.64" in out
    assert "with nobody lost, d = 0.54" in out
    assert "takes 529 people for 80 of 100" in out
    assert "does not show that the therapies do the same" in out


def test_more_people_see_more(capsys: Capsys) -> None:
    few = run(capsys, "trial", "design", "equipoise", "--json").document
    many = run(capsys, "trial", "design", "equipoise", "--people", 480, "--json").document
    assert many["people"] == 480
    assert many["reach"]["se"] == pytest.approx(few["reach"]["se"] / 2, rel=0.01)
    assert many["reach"]["needed"] == few["reach"]["needed"]


def test_the_document_names_its_sources(capsys: Capsys) -> None:
    document = run(capsys, "trial", "design", "article-claim", "--json").document
    assert document["label"] == "synthetic, unverified"
    assert document["difference"] == pytest.approx(-9.2)
    by_name = {outcome["id"]: outcome for outcome in document["outcomes"]}
    assert by_name["ders"]["checked"] is True
    assert by_name["iip"]["checked"] is False
    assert by_name["selfharm"]["sd"] is None
    assert all(outcome["source"] for outcome in document["outcomes"])


def test_a_design_of_ones_own_begins_with_a_shipped_one(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(run(capsys, "trial", "design", "tau-like", "--toml").out, encoding="utf-8")
    shipped = run(capsys, "trial", "design", "tau-like", "--json").document
    assert run(capsys, "trial", "design", path, "--json").document == shipped


def test_a_mistake_is_refused_with_its_line(capsys: Capsys, tmp_path: Path) -> None:
    path = design_file(tmp_path, "sd = 5", "sd = -5")
    says = refused(run(capsys, "trial", "design", path))
    assert says.startswith(f"{path}, line 19, field outcome.sd: 'sd' needs numbers from")


@pytest.mark.parametrize("chance", [0.5, 0.7, 0.8, 0.9])
def test_where_nearly_all_are_lost_it_says_so(
    chance: float, capsys: Capsys, tmp_path: Path
) -> None:
    path, text = tmp_path / "q.toml", run(capsys, "trial", "design", "equipoise", "--toml").out
    lost = text.replace("depends_on_last = 0.3", f"quarterly = [{chance}]")
    path.write_text(lost, encoding="utf-8")
    ran = run(capsys, "trial", "design", path)
    assert (ran.code, ran.err) == (0, "")
    assert "Nearly everybody is lost" in ran.out
    reach = run(capsys, "trial", "design", path, "--json").document["reach"]
    rests_on_who_is_left = ("se", "df", "power", "detectable", "half_width", "small_power")
    assert all(reach[key] is None for key in rests_on_who_is_left)
    assert reach["needed_without_loss"] == 383


@pytest.mark.parametrize("arguments", [("nothing",), ("nothing", "--toml"), ("nothing", "--json")])
def test_an_unknown_design_is_refused(arguments: tuple[str, ...], capsys: Capsys) -> None:
    assert "shipped design" in refused(run(capsys, "trial", "design", *arguments))
