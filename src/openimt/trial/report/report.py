"""The report of a trial as one value: everything that page and paper show, and where it is from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openimt.trial.design import TrialDesign
from openimt.trial.report import checklist, planned, tables
from openimt.trial.report import sensitivity as assumed
from openimt.trial.report.baseline import Baseline
from openimt.trial.report.facts import Tree, fact, merged, said
from openimt.trial.report.flow import Flow
from openimt.trial.report.flow_picture import draw, told
from openimt.trial.report.numbers import Sentence, Traced, Tracer
from openimt.trial.report.outcome import outcome as outcome_of
from openimt.trial.report.pictures import forest, trajectory
from openimt.trial.report.results import Results
from openimt.trial.report.words import results_in_words

SYNTHETIC = "Synthetic, unverified: made-up data of a design, not the result of any trial."


@dataclass(frozen=True)
class Picture:
    """A vector picture, its name as a file, and what it shows in words."""

    name: str
    title: str
    svg: str
    told: str


@dataclass(frozen=True)
class Report:
    """One trial's report."""

    title: str
    label: str
    """Said on top of every page where the data are made up; else empty."""
    sentences: tuple[Sentence, ...]
    numbers: tuple[Traced, ...]
    calls: tuple[tuple[str, str], ...]
    """Each file of results with the call that wrote it."""
    tables: tuple[tables.TableOf, ...]
    pictures: tuple[Picture, ...]
    checklists: tuple[checklist.Checklist, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """What a report is made from; only ``results`` are needed."""

    results: Results
    facts: Tree = field(default_factory=dict)
    flow: Flow | None = None
    baseline: Baseline | None = None
    design: TrialDesign | None = None
    sensitivity: assumed.Sensitivity | None = None

    @property
    def known(self) -> Tree:
        """What was written down or planned: what a person wrote stands before the design."""
        return merged(self.facts, planned.facts(self.design) if self.design else {})

    @property
    def label(self) -> str:
        """What must be said on top of every page."""
        if fact(self.facts, "trial.synthetic"):
            return SYNTHETIC
        return f"This design is {self.design.label}." if self.design and self.design.label else ""


def make(sources: Sources) -> Report:
    """The report of an analysis. A fact that contradicts the data raises TrialError."""
    results, extra = sources.results, sources.sensitivity
    about = outcome_of(sources.known, results)
    tracer = Tracer(results.document)
    sentences = results_in_words(results, about, tracer)
    calls: tuple[tuple[str, str], ...] = (("results.json", results.call),)
    numbers = tracer.said
    if extra:
        further = Tracer(extra.document, assumed.FILE)
        sentences = (*sentences, *assumed.told(extra, further))
        calls, numbers = (*calls, (assumed.FILE, extra.call)), (*numbers, *further.said)
    facts = merged(sources.facts, _found(sources), sources.known)
    filled = tuple(checklist.fill(name, facts) for name in (checklist.CONSORT, checklist.SPIRIT))
    return Report(
        title=_title(sources.facts),
        label=sources.label,
        sentences=sentences,
        numbers=numbers,
        calls=calls,
        tables=_tables(sources),
        pictures=_pictures(sources),
        checklists=filled,
        warnings=results.warnings,
    )


def _title(facts: Tree) -> str:
    title = fact(facts, "trial.title")
    return "Report of a randomised trial" if title is None else str(title)


def _tables(sources: Sources) -> tuple[tables.TableOf, ...]:
    results = sources.results
    about = outcome_of(sources.known, results)
    made = [tables.baseline_table(sources.baseline)] if sources.baseline else []
    made.append(tables.differences_table(results, about))
    made.append(tables.means_table(results.means, about, rates=results.is_of_rates))
    made += [assumed.table(sources.sensitivity)] if sources.sensitivity else []
    coefficients = tables.coefficients_table(results)
    return (*made, *([coefficients] if coefficients else []))


def _pictures(sources: Sources) -> tuple[Picture, ...]:
    results, made = sources.results, []
    about = outcome_of(sources.known, results)
    if sources.flow:
        made.append(Picture("flow", "Flow of people", draw(sources.flow), told(sources.flow)))
    if results.visits:
        words = f"Adjusted means of {about.label} over time; the numbers stand in the table."
        made.append(Picture("trajectory", "Course", trajectory(results.means, about), words))
    words = f"Differences in {about.label} with 95 % intervals; the numbers stand in the table."
    made.append(Picture("forest", "Differences", forest(results.differences, about), words))
    return tuple(made)


def _found(sources: Sources) -> Tree:
    """Facts that the data answer, in the addresses the checklists ask for."""
    results = sources.results
    model = results.model
    found: dict[str, object] = {
        "outcome": {"name": outcome_of(sources.known, results).label},
        "analysis": {"df": model.get("df"), "model": _model(model)},
        "results": {"estimate": "in the results", "interval": "in the results"},
    }
    if sources.sensitivity:
        found = {**merged(found, assumed.facts(sources.sensitivity))}
    if not sources.design:
        found["design"] = {"arms": list(results.arms)}
    if sources.flow:
        found["flow"] = _flow_facts(sources.flow)
    if sources.baseline:
        found["baseline"] = {"table": "in the table 'Who took part'"}
    return found


def _model(model: Mapping[str, object]) -> str:
    """The model in one line, from the names of its parts."""
    parts = (
        model.get("formula"),
        model.get("covariance"),
        model.get("random"),
        model.get("family"),
    )
    return "; ".join(str(part) for part in parts if part)


def _flow_facts(flow: Flow) -> Tree:
    def each(numbers: Sequence[int]) -> str:
        return said({arm.arm: count for arm, count in zip(flow.arms, numbers, strict=True)})

    lost = [arm.allocated - arm.analysed for arm in flow.arms]
    return {
        "allocated": each([arm.allocated for arm in flow.arms]),
        "analysed": each([arm.analysed for arm in flow.arms]),
        "losses": f"not analysed: {each(lost)}; reasons in the diagram",
    }
