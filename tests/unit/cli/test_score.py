"""``openimt score`` as users' scripts call it."""

import json
from pathlib import Path

import pytest

from openimt.assess.instruments import load
from tests.command_line import refused, run
from tests.real_data import real

Capsys = pytest.CaptureFixture[str]
GAD = "who;when;q1;q2;q3;q4;q5;q6;q7\np1;2026-11-20;1;2;3;0;1;2;3\np2;2026-11-21;;0;0;0;0;0;0\n"
QIDS = (
    "onset,middle,late,hypersom,sad,decappetite,incappetite,weightloss,weightgain,concen,guilt,"
    "suicide,anhedonia,fatigue,retard,agitation"
)
NINE = [item.keys[0] for item in load("phq9").items]


def saved(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def phq9_form(*answers: int, codes: list[str] | None = None) -> str:
    items = [
        {"linkId": code, "answer": [{"valueInteger": answer}]}
        for code, answer in zip(codes or NINE, answers, strict=True)
    ]
    subject = {"reference": "Patient/p1"}
    form = {"resourceType": "QuestionnaireResponse", "status": "completed", "subject": subject}
    return json.dumps(form | {"authored": "2026-11-20", "item": items})


def test_the_document_of_the_contract(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, GAD)
    options = ["--instrument", "gad7", "--id", "who", "--occasion", "when", "--json"]
    ran = run(capsys, "score", path, *options)
    assert (ran.code, ran.err) == (0, "")
    assert ran.document == {
        "instrument": {"id": "gad7", "version": load("gad7").version},
        "rows": [
            {
                "id": "p1",
                "occasion": "2026-11-20",
                "scales": {"total": {"value": 12, "answered": 7, "of": 7, "band": "moderate"}},
                "unscorable": {},
                "safety": [],
            },
            {
                "id": "p2",
                "occasion": "2026-11-21",
                "scales": {},
                "unscorable": {"total": "not answered: q1 (1 of 7 items)"},
                "safety": [],
            },
        ],
        "warnings": [],
    }


def test_no_float_dust_in_the_document(capsys: Capsys, tmp_path: Path) -> None:
    heads = ",".join(f"q{n}" for n in range(1, 24))
    path = saved(tmp_path, f"{heads}\n" + ",".join(["3"] * 11 + ["1"] + ["0"] * 11) + "\n")
    ran = run(capsys, "score", path, "--instrument", "bsl23", "--json")
    assert '"value": 1.4782608695652173' in ran.out
    zeros = saved(tmp_path, f"{heads}\n" + ",".join(["1"] * 23) + "\n")
    assert '"value": 1,' in run(capsys, "score", zeros, "--instrument", "bsl23", "--json").out


def test_for_a_person_at_a_terminal(capsys: Capsys, tmp_path: Path) -> None:
    path = saved(tmp_path, phq9_form(*[1] * 8, 2), "a.json")
    ran = run(capsys, "score", path)
    assert ran.code == 0
    assert "10 moderate" in ran.out
    assert "enquire (q9 = 2)" in ran.out
    assert "1 form" in ran.out


def test_names_cannot_move_the_cursor(capsys: Capsys, tmp_path: Path) -> None:
    text = "id,q1,q2,q3,q4,q5,q6,q7\n\x1b[2Jp1,0,0,0,0,0,0,0\n"
    ran = run(capsys, "score", saved(tmp_path, text), "--instrument", "gad7")
    assert "\x1b" not in ran.out
    assert "?[2Jp1" in ran.out


def test_several_files_at_once(capsys: Capsys, tmp_path: Path) -> None:
    one = saved(tmp_path, phq9_form(*[1] * 9), "1.json")
    two = saved(tmp_path, phq9_form(*[2] * 9), "2.json")
    rows = run(capsys, "score", one, two, "--json").document["rows"]
    assert [row["scales"]["total"]["value"] for row in rows] == [9, 18]


def test_files_of_two_instruments_are_refused(capsys: Capsys, tmp_path: Path) -> None:
    one = saved(tmp_path, phq9_form(*[1] * 9), "1.json")
    gad = [item.keys[0] for item in load("gad7").items]
    two = saved(tmp_path, phq9_form(*[1] * 7, codes=gad), "2.json")
    says = refused(run(capsys, "score", one, two, "--json"))
    assert "2.json" in says
    assert "another instrument (gad7); expected phq9" in says


HEAD = "id,q1,q2,q3,q4,q5,q6,q7\n"
REFUSED = [
    # file name, content, options, what the sentence names
    ("a.csv", HEAD + "p1,0,0,0,9,0,0,0\n", ["--instrument", "gad7"], ["row 2", "q4", "0 to 3"]),
    ("a.csv", HEAD + "p1,0,0,0,x,0,0,0\n", ["--instrument", "gad7"], ["row 2", "q4", "'x'"]),
    ("a.csv", HEAD + "p1,0,0,0\n", ["--instrument", "gad7"], ["row 2", "4 cells"]),
    ("a.csv", "id,q1,q2\np1,0,0\n", ["--instrument", "gad7"], ["no column 'q3'"]),
    ("a.csv", HEAD + "p1,0,0,0,0,0,0,0\n", ["--instrument", "phq9"], ["'q8'"]),
    ("a.csv", HEAD + "p1,0,0,0,0,0,0,0\n", ["--instrument", "gad8"], ["no instrument 'gad8'"]),
    ("a.csv", HEAD + "p1,0,0,0,0,0,0,0\n", [], ["--instrument"]),
    ("a.csv", HEAD + "p1,0,0,0,0,0,0,0\n", ["--instrument", "gad7", "--id", "who"], ["'who'"]),
    ("a.csv", HEAD.replace("q2", "q1"), ["--instrument", "gad7"], ["'q1' 2 times"]),
    ("a.csv", HEAD, ["--instrument", "gad7"], ["no rows"]),
    ("a.csv", "", ["--instrument", "gad7"], ["is empty"]),
    ("a.csv", "\x00\x01\x02", ["--instrument", "gad7"], ["binary"]),
    ("a.xml", "<Bundle/>", ["--instrument", "gad7"], ["XML"]),
    ("a.json", "[" * 20_000 + "]" * 20_000, [], ["levels deep"]),
    ("a.json", '{"resourceType":"Bundle","entry":[{"resource":{}}]}', [], ["broken bundle"]),
    ("a.json", '{"resourceType":"Bundle"', [], ["is not JSON"]),
    ("a.json", phq9_form(*[1] * 9), ["--instrument", "gad7"], ["another instrument (phq9)"]),
    ("a.json", phq9_form(1, 1, codes=["a", "b"]), [], ["no item of a known instrument"]),
    ("a.json", phq9_form(*[1] * 8, 4), [], ["q9", "is 4", "0 to 3"]),
]


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(("name", "content", "options", "names"), REFUSED)
def test_refused_input_is_one_plain_sentence(
    capsys: Capsys,
    tmp_path: Path,
    name: str,
    content: str,
    options: list[str],
    names: list[str],
    as_json: bool,
) -> None:
    path = saved(tmp_path, content, name)
    says = refused(run(capsys, "score", path, *options, *(["--json"] if as_json else [])))
    assert str(path) in says or "gad8" in says
    for word in names:
        assert word in says


def test_a_wrong_encoding_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id;Größe\np;1\n".encode("latin-1"))
    assert "UTF-8" in refused(run(capsys, "score", path, "--instrument", "gad7"))


def test_files_that_cannot_be_opened(capsys: Capsys, tmp_path: Path) -> None:
    assert "no such file" in refused(run(capsys, "score", tmp_path / "none.csv"))
    assert "is a folder" in refused(run(capsys, "score", tmp_path))


def test_a_usage_error_is_exit_2(capsys: Capsys) -> None:
    for arguments in (["score"], ["score", "a.csv", "--colour"], ["sing"]):
        ran = run(capsys, *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "Error" in ran.err


def test_all_hospital_patients_in_one_command(capsys: Capsys) -> None:
    path = real("items/rogers_qids_ybocs_items.csv")
    ran = run(capsys, "score", path, "--instrument", "qids-sr16", "--items", QIDS, "--json")
    assert (ran.code, ran.err) == (0, "")
    rows = ran.document["rows"]
    assert len(rows) == 408
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    for row, line in zip(rows, lines, strict=True):
        a = [int(cell) for cell in line.split(",")[:16]]
        expected = max(a[:4]) + a[4] + max(a[5:9]) + sum(a[9:14]) + max(a[14:])
        assert row["scales"]["total"]["value"] == expected
        calls = {0: [], 1: ["enquire"], 2: ["enquire"], 3: ["same_day"]}[a[11]]
        assert [one["response"] for one in row["safety"]] == calls


def test_the_published_bundle_with_four_wrong_totals(capsys: Capsys) -> None:
    ran = run(capsys, "score", real("fhir/phq9_bundle_a.json"), "--json")
    assert ran.code == 0
    made = ran.document
    assert made["instrument"]["id"] == "phq9"
    assert len(made["rows"]) == 23
    assert len(made["warnings"]) == 4
    by_person = {(row["id"], row["occasion"]): row for row in made["rows"]}
    for warning in made["warnings"]:
        person, _, rest = warning.partition(" on ")
        occasion = rest.partition(": ")[0]
        own = by_person[person, occasion]["scales"]["total"]["value"]
        assert f"the answers give {own}" in warning
    assert len(ran.err.splitlines()) == 4
