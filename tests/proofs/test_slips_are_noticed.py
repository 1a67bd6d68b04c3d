"""Whatever a careless edit loses or loosens turns a proof red, module by module, gate by gate.

The pages of gates and proofs say the same as what comes out here.
"""

import re
from functools import cache

import pytest

from openimt.catalogue.load import load
from openimt.prove.accepted import ACCEPTED
from openimt.prove.kills import Bench, Kill
from openimt.prove.mutants import GATE_KINDS, Mutant, mutants
from openimt.terms import ModuleKind
from tools.gates import GATES, PROOFS, guards, of_module, of_therapy

CATALOGUE = load()
MODULES = sorted(m.id for m in CATALOGUE.modules.values() if m.kind is ModuleKind.SPECIFIC)
BINDING = [t for t in CATALOGUE.therapies.values() if t.binds_phases]
PHASE_GATES = [gate.id for therapy in BINDING for gate in therapy.gates]


@cache
def bench() -> Bench:
    return Bench(CATALOGUE)


@cache
def kills(about: str) -> tuple[Kill, ...]:
    return tuple(bench().killed(mutant) for mutant in mutants(CATALOGUE, about))


def unnoticed() -> dict[str, str]:
    """The slips that the page of proofs lists as noticed by nothing, and why each may stand."""
    table = PROOFS.read_text(encoding="utf-8").split("## Slips that no property notices")[1]
    return dict(re.findall(r"^\| ([^|]+: [^|]+) \| ([^|]+) \|$", table, re.MULTILINE))


@pytest.mark.parametrize("about", [*MODULES, *PHASE_GATES, ""])
def test_every_slip_is_noticed(about: str) -> None:
    found = kills(about)
    assert [k.mutant for k in found if k.missed] == []
    assert [k.mutant for k in found if k.of_gate and not (k.killed or k.stricter)] == []
    assert {k.mutant for k in found if not k.killed} <= unnoticed().keys()
    assert not {k.mutant for k in found if k.killed} & unnoticed().keys()


@pytest.mark.parametrize("module", MODULES)
def test_the_page_of_gates_says_what_guards_a_module(module: str) -> None:
    shape = CATALOGUE.modules[module]
    section = "\n".join(of_module(shape, CATALOGUE, guards(kills(module))))
    assert section in GATES.read_text(encoding="utf-8"), "run .venv/bin/python tools/gates.py"


def test_the_page_of_gates_says_what_guards_a_phase() -> None:
    found = guards(kill for gate in PHASE_GATES for kill in kills(gate))
    page = GATES.read_text(encoding="utf-8")
    for therapy in CATALOGUE.course_therapies():
        section = "\n".join(of_therapy(therapy, found))
        assert section in page, "run .venv/bin/python tools/gates.py"


def test_the_page_of_gates_tells_of_nothing_else() -> None:
    heads = re.findall(r"^### ([A-Z]\d) ", GATES.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(h.lower() for h in heads) == MODULES


def every() -> list[Mutant]:
    return list(mutants(CATALOGUE))


def test_the_page_of_proofs_counts_every_slip() -> None:
    page = PROOFS.read_text(encoding="utf-8")
    found = every()
    for kind in {m.kind for m in found}:
        of_kind = [m for m in found if m.kind == kind]
        noticed = len(of_kind) - sum(name.startswith(f"{kind}: ") for name in unnoticed())
        assert f"| {kind} | {len(of_kind)} | {noticed} |" in page, "run tools/gates.py"


def test_every_gate_and_prerequisite_is_tried() -> None:
    """Each is deleted and turned at least, and no slip is made twice."""
    names = [m.name for m in every()]
    assert len(names) == len(set(names))
    for module in MODULES:
        shape = CATALOGUE.modules[module]
        for clause in (*shape.not_yet, *shape.contraindicated, *shape.requires):
            assert {f"deleted: {clause.id}", f"negated: {clause.id}"} <= set(names)
    for therapy in BINDING:
        for gate in therapy.gates:
            for criterion in gate.criteria:
                assert f"deleted: {therapy.id}.{criterion.id}" in names
    assert {m.kind for m in every() if m.of_gate} == set(GATE_KINDS)


def test_what_may_stand_is_a_slip_that_is_tried_and_has_a_reason() -> None:
    assert set(ACCEPTED) <= {m.name for m in every()}
    assert not [name for name in ACCEPTED if any(m.of_gate and m.name == name for m in every())]
    assert all(reason.endswith(".") and len(reason) > 40 for reason in ACCEPTED.values())
