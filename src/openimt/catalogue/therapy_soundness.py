"""What a therapy must not say: rules over its stages, procedure, hierarchy, modes and diary.

Each rule is one function. What a therapy still lacks is found by ``completeness``.
"""

from collections.abc import Callable, Iterator, Mapping

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.shape_reader import did_you_mean
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import FieldKind, Part, Use
from openimt.catalogue.toml_file import TomlFile, Where
from openimt.errors import CatalogueError
from openimt.terms import MODULE_IDS, PHASES

Files = Mapping[str, TomlFile]
Found = Iterator[CatalogueError]
Mistake = tuple[Where, str]

NUMBERS_OF_POINTS = {
    "diary": ("agenda_days",),
    "hierarchy": ("agenda_days", "urge_notable"),
    "review": ("gpm_review_weeks",),
}
"""Settings without which a point of an agenda cannot be made."""

URGES_ASKED = ("suicide", "self_harm")
"""Every diary asks these two urges, and the acts apart (clinical decisions, 4)."""


def lenders_lend_and_run_no_course(catalogue: Catalogue, files: Files) -> Found:
    """A lender lends something and has none of what a course runs by."""
    for therapy in catalogue.therapies.values():
        if therapy.runs_courses:
            continue
        if not therapy.lends:
            says = f"'{therapy.id}' is a lender and lends nothing"
            yield files[therapy.file].error(says, ("kind",))
        if therapy.phases or therapy.gates or therapy.agenda or therapy.binds_phases:
            says = f"'{therapy.id}' is a lender: it has no phases, gates or agenda of its own"
            yield files[therapy.file].error(says, ("kind",))


def modules_of_therapies_are_known(catalogue: Catalogue, files: Files) -> Found:
    """What is lent, worked on in a step or placed on a level is a module's id."""
    known = set(catalogue.modules) | MODULE_IDS
    for therapy in catalogue.therapies.values():
        for where, module in _modules(therapy):
            if module not in known:
                says = f"'{module}' is no module{did_you_mean(module, known)}"
                yield files[therapy.file].error(says, where)


def _modules(therapy: Therapy) -> Iterator[tuple[Where, str]]:
    for n, lent in enumerate(therapy.lends):
        yield ("lends", n, "module"), lent.module
    for n, step in enumerate(therapy.procedure.steps if therapy.procedure else ()):
        yield from ((("procedure", "step", n, "modules"), module) for module in step.modules)
    for n, level in enumerate(therapy.hierarchy.levels if therapy.hierarchy else ()):
        every = (*level.common, *level.modules)
        yield from ((("hierarchy", "level", n), module) for module in every)


def no_part_is_said_twice(catalogue: Catalogue, files: Files) -> Found:
    """Within a therapy ids differ, and a module stands on one level only."""
    for therapy in catalogue.therapies.values():
        for where, ids in _named(therapy).items():
            for one in sorted({i for i in ids if ids.count(i) > 1}):
                yield files[therapy.file].error(
                    f"'{one}' is said twice in '{therapy.id}'", (where,)
                )


def _named(therapy: Therapy) -> dict[str, list[str]]:
    procedure, hierarchy = therapy.procedure, therapy.hierarchy
    steps = procedure.steps if procedure else ()
    regulators = procedure.regulators if procedure else ()
    levels = hierarchy.levels if hierarchy else ()
    return {
        "lends": [lent.module for lent in therapy.lends],
        "stage": [stage.id for stage in therapy.stages],
        "procedure": [s.id for s in steps] + [r.id for r in regulators],
        "hierarchy": [i for level in levels for i in (level.id, *level.modules)],
        "mode": [mode.id for mode in therapy.modes],
        "between": [rule.id for rule in therapy.between_sessions],
        "diary": [f.id for f in (therapy.diary.fields if therapy.diary else ())],
        "state": [state.id for state in therapy.states],
    }


def every_phase_lies_in_a_stage(catalogue: Catalogue, files: Files) -> Found:
    """Wherever a course is, its therapy has a stage for it that can be stood in."""
    for therapy in catalogue.therapies.values():
        if therapy.runs_courses and therapy.stages:
            mapped = {phase for stage in therapy.stages for phase in stage.phases}
            for phase in PHASES:
                if phase not in mapped:
                    says = f"no stage of '{therapy.id}' lies in {phase.value}"
                    yield files[therapy.file].error(says, ("stage",))


def steps_lead_on_and_back(catalogue: Catalogue, files: Files) -> Found:
    """A step goes back to one before it, belongs to a stage, and says when to go back."""
    for therapy in catalogue.therapies.values():
        for n, says in _wrong_steps(therapy):
            yield files[therapy.file].error(says, ("procedure", "step", n))


def _wrong_steps(therapy: Therapy) -> Iterator[tuple[int, str]]:
    steps = therapy.procedure.steps if therapy.procedure else ()
    stages, before = {stage.id for stage in therapy.stages}, list[str]()
    for n, step in enumerate(steps):
        if step.stage not in stages:
            yield n, f"step '{step.id}' belongs to no stage{did_you_mean(step.stage, stages)}"
        if step.step_back_to and step.step_back_to not in before:
            hint = did_you_mean(step.step_back_to, set(before))
            yield n, f"step '{step.id}' goes back to '{step.step_back_to}', not before it{hint}"
        if step.step_back_to and not step.step_back_when:
            yield n, f"step '{step.id}' goes back without saying when"
        before.append(step.id)


def nothing_changes_before_it_is_explored(catalogue: Catalogue, files: Files) -> Found:
    """A step that allows change comes after one that only explores."""
    for therapy in catalogue.therapies.values():
        explored = False
        for n, step in enumerate(therapy.procedure.steps if therapy.procedure else ()):
            if Use.CHANGE in step.allows and not explored:
                says = f"step '{step.id}' allows change before anything was explored"
                yield files[therapy.file].error(says, ("procedure", "step", n, "allows"))
            explored = explored or step.allows == (Use.EXPLORE,)


def levels_say_what_puts_a_matter_there(catalogue: Catalogue, files: Files) -> Found:
    """Each level says so, and reads fields of the diary that there are."""
    for therapy in catalogue.therapies.values():
        fields = {f.id for f in (therapy.diary.fields if therapy.diary else ())}
        for n, level in enumerate(therapy.hierarchy.levels if therapy.hierarchy else ()):
            where: Where = ("hierarchy", "level", n)
            if not level.puts_there:
                says = f"level '{level.id}' does not say what puts a matter there"
                yield files[therapy.file].error(says, where)
            for field in level.diary:
                if field not in fields:
                    hint = did_you_mean(field, fields)
                    says = f"level '{level.id}' reads '{field}', no field of the diary{hint}"
                    yield files[therapy.file].error(says, (*where, "diary"))


def danger_stands_first(catalogue: Catalogue, files: Files) -> Found:
    """What threatens life is the first level of every hierarchy."""
    for therapy in catalogue.therapies.values():
        levels = therapy.hierarchy.levels if therapy.hierarchy else ()
        if levels and not (levels[0].near and levels[0].past):
            says = f"the first level of '{therapy.id}' does not look at what threatens life"
            yield files[therapy.file].error(says, ("hierarchy", "level", 0))


def rules_between_sessions_say_what_they_never_do(catalogue: Catalogue, files: Files) -> Found:
    """No rule between sessions without its never: it may not hide help or end care."""
    for therapy in catalogue.therapies.values():
        for n, rule in enumerate(therapy.between_sessions):
            if not rule.never.strip():
                says = f"rule '{rule.id}' does not say what it never does"
                yield files[therapy.file].error(says, ("between", n, "never"))


def numbers_are_settings(catalogue: Catalogue, files: Files) -> Found:
    """A number that a therapy uses is a setting, with unit and source."""
    known = set(catalogue.settings.values)
    for therapy in catalogue.therapies.values():
        used: list[tuple[Where, str]] = [(("numbers",), name) for name in therapy.numbers]
        for n, item in enumerate(therapy.agenda):
            used += [(("agenda", n), name) for name in NUMBERS_OF_POINTS.get(item.id, ())]
        for n, rule in enumerate(therapy.between_sessions):
            used += [(("between", n, "numbers"), name) for name in rule.numbers]
        for where, name in used:
            if name not in known:
                says = f"uses the number '{name}', no setting{did_you_mean(name, known)}"
                yield files[therapy.file].error(says, where)


def modes_have_a_length(catalogue: Catalogue, files: Files) -> Found:
    """Least and most minutes rise, or both are 0."""
    for therapy in catalogue.therapies.values():
        for n, mode in enumerate(therapy.modes):
            least, most = mode.minutes_least, mode.minutes_most
            if not (least == most == 0 or 0 < least <= most):
                says = f"mode '{mode.id}' lasts {least} to {most} minutes"
                yield files[therapy.file].error(says, ("mode", n))


def facts_of_fidelity_are_cited(catalogue: Catalogue, files: Files) -> Found:
    """What is said to be known of fidelity stands in a work that is cited."""
    for therapy in catalogue.therapies.values():
        for n, fact in enumerate(therapy.fidelity.facts if therapy.fidelity else ()):
            if fact.source not in catalogue.references:
                hint = did_you_mean(fact.source, set(catalogue.references))
                says = f"rests on '{fact.source}', which is not in references.toml{hint}"
                yield files[therapy.file].error(says, ("fidelity", "fact", n, "source"))


def urges_and_acts_stand_apart(catalogue: Catalogue, files: Files) -> Found:
    """Both urges are asked 0 to 5 in every diary, each with its act as a yes or no of its own."""
    for therapy in catalogue.therapies.values():
        for where, says in _wrong_fields(therapy):
            yield files[therapy.file].error(says, where)


def _wrong_fields(therapy: Therapy) -> Iterator[Mistake]:
    if therapy.diary is None:
        return
    kinds = {Part.URGE: FieldKind.ZERO_TO_5, Part.ACT: FieldKind.YES_NO}
    told: dict[str, set[Part]] = {about: set() for about in URGES_ASKED}
    for n, field in enumerate(therapy.diary.fields):
        where: Where = ("diary", "field", n)
        if field.part is not None:
            told.setdefault(field.about, set()).add(field.part)
            if field.kind is not kinds[field.part]:
                yield where, f"'{field.id}' is an {field.part}: it must be {kinds[field.part]}"
        if bool(field.about) != (field.part is not None):
            yield where, f"'{field.id}' needs both, about what and whether urge or act"
        if (field.kind is FieldKind.CHOICE) != bool(field.choices):
            yield where, f"'{field.id}' needs choices exactly when it is a choice"
    for about, parts in told.items():
        yield from (
            (("diary",), f"the diary of '{therapy.id}' lacks the {part} of {about}")
            for part in Part
            if part not in parts
        )
    if not therapy.diary.blank_says.strip():
        yield ("diary",), f"the diary of '{therapy.id}' does not say what an empty place means"


RULES: tuple[Callable[[Catalogue, Files], Found], ...] = (
    lenders_lend_and_run_no_course,
    modules_of_therapies_are_known,
    no_part_is_said_twice,
    every_phase_lies_in_a_stage,
    steps_lead_on_and_back,
    nothing_changes_before_it_is_explored,
    levels_say_what_puts_a_matter_there,
    danger_stands_first,
    rules_between_sessions_say_what_they_never_do,
    numbers_are_settings,
    modes_have_a_length,
    facts_of_fidelity_are_cited,
    urges_and_acts_stand_apart,
)
