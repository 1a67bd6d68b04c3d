"""What a therapy must not say: one slip at a time in a sound therapy, each found by its rule."""

# ruff: noqa: E501 - a table reads best with one case a line

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from openimt.catalogue.completeness import therapies_are_complete
from openimt.catalogue.directory import read_directory
from openimt.catalogue.load import PACKAGED, load
from openimt.catalogue.soundness import RULES as EVERY_RULE
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import FieldKind, Part, TherapyKind, Use
from openimt.catalogue.therapy_soundness import RULES
from openimt.errors import CatalogueError
from tests.unit.catalogue.copies import errors, line_of, slip

READ, DRAFT = read_directory(PACKAGED)
assert READ is not None
CATALOGUE = READ


def found(change: Mapping[str, Therapy]) -> list[str]:
    """What the rules say of the packaged catalogue with these therapies in it."""
    changed = replace(CATALOGUE, therapies={**CATALOGUE.therapies, **change})
    return [str(error.says) for rule in RULES for error in rule(changed, DRAFT.files)]


def therapy(name: str, **change: Any) -> dict[str, Therapy]:
    return {name: replace(CATALOGUE.therapies[name], **change)}


def nth(parts: tuple[Any, ...], which: int, **change: Any) -> tuple[Any, ...]:
    """The parts with one of them changed."""
    return tuple(replace(p, **change) if n == which else p for n, p in enumerate(parts))


def within(name: str, owner: str, parts: str, which: int, **change: Any) -> dict[str, Therapy]:
    """A therapy with one part of its procedure, hierarchy, fidelity or diary changed."""
    held = getattr(CATALOGUE.therapies[name], owner)
    return therapy(
        name, **{owner: replace(held, **{parts: nth(getattr(held, parts), which, **change)})}
    )


def of(name: str, parts: str, which: int, **change: Any) -> dict[str, Therapy]:
    return therapy(name, **{parts: nth(getattr(CATALOGUE.therapies[name], parts), which, **change)})


def field(name: str) -> int:
    diary = CATALOGUE.therapies["dbt"].diary
    assert diary is not None
    return [f.id for f in diary.fields].index(name)


DBT_DIARY = CATALOGUE.therapies["dbt"].diary
assert DBT_DIARY is not None
WITHOUT_ACT = tuple(f for f in DBT_DIARY.fields if f.id != "self_harm_act")

SLIPS: list[tuple[str, Callable[[], dict[str, Therapy]], str]] = [
    ("a lender that lends nothing", lambda: therapy("mbt", lends=()),
     "'mbt' is a lender and lends nothing"),
    ("a lender with an agenda",
     lambda: therapy("mbt", agenda=CATALOGUE.therapies["imt"].agenda),
     "'mbt' is a lender: it has no phases, gates or agenda of its own"),
    ("a lender that binds phases", lambda: therapy("tfp", binds_phases=True),
     "'tfp' is a lender: it has no phases, gates or agenda of its own"),
    ("lending to nothing", lambda: of("mbt", "lends", 0, module="i33"),
     "'i33' is no module; did you mean 'i3'?"),
    ("a step that is no module's", lambda: within("mit", "procedure", "steps", 0, modules=("zz",)),
     "'zz' is no module"),
    ("a level that holds no module", lambda: within("dbt", "hierarchy", "levels", 0, modules=("zz",)),
     "'zz' is no module"),
    ("two stages of one id", lambda: of("dbt", "stages", 1, id="before"),
     "'before' is said twice in 'dbt'"),
    ("a module on two levels",
     lambda: within("dbt", "hierarchy", "levels", 3, modules=("s4", "r5")),
     "'r5' is said twice in 'dbt'"),
    ("a phase without a stage", lambda: of("dbt", "stages", 2, phases=()),
     "no stage of 'dbt' lies in exploration"),
    ("going back to a step that is not there",
     lambda: within("mit", "procedure", "steps", 2, step_back_to="a9"),
     "step 'a3' goes back to 'a9', not before it"),
    ("going back to a step ahead",
     lambda: within("mit", "procedure", "steps", 2, step_back_to="a5"),
     "step 'a3' goes back to 'a5', not before it"),
    ("going back without a when",
     lambda: within("mit", "procedure", "steps", 1, step_back_when=""),
     "step 'a2' goes back without saying when"),
    ("a step of no stage", lambda: within("mit", "procedure", "steps", 0, stage="x"),
     "step 'a1' belongs to no stage"),
    ("change before anything was explored",
     lambda: within("mit", "procedure", "steps", 0, allows=(Use.EXPLORE, Use.CHANGE)),
     "step 'a1' allows change before anything was explored"),
    ("a level that nothing leads to",
     lambda: within("dbt", "hierarchy", "levels", 1, puts_there=()),
     "level 'therapy_interfering' does not say what puts a matter there"),
    ("a level that reads no field",
     lambda: within("dbt", "hierarchy", "levels", 0, diary=("suicide_urge",)),
     "level 'life_threatening' reads 'suicide_urge', no field of the diary; did you mean 'suicidal_urge'?"),
    ("danger that does not stand first",
     lambda: within("gpm", "hierarchy", "levels", 0, near=()),
     "the first level of 'gpm' does not look at what threatens life"),
    ("a rule without its never", lambda: of("dbt", "between_sessions", 1, never="  "),
     "rule 'after_an_act' does not say what it never does"),
    ("a number that is no setting", lambda: therapy("dbt", numbers=("dbt_course_week",)),
     "uses the number 'dbt_course_week', no setting; did you mean 'dbt_course_weeks'?"),
    ("a rule's number that is no setting",
     lambda: of("dbt", "between_sessions", 2, numbers=("missed",)),
     "uses the number 'missed', no setting"),
    ("a mode that ends before it begins", lambda: of("dbt", "modes", 0, minutes_most=10),
     "mode 'individual' lasts 50 to 10 minutes"),
    ("a fact of fidelity without its work",
     lambda: within("dbt", "fidelity", "facts", 0, source="harned2024"),
     "rests on 'harned2024', which is not in references.toml; did you mean 'harned2023'?"),
    ("urge and act in one",
     lambda: within("dbt", "diary", "fields", field("self_harm_act"), part=Part.URGE),
     "'self_harm_act' is an urge: it must be 0-5"),
    ("an urge from 0 to 10",
     lambda: within("dbt", "diary", "fields", field("suicidal_urge"), kind=FieldKind.ZERO_TO_10),
     "'suicidal_urge' is an urge: it must be 0-5"),
    ("an act that nobody asks",
     lambda: therapy("dbt", diary=replace(DBT_DIARY, fields=WITHOUT_ACT)),
     "the diary of 'dbt' lacks the act of self_harm"),
    ("an urge of nothing",
     lambda: within("dbt", "diary", "fields", field("suicidal_urge"), about=""),
     "'suicidal_urge' needs both, about what and whether urge or act"),
    ("a choice of nothing",
     lambda: within("gpm", "diary", "fields", 4, choices=()),
     "'state' needs choices exactly when it is a choice"),
    ("a blank that says nothing",
     lambda: therapy("dbt", diary=replace(DBT_DIARY, blank_says="")),
     "the diary of 'dbt' does not say what an empty place means"),
]  # fmt: skip


def test_the_packaged_therapies_are_sound() -> None:
    assert found({}) == []
    assert list(therapies_are_complete(CATALOGUE, DRAFT.files)) == []


@pytest.mark.parametrize(("slipped", "says"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_is_found_and_said(slipped: Callable[[], dict[str, Therapy]], says: str) -> None:
    assert says in found(slipped())


def test_every_rule_has_a_slip_that_only_it_finds() -> None:
    """Without any one of the rules some slip would pass."""
    said = {says for _, _, says in SLIPS}
    for rule in RULES:
        alone = set()
        for _, slipped, _ in SLIPS:
            changed = replace(CATALOGUE, therapies={**CATALOGUE.therapies, **slipped()})
            alone |= {str(error.says) for error in rule(changed, DRAFT.files)}
        assert alone & said, rule.__name__


def test_the_rules_are_asked_when_a_catalogue_is_loaded() -> None:
    assert set(RULES) <= set(EVERY_RULE)


def test_a_rule_without_its_never_does_not_load_and_is_said_with_its_line(tmp_path: Path) -> None:
    (never,) = (r.never for r in CATALOGUE.therapies["dbt"].between_sessions if "24" in r.name)
    slip(tmp_path, "therapies/dbt.toml", f'never = "{never}"', 'never = ""')
    finding = next(e for e in errors(tmp_path) if e.file == "therapies/dbt.toml")
    assert finding.says == "rule 'after_an_act' does not say what it never does"
    assert finding.line == line_of(tmp_path, "therapies/dbt.toml", 'never = ""')
    with pytest.raises(CatalogueError, match="never does"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("part", "says"),
    [("stages", "stages"), ("procedure", "a procedure"), ("hierarchy", "a hierarchy"),
     ("modes", "modes"), ("between_sessions", "rules between sessions"), ("fidelity", "fidelity"),
     ("diary", "a diary or log"), ("agenda", "an agenda")],
)  # fmt: skip
def test_a_therapy_that_runs_courses_tells_all_of_itself(part: str, says: str) -> None:
    empty = () if isinstance(getattr(CATALOGUE.therapies["gpm"], part), tuple) else None
    changed = replace(
        CATALOGUE, therapies={**CATALOGUE.therapies, **therapy("gpm", **{part: empty})}
    )
    told = [e.says for e in therapies_are_complete(changed, DRAFT.files)]
    assert told == [f"therapy 'gpm' lacks {says}"]


def test_a_lender_runs_no_course() -> None:
    for lender in ("mbt", "tfp", "schema", "stepps"):
        assert CATALOGUE.therapies[lender].kind is TherapyKind.LENDER
        with pytest.raises(
            CatalogueError, match="runs no course; choose one of: dbt, gpm, imt, mit"
        ):
            CATALOGUE.course_therapy(lender)
    assert [t.id for t in CATALOGUE.course_therapies()] == ["dbt", "gpm", "imt", "mit"]
