"""The checker's own reading of how severe each target is, from the newest readings."""

from datetime import date

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Assessment, Reading
from openimt.terms import FACT_TARGETS


def severities(assessment: Assessment, catalogue: Catalogue) -> dict[str, float]:
    """Each target's severity, 0 to 1: the mean of its readings, weighted by their precision."""
    heard: dict[str, list[tuple[float, float]]] = {}
    for reading in _newest(assessment):
        for target, severity, sd in _says(reading, catalogue):
            if target not in FACT_TARGETS:
                heard.setdefault(target, []).append((severity, sd**-2))
    return {
        target: round(sum(s * w for s, w in told) / sum(w for _, w in told), 6)
        for target, told in heard.items()
    }


def knows_personality(assessment: Assessment, catalogue: Catalogue) -> bool:
    """Whether a diagnosis of personality disorder, or a reading of its severity, is there."""
    made = [assessment.diagnosis, *(assessment.other_diagnoses or ())]
    codes = [d.code.upper() for d in made if d is not None]
    if any(c.startswith(k.upper()) for c in codes for k in catalogue.personality_codes):
        return True
    marked = {_bare(link.measure) for link in catalogue.measures if link.personality}
    return any(_bare(r.measure) in marked for r in assessment.readings if r.value is not None)


def _newest(assessment: Assessment) -> list[Reading]:
    """The newest reading of a measure, or by one person of a target; of one day, the higher."""
    chosen: dict[tuple[str, str, str], tuple[date, float, Reading]] = {}
    for reading in assessment.readings:
        key = (_bare(reading.measure), reading.target, reading.by)
        height = reading.value if reading.severity is None else reading.severity
        this = (reading.on or assessment.on, height or 0.0, reading)
        if key not in chosen or this[:2] >= chosen[key][:2]:
            chosen[key] = this
    return [reading for _, _, reading in chosen.values()]


def _says(reading: Reading, catalogue: Catalogue) -> list[tuple[str, float, float]]:
    """What one reading says: target, severity and spread."""
    if reading.target and reading.severity is not None:
        sd = reading.sd or catalogue.settings["judgement_sd"]
        return [(reading.target, reading.severity, sd)]
    if reading.value is None or not reading.measure:
        return []
    for link in catalogue.measures:
        if _bare(link.measure) == _bare(reading.measure):
            share = (reading.value - link.low) / (link.high - link.low)
            return [(target, min(max(share, 0.0), 1.0), link.sd) for target in link.targets]
    return []


def _bare(measure: str) -> str:
    return measure.removesuffix(".total")
