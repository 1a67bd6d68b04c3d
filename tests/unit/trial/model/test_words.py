"""A formula is read word by word; nothing of it is ever run."""

import builtins
from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.model.words import read_terms, split_formula

COLUMNS = ("arm", "month", "base", "bdi.pre", "PHQ 9", "site", "age", "log", "v0", "naïve")


@pytest.mark.parametrize(
    ("terms", "algebra", "labels"),
    [
        ("arm*month + site", "v0 * v1 + v2", ["arm", "month", "site"]),
        ("arm + arm:month", "v0 + v0 : v1", ["arm", "month"]),
        ("bdi.pre*month", "v0 * v1", ["bdi.pre", "month"]),
        ("`PHQ 9` + arm", "v0 + v1", ["PHQ 9", "arm"]),
        ("'PHQ 9' + \"bdi.pre\"", "v0 + v1", ["PHQ 9", "bdi.pre"]),
        ("(arm + month + site)^2", "( v0 + v1 + v2 ) ** 2", ["arm", "month", "site"]),
        ("(arm + month)**2 - arm", "( v0 + v1 ) ** 2 - v0", ["arm", "month"]),
        ("site/arm", "v0 / v1", ["site", "arm"]),
        ("0 + arm", "0 + v0", ["arm"]),
        ("arm - 1", "v0 - 1", ["arm"]),
        ("-1 + arm", "- 1 + v0", ["arm"]),
        ("log(base) + log", "v0 + v1", ["log(base)", "log"]),
        ("I(age^2) + I(age**3) + age", "v0 + v1 + v2", ["I(age^2)", "I(age^3)", "age"]),
        ("C(site) * sqrt('bdi.pre')", "v0 * v1", ["C(site)", "sqrt(bdi.pre)"]),
        ("v0 + naïve", "v0 + v1", ["v0", "naïve"]),
        ("1", "1", []),
    ],
)
def test_a_formula_is_read(terms: str, algebra: str, labels: list[str]) -> None:
    recipe = read_terms(terms, COLUMNS)
    assert recipe.algebra == algebra
    assert [atom.label for atom in recipe.atoms] == labels


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ("arm + weight", "'weight', which is no column; its columns"),
        ("Arm*month", "did you mean 'arm'"),
        ("bdi-pre", "put a name with odd signs into quotes, such as 'bdi.pre'"),
        ("arm month", "needs a sign"),
        ("arm +", "ends too early"),
        ("", "ends too early"),
        ("arm + * month", "where a term should stand"),
        ("arm * -month", "where a term should stand"),
        ("(arm + month", "ends too early"),
        ("arm)", "never opened"),
        ("arm()", "where a term should stand|uses the function 'arm'"),
        ("2*arm", "number 2"),
        ("arm + 7", "number 7"),
        ("1:arm", "number 1"),
        ("(0 + arm)*month", "number 0"),
        ("age^2", r"I\(x\^2\)"),
        ("(arm+month)^9", "from 2 to 4"),
        ("(arm+month)^arm", "from 2 to 4"),
        ("(arm+month)^99999999999999999999", "from 2 to 4"),
        ("I(age)", "takes a power"),
        ("I(age^99)", "takes a power"),
        ("log(age + 1)", "one column alone"),
        ("log(log(age))", "no column|one column"),
        ("log()", "name of one column"),
        ("arm + 1|site", "--random"),
        ("arm ~ month", "cannot be read"),
        ("*".join(COLUMNS[:4]) + "*site*age*log*v0", "crosses more"),
        ("arm+" * 700 + "arm", "longer than 2000"),
    ],
)
def test_what_is_no_formula_is_refused_in_plain_words(terms: str, says: str) -> None:
    with pytest.raises(TrialError, match=says):
        read_terms(terms, COLUMNS)


ATTACKS = [
    "__import__('os').system('touch {mark}')",
    "arm + __import__('os')",
    "arm + open('{mark}', 'w')",
    "open('{mark}','w').write('x')",
    "C(open('{mark}', 'w'))",
    "log(open('{mark}', 'w'))",
    "I(open('{mark}', 'w')^2)",
    "{{open('{mark}', 'w')}}",
    "arm + {{open('{mark}','w')}}",
    "arm + `open('{mark}','w')`",
    "arm + 'open(1)'",
    "arm.__class__",
    "arm[0]",
    "arm; import os",
    "arm\nimport os",
    "lambda: arm",
    "[x for x in (1,)]",
    "arm if arm else month",
    "exec('x')",
    "eval('x')",
    "np.log(age)",
    "np.load('{mark}')",
    "pd.read_csv('{mark}')",
    "Q('arm')",
    "C(arm, contr.sum)",
    "C(arm, Treatment('x'))",
    "poly(age, 2)",
    "age @ age",
    "arm == month",
    "arm := month",
    "f'{{arm}}'",
    "arm\\",
    "arm # month",
    "𝒐𝒑𝒆𝒏('{mark}')",
    "$(touch {mark})",
    "arm\0",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_formula_runs_a_program(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"

    def caught(*_: object, **__: object) -> None:
        raise AssertionError("a formula reached a program")

    for name in ("eval", "exec", "compile", "open"):
        monkeypatch.setattr(builtins, name, caught)
    try:
        with pytest.raises(TrialError) as refused:
            read_terms(attack.format(mark=mark), COLUMNS)
    finally:
        monkeypatch.undo()
    assert "\n" not in refused.value.says or "\n" in attack
    assert not mark.exists()


def test_a_column_with_a_wicked_name_is_only_a_name() -> None:
    wicked = "__import__('os').system(1)"
    recipe = read_terms(f"`{wicked}` + arm", (*COLUMNS, wicked))
    assert recipe.algebra == "v0 + v1"


@pytest.mark.parametrize(
    ("formula", "outcome"), [("y ~ arm", "y"), ("`PHQ 9`~arm", "PHQ 9"), ("bdi.8m ~ 1", "bdi.8m")]
)
def test_the_outcome_is_one_column(formula: str, outcome: str) -> None:
    assert split_formula(formula)[0] == outcome


@pytest.mark.parametrize("formula", ["y", "y ~", "~ arm", "log(y) ~ arm", "y + z ~ a", "y ~ a ~ b"])
def test_half_a_formula_is_refused(formula: str) -> None:
    with pytest.raises(TrialError, match="no formula of the form"):
        split_formula(formula)
