"""Readings become needs: each target's severity, 0 to 1, with its uncertainty and its grounds.

A measure is read through its link in ``catalogue/measures.toml`` (an opinion with a source);
a clinician's judgement of a target counts as one more reading. Several readings of a target are
combined by their precision; disagreement between them widens the result.
"""

from collections.abc import Mapping
from math import sqrt

from openimt.catalogue.catalogue import Catalogue, MeasureLink
from openimt.formulate.assessment import Assessment, Reading
from openimt.formulate.facts import same_measure
from openimt.formulate.profile import Because, Need
from openimt.formulate.say import day_says, measure_says, number_says
from openimt.terms import FACT_TARGETS

Piece = tuple[float, float, Because]
"""One reading of a target: severity, its standard deviation, what it rests on."""


def needs(assessment: Assessment, catalogue: Catalogue) -> Mapping[str, Need]:
    """Every target that any reading speaks of, as a Need; facts are never among them."""
    pieces: dict[str, list[Piece]] = {}
    for reading in _latest(assessment):
        for target, piece in _pieces(reading, catalogue):
            if target not in FACT_TARGETS:
                pieces.setdefault(target, []).append(piece)
    return {target: _combine(target, pieces[target]) for target in sorted(pieces)}


def severity_of(value: float, link: MeasureLink) -> float:
    """A measure's value as a severity from 0 to 1 by its link.

    >>> severity_of(48, MeasureLink("ders16", ("anger",), 16, 80, 0.1, "opinion"))
    0.5
    """
    return min(1.0, max(0.0, (value - link.low) / (link.high - link.low)))


def link_for(measure: str, catalogue: Catalogue) -> MeasureLink | None:
    """How a measure is read as a severity, or None when it speaks of no target."""
    return next((k for k in catalogue.measures if same_measure(k.measure, measure)), None)


def _latest(assessment: Assessment) -> tuple[Reading, ...]:
    """The newest reading of each measure, and of each target by each person.

    An empty reading is a form that was not filled in; it hides no earlier one.
    """
    newest: dict[tuple[str, str, str], Reading] = {}
    filled = [r for r in assessment.readings if r.value is not None or r.severity is not None]
    for reading in sorted(filled, key=lambda r: r.on or assessment.on):
        measure = reading.measure.removesuffix(".total")
        newest[(measure, reading.target, reading.by)] = reading
    return tuple(newest[key] for key in sorted(newest))


def _pieces(reading: Reading, catalogue: Catalogue) -> list[tuple[str, Piece]]:
    day = f" on {day_says(reading.on)}" if reading.on else ""
    if reading.severity is not None and reading.target:
        sd = reading.sd or catalogue.settings["judgement_sd"]
        who = reading.by or "an unnamed person"
        because = Because(f"Judged {reading.severity:.2f} of 1 by {who}{day}", "judgement")
        return [(reading.target, (reading.severity, sd, because))]
    link = link_for(reading.measure, catalogue) if reading.measure else None
    if link is None or reading.value is None:
        return []
    severity = severity_of(reading.value, link)
    because = Because(
        f"{measure_says(reading.measure)} is {number_says(reading.value)}{day}", link.source
    )
    return [(target, (severity, link.sd, because)) for target in link.targets]


def _combine(target: str, pieces: list[Piece]) -> Need:
    weights = [1 / sd**2 for _, sd, _ in pieces]
    total = sum(weights)
    mean = sum(w * p[0] for w, p in zip(weights, pieces, strict=True)) / total
    spread = sum(w * (p[0] - mean) ** 2 for w, p in zip(weights, pieces, strict=True)) / total
    grounds = tuple(p[2] for p in pieces)
    return Need(target, round(mean, 6), round(sqrt(1 / total + spread), 6), grounds)
