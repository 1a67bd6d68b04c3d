"""Schemes that are not sound are refused in a sentence; sound ones come back from their words."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.advice import advice, expected_strata
from openimt.trial.randomise.scheme import BalancedFactor
from openimt.trial.randomise.scheme_file import public, read_scheme, scheme_from
from tests.unit.trial.randomise.schemes import DRUGS, EVERY, SITE, scheme

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"arms": ("mit",), "ratio": (1,)}, "two arms"),
    ({"arms": ("mit", "mit")}, "each named once"),
    ({"ratio": (1, 0)}, "above 0"),
    ({"ratio": (1, 1, 1)}, "for every arm"),
    ({"n": -1}, "how many persons"),
    ({"factors": (SITE, SITE)}, "same name"),
    ({"factors": (SITE,), "site": "clinic"}, "no factor"),
    ({"method": "blocks", "block_sizes": (4, 5)}, "no multiple of 2"),
    ({"method": "blocks", "ratio": (2, 1), "block_sizes": (4, 6)}, "no multiple of 3"),
    ({"method": "blocks", "block_sizes": (0, 4)}, "no multiple"),
    ({"method": "blocks", "block_sizes": (4, 4)}, "a size twice"),
    ({"method": "blocks", "block_sizes": (4,)}, "one_block_size_on_purpose"),
    ({"p": Fraction(1)}, "random element"),
    ({"p": Fraction(1, 2)}, "random element"),
    ({"p": Fraction(1, 3), "ratio": (1, 2)}, "random element"),
    ({"measure": "sd"}, "range"),
    ({"overall": Fraction(-1)}, "below 0"),
    ({"factors": ()}, "none is given"),
    ({"method": "big_stick", "limit": 0}, "1 round"),
    ({"method": "urn", "ratio": (1, 2)}, "equal arms"),
    ({"method": "urn", "urn": (0, 1)}, "to start"),
]


@pytest.mark.parametrize(("words", "says"), REFUSED)
def test_an_unsound_scheme_cannot_exist(words: dict[str, Any], says: str) -> None:
    with pytest.raises(TrialError, match=says):
        scheme(**({"method": "minimise"} | words))


def test_a_single_size_is_taken_on_purpose_or_in_a_blind_trial() -> None:
    assert scheme("blocks", block_sizes=(4,), open_label=False).block_sizes == (4,)
    on_purpose = scheme("blocks", block_sizes=(4,), one_block_size_on_purpose=True)
    assert any("on purpose" in says for says in advice(on_purpose))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"levels": ()}, "needs levels"),
        ({"levels": ("a", "a")}, "each named once"),
        ({"weight": Fraction(-1)}, "below 0"),
        ({"shares": (Fraction(1),)}, "one share"),
        ({"shares": (Fraction(1, 2), Fraction(1, 3))}, "add up to 5/6"),
        ({"shares": (Fraction(3, 2), Fraction(-1, 2))}, "0 or more"),
    ],
)
def test_an_unsound_factor_cannot_exist(words: dict[str, Any], says: str) -> None:
    with pytest.raises(TrialError, match=says):
        BalancedFactor(**({"name": "site", "levels": ("a", "b")} | words))


def test_levels_are_named_exactly() -> None:
    planned = scheme()
    assert planned.codes({"site": "south", "medication": "several"}) == (1, 2)
    for named, says in [
        ({"site": "south"}, "needs every factor"),
        ({"site": "South", "medication": "none"}, "no level 'South'; its levels: north, south"),
        ({"site": "south", "medication": "none", "sex": "f"}, "no factor of this trial"),
    ]:
        with pytest.raises(TrialError, match=says):
            planned.codes(named)


@pytest.mark.parametrize("planned", EVERY, ids=lambda one: f"{one.method}-{one.ratio}")
def test_a_scheme_comes_back_from_its_public_words(planned: Any) -> None:
    import json
    from dataclasses import replace

    written = json.loads(json.dumps(public(planned)))
    assert "block_sizes" not in written
    assert replace(scheme_from(written), block_sizes=planned.block_sizes) == planned


TOML = """
[randomise]
arms = ["dbt", "mit"]
method = "minimise"
n = 120
p = 0.8
site = "site"
[[randomise.factor]]
name = "site"
levels = ["north", "south"]
weight = 0.3
shares = [0.7, 0.3]
"""


def test_decimals_of_a_file_are_exact(tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    file.write_text(TOML)
    read = read_scheme(file)
    assert read.p == Fraction(4, 5)
    assert read.factors[0].weight == Fraction(3, 10)
    assert read.factors[0].shares == (Fraction(7, 10), Fraction(3, 10))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('method = "minimise"', 'method = "coin"', "known methods: simple"),
        ("n = 120", "n = '120'", "another kind"),
        ("n = 120", "n = true", "another kind"),
        ("n = 120", "m = 120", "field m: is not known"),
        ('["dbt", "mit"]', '["dbt", 1]', "list of names"),
        ("weight = 0.3", "waight = 0.3", "unknown key 'waight'"),
        ("weight = 0.3", "weight = 'much'", "no number"),
        ('name = "site"', "name = 7", "a name and levels"),
        ('arms = ["dbt", "mit"]', "", "its arms and its method"),
        ("p = 0.8", "p = 0.8\nurn = [1]", "two whole numbers"),
        ("p = 0.8", "p = 0.8\nratio = [1.5, 1]", "whole numbers"),
        ("[randomise]", "[randomise", "not TOML"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "scheme.toml"
    assert old in TOML
    file.write_text(TOML.replace(old, new, 1))
    with pytest.raises(TrialError, match=says) as refused:
        read_scheme(file)
    assert refused.value.file == str(file)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrialError, match="no such file"):
        read_scheme(tmp_path / "nowhere.toml")


def test_too_many_strata_are_warned_of() -> None:
    """120 persons in 6 sites x 3 x 3 = 54 strata: 2.2 each."""
    sites = BalancedFactor("site", tuple("abcdef"))
    ages = BalancedFactor("age", ("young", "middle", "old"))
    crowded = scheme("blocks", factors=(sites, DRUGS, ages), n=120)
    said = " ".join(advice(crowded))
    assert "120 persons in 54 strata are 2.22 in a stratum" in said
    assert "stay unbalanced" in said
    assert "shortest block (4)" in said
    assert advice(scheme("minimise", factors=(sites, DRUGS, ages), n=120)) == ()
    assert advice(scheme("blocks", factors=(SITE,), n=120)) == ()


def test_shares_decide_which_strata_are_small() -> None:
    drugs = BalancedFactor(
        "medication", ("none", "some"), shares=(Fraction(99, 100), Fraction(1, 100))
    )
    planned = scheme("blocks", factors=(SITE, drugs), n=200)
    assert expected_strata(planned) == [99, 1, 99, 1]
    assert "2 strata expect fewer than 4" in " ".join(advice(planned))


def test_other_advice() -> None:
    assert "0.7 to 0.9" in " ".join(advice(scheme(p=Fraction(95, 100))))
    assert "0.7 to 0.9" in " ".join(advice(scheme(p=Fraction(6, 10))))
    assert "re-randomisation" in " ".join(advice(scheme(ratio=(1, 2))))
    assert "every second person" in " ".join(advice(scheme("blocks", block_sizes=(2, 4))))
    assert "above 200" in " ".join(advice(scheme("simple")))
    assert advice(scheme("simple", n=300)) == ()
