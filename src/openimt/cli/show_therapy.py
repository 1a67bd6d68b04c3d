"""A therapy as lines of text: what it is, what comes first, how it decides, what it never does."""

from collections.abc import Iterable, Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.therapy_parts import Mode, ProcedureStep
from openimt.cli.console import wrapped


def therapy_lines(therapy: Therapy, catalogue: Catalogue) -> Iterator[str]:
    """Everything a therapy says, under plain headings; a part that it lacks is left out."""
    yield f"{therapy.id.upper()}  {therapy.name}"
    yield from wrapped(therapy.summary, "  ")
    if not therapy.runs_courses:
        yield from wrapped("It lends to other therapies; no course runs under it.", "  ")
    yield from wrapped(therapy.evidence_says, "  evidence  ")
    for part in (_stages, _hierarchy, _agenda, _procedure, _states, _modes, _rules, _told):
        yield from part(therapy, catalogue)


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"  {heading}", *found)


def _items(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrapped(text, "    – ")


def _stages(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    stages = (f"{s.name} ({', '.join(s.phases)}): {s.says}" for s in therapy.stages)
    yield from _part("Stages, and the phases they lie in", _items(stages))
    gates = (c.says for gate in therapy.gates for c in gate.criteria)
    yield from _part("What is looked for before moving on", _items(gates))


def _hierarchy(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    if therapy.hierarchy is not None:
        levels = (f"{level.name}. {level.says}" for level in therapy.hierarchy.levels)
        yield from _part("What comes first", _items((therapy.hierarchy.says, *levels)))


def _agenda(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    yield from _part("A session", _items(item.says for item in therapy.agenda))


def _procedure(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    if therapy.procedure is None:
        return
    anytime = (f"{r.name}, at any time: {r.do}" for r in therapy.procedure.regulators)
    steps = (_step(step, therapy) for step in therapy.procedure.steps)
    yield from _part("How it decides", _items((therapy.procedure.says, *anytime, *steps)))


def _step(step: ProcedureStep, therapy: Therapy) -> str:
    uses = f" [{', '.join(step.allows)}]" if step.allows else ""
    back = ""
    if step.step_back_to and therapy.procedure is not None:
        to = therapy.procedure.step(step.step_back_to).name
        back = f" Back to “{to}” when: {step.step_back_when}"
    return f"{step.name}{uses}. {step.do} On when: {step.advance_when}{back}"


def _states(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    states = (f"{s.name}: {s.looks_like} {s.respond} {s.turns}" for s in therapy.states)
    yield from _part("States between people", _items(states))


def _modes(therapy: Therapy, _: Catalogue) -> Iterator[str]:
    modes = (f"{m.name}, {_often(m)}: {m.says}" for m in therapy.modes)
    yield from _part("Forms", _items(modes))


def _often(mode: Mode) -> str:
    minutes = f", {mode.minutes_least} to {mode.minutes_most} minutes" if mode.minutes_most else ""
    return f"{mode.rhythm}{minutes}"


def _rules(therapy: Therapy, catalogue: Catalogue) -> Iterator[str]:
    rules = (
        f"{r.name}. {r.says}{_numbers(r.numbers, catalogue)} Never: {r.never} [{r.source}]"
        for r in therapy.between_sessions
    )
    yield from _part("Between sessions", _items(rules))


def _numbers(names: Iterable[str], catalogue: Catalogue) -> str:
    known = {one.name: one for one in catalogue.settings.entries}
    said = [f"{known[n].value:g} {known[n].unit}" for n in names if n in known]
    return f" ({', '.join(said)})" if said else ""


def _told(therapy: Therapy, catalogue: Catalogue) -> Iterator[str]:
    kept = therapy.fidelity
    if kept is not None:
        told = (kept.says, kept.observer, kept.self_rating, *(one.says for one in kept.concepts))
        facts = (f"{one.says} [{one.source}]" for one in kept.facts)
        yield from _part("Fidelity", _items((*told, *facts)))
    if therapy.diary is not None:
        fields = (
            f"{f.says} ({f.kind}{f', {f.part}' if f.part else ''})" for f in therapy.diary.fields
        )
        yield from _part(therapy.diary.name, _items((therapy.diary.blank_says, *fields)))
    yield from _part("Principles", _items(therapy.principles))
    lent = (f"{one.module}: {one.says}" for one in therapy.lends)
    yield from _part("It lends", _items(lent))
    if numbers := _numbers(therapy.numbers, catalogue):
        yield from _part("Numbers", _items((numbers.strip(" ()"),)))
