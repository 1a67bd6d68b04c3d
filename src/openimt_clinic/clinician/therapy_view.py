"""A therapy as a clinician reads it, whole: everything put into words, with links and sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.condition import Condition
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import (
    DiaryField,
    FieldKind,
    Level,
    Mode,
    Part,
    ProcedureStep,
    Stage,
    Use,
)
from openimt.catalogue.wording import rule_sentence
from openimt_clinic.components.numbers import said
from openimt_clinic.components.parts import SourceView, source
from openimt_clinic.components.phases import phase_word

ANSWERS = {
    FieldKind.YES_NO: gettext_lazy("yes or no"),
    FieldKind.TEXT: gettext_lazy("own words"),
    FieldKind.HOURS: gettext_lazy("hours"),
}
PARTS = {Part.URGE: gettext_lazy("urge"), Part.ACT: gettext_lazy("act")}
USES = {Use.EXPLORE: gettext_lazy("explore"), Use.CHANGE: gettext_lazy("change")}


@dataclass(frozen=True)
class ModuleLink:
    """A module of the catalogue by its short name."""

    id: str
    name: str


@dataclass(frozen=True)
class StageView:
    """A stage with the phases in which it lies: the phase's id and its plain name."""

    id: str
    name: str
    says: str
    phases: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LevelView:
    """A level of the hierarchy with the modules whose work belongs there."""

    name: str
    says: str
    puts_there: tuple[str, ...]
    modules: tuple[ModuleLink, ...]


@dataclass(frozen=True)
class StepView:
    """A step of the procedure. ``holds``: the sentence of the rule that shows it from records."""

    id: str
    name: str
    do: str
    advance_when: str
    step_back_when: str
    back_to: str
    uses: tuple[str, ...]
    modules: tuple[ModuleLink, ...]
    holds: str


@dataclass(frozen=True)
class StageOfSteps:
    """The steps of one stage, in order."""

    stage: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class NumberView:
    """A number that the therapy uses, with what it does and where it comes from."""

    value: str
    says: str
    source: SourceView | None


@dataclass(frozen=True)
class ModeView:
    """A form in which the therapy is given."""

    name: str
    says: str
    often: str
    source: SourceView | None


@dataclass(frozen=True)
class RuleView:
    """A rule between sessions, and what it never does."""

    name: str
    says: str
    never: str
    numbers: tuple[NumberView, ...]
    source: SourceView | None


@dataclass(frozen=True)
class FieldView:
    """A field of the diary: what it asks, how it is answered, of which kind it is."""

    says: str
    answer: str
    part: str
    every: str


@dataclass(frozen=True)
class TherapyView:
    """What the page prints beside the therapy's own fields."""

    runs_says: str
    stages: tuple[StageView, ...]
    levels: tuple[LevelView, ...]
    procedure: tuple[StageOfSteps, ...]
    modes: tuple[ModeView, ...]
    rules: tuple[RuleView, ...]
    fields: tuple[FieldView, ...]
    facts: tuple[tuple[str, SourceView | None], ...]
    lends: tuple[tuple[ModuleLink, str], ...]
    core: tuple[ModuleLink, ...]
    numbers: tuple[NumberView, ...]
    ladder: bool


def therapy_view(therapy: Therapy, catalogue: Catalogue) -> TherapyView:
    """The therapy with everything put into words."""
    held, diary = therapy.hierarchy, therapy.diary
    facts = therapy.fidelity.facts if therapy.fidelity else ()
    return TherapyView(
        runs_says=_runs_says(therapy),
        stages=tuple(map(_stage, therapy.stages)),
        levels=tuple(_level(one, catalogue) for one in held.levels) if held else (),
        procedure=tuple(_procedure(therapy, catalogue)),
        modes=tuple(_mode(one, catalogue) for one in therapy.modes),
        rules=tuple(_rules(therapy, catalogue)),
        fields=tuple(map(_field, diary.fields)) if diary else (),
        facts=tuple((one.says, _source(one.source, one.checked, catalogue)) for one in facts),
        lends=tuple((_link(one.module, catalogue), one.says) for one in therapy.lends),
        core=_links(therapy.core_modules, catalogue),
        numbers=_numbers(therapy.numbers, catalogue),
        ladder=bool(therapy.procedure and therapy.procedure.ordered),
    )


def _runs_says(therapy: Therapy) -> str:
    if not therapy.runs_courses:
        return _("It lends to other therapies; no course runs under it.")
    if therapy.binds_phases:
        return _("A course can run under it; its phases and their order bind.")
    return _("A course can run under it; phases describe the course and do not bind it.")


def _stage(stage: Stage) -> StageView:
    phases = tuple((phase.value, phase_word(phase)) for phase in stage.phases)
    return StageView(stage.id, stage.name, stage.says, phases)


def _level(level: Level, catalogue: Catalogue) -> LevelView:
    return LevelView(level.name, level.says, level.puts_there, _links(level.modules, catalogue))


def _procedure(therapy: Therapy, catalogue: Catalogue) -> Iterable[StageOfSteps]:
    steps = therapy.procedure.steps if therapy.procedure else ()
    names = {stage.id: stage.name for stage in therapy.stages}
    for stage in dict.fromkeys(step.stage for step in steps):
        own = tuple(_step(s, therapy, catalogue) for s in steps if s.stage == stage)
        yield StageOfSteps(names.get(stage, ""), own)


def _step(step: ProcedureStep, therapy: Therapy, catalogue: Catalogue) -> StepView:
    return StepView(
        id=step.id,
        name=step.name,
        do=step.do,
        advance_when=step.advance_when,
        step_back_when=step.step_back_when,
        back_to=_name_of_step(step.step_back_to, therapy),
        uses=tuple(str(USES[use]) for use in step.allows),
        modules=_links(step.modules, catalogue),
        holds=_rule(step.holds_when, catalogue),
    )


def _name_of_step(step_id: str, therapy: Therapy) -> str:
    steps = therapy.procedure.steps if therapy.procedure else ()
    return next((step.name for step in steps if step.id == step_id), "")


def _rule(condition: Condition | None, catalogue: Catalogue) -> str:
    return rule_sentence(condition, catalogue) if condition else ""


def _mode(mode: Mode, catalogue: Catalogue) -> ModeView:
    return ModeView(
        mode.name, mode.says, how_often(mode), _source(mode.source, mode.checked, catalogue)
    )


def how_often(mode: Mode) -> str:
    """Rhythm and length of a mode."""
    if not mode.minutes_most:
        return mode.rhythm
    if mode.minutes_least == mode.minutes_most:
        length = ngettext("%(n)d minute", "%(n)d minutes", mode.minutes_most)
        return f"{mode.rhythm}, {length % {'n': mode.minutes_most}}"
    both = {"least": mode.minutes_least, "most": mode.minutes_most}
    return f"{mode.rhythm}, {_('%(least)d to %(most)d minutes') % both}"


def _rules(therapy: Therapy, catalogue: Catalogue) -> Iterable[RuleView]:
    for rule in therapy.between_sessions:
        yield RuleView(
            rule.name,
            rule.says,
            rule.never,
            _numbers(rule.numbers, catalogue),
            _source(rule.source, rule.checked, catalogue),
        )


def _field(field: DiaryField) -> FieldView:
    answer = ANSWERS.get(field.kind)
    says = str(answer) if answer else field.kind.value.replace("-", " – ")
    if field.choices:
        says = ", ".join(field.choices)
    part = str(PARTS[field.part]) if field.part else ""
    return FieldView(field.says, says, part, field.every)


def _numbers(names: Iterable[str], catalogue: Catalogue) -> tuple[NumberView, ...]:
    known = {one.name: one for one in catalogue.settings.entries}
    found = (known[name] for name in names if name in known)
    return tuple(
        NumberView(
            f"{said(one.value, 2)} {one.unit}",
            one.says,
            _source(one.source, one.checked, catalogue),
        )
        for one in found
    )


def _source(named: str, checked: bool, catalogue: Catalogue) -> SourceView | None:
    """The source with its mark; what was only remembered counts as not checked."""
    found = source(named, catalogue.references)
    if found is None or found.checked is None:
        return found
    known = named in catalogue.references
    return SourceView(found.says, checked and (found.checked or not known))


def _links(modules: Iterable[str], catalogue: Catalogue) -> tuple[ModuleLink, ...]:
    return tuple(_link(one, catalogue) for one in modules if one in catalogue.modules)


def _link(module: str, catalogue: Catalogue) -> ModuleLink:
    known = catalogue.modules.get(module)
    return ModuleLink(module if known else "", known.name if known else module.upper())
