"""The learning path ready to print: texts with their links, and the planner's answers in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.profile import AssessNext, Duty
from openimt.plan.plan import Placement, Plan
from openimt.teach.answer import Answer, Worked, work_out
from openimt.teach.station import About, LearningPath, Passage, Station, Stop, WorkedCase
from openimt.teach.text import Mark, Piece, blocks
from openimt_clinic.clinician.duty_view import once
from openimt_clinic.clinician.map_cards import GateCard, gate_card
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.components.parts import ReasonView, SourceView, source, why


@dataclass(frozen=True)
class PieceView:
    """A piece of a sentence; ``url`` where it leads somewhere."""

    mark: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class BlockView:
    """A paragraph, or a list."""

    items: tuple[tuple[PieceView, ...], ...]
    listed: bool


@dataclass(frozen=True)
class PassageView:
    """A heading and its paragraphs."""

    heading: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True)
class StopLine:
    """A stop in the list. ``minutes`` in whole minutes."""

    id: str
    number: int
    title: str
    gist: str
    minutes: int
    case: bool
    done: bool
    here: bool


@dataclass(frozen=True)
class AnswerView:
    """A question, and what the planner says; ``stale``: the catalogue has moved on since."""

    ask: str
    think: str
    lead: str
    reasons: tuple[ReasonView, ...]
    would_change: tuple[str, ...]
    gate: GateCard | None
    duties: tuple[Duty, ...]
    unknown: tuple[AssessNext, ...]
    stale: bool


@dataclass(frozen=True)
class PlannedLine:
    """One module of the invented person's plan."""

    name: str
    phase: str
    when: str
    because: str


@dataclass(frozen=True)
class StopView:
    """One stop; ``answers`` and ``plan`` are empty for a station."""

    line: StopLine
    before: tuple[PassageView, ...]
    after: tuple[PassageView, ...]
    try_this: tuple[BlockView, ...]
    sources: tuple[SourceView, ...]
    answers: tuple[AnswerView, ...] = ()
    plan: tuple[PlannedLine, ...] = ()
    phase: str = ""
    phase_name: str = ""


@dataclass(frozen=True)
class LearningView:
    """The list with what is done, and how long the rest will take."""

    title: str
    gist: str
    lines: tuple[StopLine, ...]
    minutes: int
    left: int
    next: StopLine | None

    @property
    def finished(self) -> bool:
        return self.next is None


def learning_view(path: LearningPath, done: Sequence[str], here: str = "") -> LearningView:
    """The whole path, as far as one has come."""
    lines = tuple(_line(path, n, stop, done, here) for n, stop in enumerate(path.stops, start=1))
    left = sum(path.minutes(stop) for stop in path.stops if stop.id not in done)
    return LearningView(
        title=path.title,
        gist=path.gist,
        lines=lines,
        minutes=round(path.total),
        left=round(left),
        next=next((line for line in lines if not line.done), None),
    )


def stop_view(stop: Stop, line: StopLine, catalogue: Catalogue) -> StopView:
    """One stop with its texts; a case is planned here and now."""
    before = _passages((one for one in stop.passages if not one.after), catalogue)
    after = _passages((one for one in stop.passages if one.after), catalogue)
    if isinstance(stop, WorkedCase):
        return _case(work_out(stop, catalogue), line, (before, after), catalogue)
    return StopView(
        line=line,
        before=before,
        after=after,
        try_this=_blocks(stop.try_this, catalogue),
        sources=_sources(stop, catalogue),
    )


def _line(path: LearningPath, number: int, stop: Stop, done: Sequence[str], here: str) -> StopLine:
    return StopLine(
        id=stop.id,
        number=number,
        title=stop.title,
        gist=stop.gist,
        minutes=max(1, round(path.minutes(stop))),
        case=isinstance(stop, WorkedCase),
        done=stop.id in done,
        here=stop.id == here,
    )


def _passages(passages: Iterable[Passage], catalogue: Catalogue) -> tuple[PassageView, ...]:
    return tuple(PassageView(one.heading, _blocks(one.text, catalogue)) for one in passages)


def _blocks(text: str, catalogue: Catalogue) -> tuple[BlockView, ...]:
    return tuple(
        BlockView(
            tuple(tuple(_piece(piece, catalogue) for piece in item) for item in block.items),
            block.listed,
        )
        for block in blocks(text)
    )


def _piece(piece: Piece, catalogue: Catalogue) -> PieceView:
    """A module or therapy goes by its name in this catalogue, and leads to its page."""
    if piece.mark is Mark.MODULE and piece.names in catalogue.modules:
        name = catalogue.modules[piece.names].name
        return PieceView("link", name, reverse("clinician:module", args=[piece.names]))
    if piece.mark is Mark.THERAPY and piece.names in catalogue.therapies:
        name = catalogue.therapies[piece.names].name
        return PieceView("link", name, reverse("clinician:therapy", args=[piece.names]))
    return PieceView(piece.mark.value, piece.text)


def _sources(station: Station, catalogue: Catalogue) -> tuple[SourceView, ...]:
    found = (source(one, catalogue.references) for one in station.references)
    return tuple(one for one in found if one)


def _case(
    worked: Worked,
    line: StopLine,
    passages: tuple[tuple[PassageView, ...], tuple[PassageView, ...]],
    catalogue: Catalogue,
) -> StopView:
    names = phase_names(catalogue, worked.plan.therapy)
    return StopView(
        line=line,
        before=passages[0],
        after=passages[1],
        try_this=(),
        sources=(),
        answers=tuple(_answer(one, worked.plan, catalogue) for one in worked.answers),
        plan=_plan(worked.plan, catalogue),
        phase=worked.plan.phase.value,
        phase_name=names[worked.plan.phase],
    )


def _answer(answer: Answer, plan: Plan, catalogue: Catalogue) -> AnswerView:
    gate = None
    if answer.question.about is About.GATE:
        gate = gate_card(plan.gates, plan.phase, phase_names(catalogue, plan.therapy))
    return AnswerView(
        ask=answer.question.ask,
        think=answer.question.think,
        lead=_lead(answer, catalogue),
        reasons=why(answer.reasons, catalogue.references),
        would_change=answer.would_change,
        gate=gate,
        duties=once(answer.duties),
        unknown=answer.unknown,
        stale=not answer.fits,
    )


def _lead(answer: Answer, catalogue: Catalogue) -> str:
    question = answer.question
    if question.about in {About.GATE, About.DUTIES, About.UNKNOWN}:
        leads = {
            About.GATE: _("What the planner finds when it looks at the next gate:"),
            About.DUTIES: _("What the planner asks people to do first:"),
            About.UNKNOWN: _("What the planner would find out next, and why:"),
        }
        return leads[question.about]
    known = catalogue.modules.get(question.module)
    name = known.name if known else question.module
    if answer.week is None:
        return _("“%(module)s” is left out for now.") % {"module": name}
    return _placed(answer, name)


def _placed(answer: Answer, name: str) -> str:
    words = {"module": name, "week": (answer.week or 0) + 1}
    if answer.week == 0:
        running = _("“%(module)s” runs, now.") if answer.running else _("“%(module)s” begins now.")
        return running % words
    if answer.running:
        return _("“%(module)s” was begun. It is held, not ended; about week %(week)d.") % words
    if answer.question.about is About.HELD_BACK:
        return _("“%(module)s” is in the plan, and waits until about week %(week)d.") % words
    return _("“%(module)s” is in the plan, from about week %(week)d.") % words


def _plan(plan: Plan, catalogue: Catalogue) -> tuple[PlannedLine, ...]:
    """The specific modules in the order in which they start."""
    common = {module.id for module in catalogue.common()}
    placed = [one for one in plan.placements if one.module not in common]
    return tuple(
        PlannedLine(
            name=catalogue.module(one.module).name,
            phase=catalogue.module(one.module).home.value,
            when=_when(one),
            because=one.reasons[0].says if one.reasons else "",
        )
        for one in sorted(placed, key=lambda one: (one.start_week, one.module))
    )


def _when(placement: Placement) -> str:
    if placement.start_week == 0:
        return _("running") if placement.running else _("now")
    return _("from week %(week)d") % {"week": placement.start_week + 1}
