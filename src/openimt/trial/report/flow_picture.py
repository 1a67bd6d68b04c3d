"""The CONSORT flow diagram of a trial as a vector picture, with its text inside for readers."""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from openimt.trial.report.flow import ArmFlow, Flow, Reasons
from openimt.trial.report.palette import INK, PAPER, QUIET, RULE

COLUMN = 250
GAP = 30
LINE = 18
PAD = 12
LETTERS = 32
"""How many letters a line in a box of one column holds at this size."""
STEP = 34
"""The height of an arrow between two rows of boxes."""

Lines = tuple[str, ...]


def draw(flow: Flow) -> str:
    """The diagram as SVG: assessed, left out with reasons, allocated, and each arm to its analysis.

    >>> from openimt.trial.report.flow import flow as count
    >>> svg = draw(count([{"id": "1", "arm": "A", "received": "yes", "analysed": "yes"}]))
    >>> "Analysed: 1" in svg
    True
    """
    width = max(2, len(flow.arms)) * (COLUMN + GAP) + GAP
    parts, height = _all(flow, width)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="flow-title" font-family="Inter, system-ui, sans-serif" font-size="13">'
        f'<title id="flow-title">{escape(told(flow))}</title>'
    )
    return head + "".join(parts) + "</svg>"


def told(flow: Flow) -> str:
    """The diagram in one sentence, for whoever cannot see it."""
    arms = "; ".join(
        f"{arm.arm}: {arm.allocated} allocated, {arm.received} began, {arm.analysed} analysed"
        for arm in flow.arms
    )
    return f"{flow.assessed} people assessed, {flow.allocated} allocated at random. {arms}."


def _all(flow: Flow, width: int) -> tuple[list[str], int]:
    spine = width // max(2, len(flow.arms)) // 2
    left, aside = spine - COLUMN // 2, spine + COLUMN // 2 + GAP
    parts: list[str] = []
    first = _wrap([f"Assessed for eligibility: {flow.assessed}"])
    box, bottom = _box(left, GAP, first)
    parts.append(box)
    left_out = flow.assessed - flow.allocated
    beside = _wrap([f"Not allocated: {left_out}", *_listed(flow.excluded)])
    box, lower = _box(aside, bottom + GAP // 2, beside)
    level = bottom + GAP // 2 + PAD + LINE // 2
    parts += [box, _arrow(spine, level, aside, level)]
    second = _wrap([f"Allocated at random: {flow.allocated}"])
    level = lower + GAP // 2
    parts.append(_arrow(spine, bottom, spine, level))
    box, bottom = _box(left, level, second)
    parts.append(box)
    branch, bottom = _arms(flow.arms, width, spine, bottom)
    return [*parts, *branch], bottom + GAP


def _arms(arms: Sequence[ArmFlow], width: int, spine: int, top: int) -> tuple[list[str], int]:
    parts: list[str] = []
    room = width // len(arms)
    centres = [room * place + room // 2 for place in range(len(arms))]
    bar = top + GAP // 2
    parts.append(_line(spine, top, spine, bar))
    parts.append(_line(min(*centres, spine), bar, max(*centres, spine), bar))
    rows = [_texts(arm) for arm in arms]
    level = bar
    for stage in range(len(rows[0])):
        start, level = level, level + STEP
        height = max(len(texts[stage]) for texts in rows) * LINE + 2 * PAD
        for centre, texts in zip(centres, rows, strict=True):
            parts.append(_arrow(centre, start, centre, level))
            parts.append(_box(centre - COLUMN // 2, level, texts[stage], height)[0])
        level += height
    return parts, level


def _texts(arm: ArmFlow) -> tuple[Lines, Lines, Lines]:
    began = [f"{arm.arm}: {arm.allocated} allocated", f"Began: {arm.received}"]
    began += [f"Did not begin: {arm.not_received}"] if arm.not_received else []
    after = [f"Lost to follow-up: {_sum(arm.lost)}", *_listed(arm.lost)]
    after += [f"Stopped the therapy: {_sum(arm.stopped)}", *_listed(arm.stopped)]
    done = [f"Analysed: {arm.analysed}"]
    done += [f"Not analysed: {arm.not_analysed}"] if arm.not_analysed else []
    return _wrap(began), _wrap(after), _wrap(done)


def _sum(reasons: Reasons) -> int:
    return sum(count for _, count in reasons)


def _listed(reasons: Reasons) -> list[str]:
    return [f"· {reason}: {count}" for reason, count in reasons]


def _wrap(lines: Sequence[str]) -> Lines:
    return tuple(part for line in lines for part in _broken(line))


def _broken(line: str) -> Iterator[str]:
    yield from textwrap.wrap(line, LETTERS, subsequent_indent="  ")


def _box(x: int, y: int, lines: Lines, height: int | None = None) -> tuple[str, int]:
    tall = height or len(lines) * LINE + 2 * PAD
    text = "".join(
        f'<tspan x="{x + PAD + (10 if line.startswith(("·", "  ")) else 0)}" '
        f'y="{y + PAD + LINE * place + 13}">{escape(line.strip())}</tspan>'
        for place, line in enumerate(lines)
    )
    frame = f'<rect x="{x}" y="{y}" width="{COLUMN}" height="{tall}" rx="6"'
    return f'{frame} fill="{PAPER}" stroke="{RULE}"/><text fill="{INK}">{text}</text>', y + tall


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{QUIET}" fill="none"/>'


def _arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    tip = f"M{x2 - 8} {y2 - 4}L{x2} {y2}L{x2 - 8} {y2 + 4}"
    if x1 == x2:
        tip = f"M{x2 - 4} {y2 - 8}L{x2} {y2}L{x2 + 4} {y2 - 8}"
    return _line(x1, y1, x2, y2) + f'<path d="{tip}" stroke="{QUIET}" fill="none"/>'
