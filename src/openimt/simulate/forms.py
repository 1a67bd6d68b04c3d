"""Answers from the latent state: every item a threshold on it, so that real scoring can score."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from openimt.assess.instrument import Instrument, Item
from openimt.assess.instruments import load
from openimt.assess.score import score_all
from openimt.assess.scores import Answers, Scores
from openimt.formulate.assessment import Reading, SafetyAnswer
from openimt.simulate.person import DOMAINS, Filled, Week
from openimt.simulate.traits import Traits
from openimt.simulate.world import World


@dataclass(frozen=True)
class FormModel:
    """How one instrument's items answer to the state, in points of the item."""

    instrument: str
    every_weeks: int
    mean: float
    slope: float
    noise: float
    state: Mapping[str, float]
    source: str
    checked: bool


@cache
def form_models() -> tuple[FormModel, ...]:
    """The models of ``forms.toml``, in its order."""
    text = files("openimt.simulate").joinpath("forms.toml").read_text(encoding="utf-8")
    return tuple(FormModel(name, **table) for name, table in tomllib.loads(text).items())


def fill_forms(
    traits: Traits, weeks: tuple[Week, ...], world: World, rng: np.random.Generator
) -> tuple[Filled, ...]:
    """Every form that was filled: asked by its rhythm, more often left out when it goes badly."""
    found = []
    for week in weeks:
        for model in form_models():
            draw = rng.random()
            if week.number % model.every_weeks == 0:
                filled = _fill(model, week, world, rng)
                if draw < _chance(traits, week, world):
                    found.append(filled)
    return tuple(found)


def _chance(traits: Traits, week: Week, world: World) -> float:
    """At the start nearly everybody fills in the forms: that is what an assessment is."""
    if traits.archetype.forms is not None:
        return 1.0 if week.number == 0 and traits.archetype.forms > 0 else traits.archetype.forms
    if week.number == 0:
        return 1.0
    worse = float(np.mean(week.state))
    return min(0.98, max(0.3, world["form.answered"] - world["form.when_worse"] * worse))


def _fill(model: FormModel, week: Week, world: World, rng: np.random.Generator) -> Filled:
    instrument = load(model.instrument)
    signal = sum(weight * week.state[DOMAINS.index(d)] for d, weight in model.state.items())
    size = float(np.sqrt(sum(weight**2 for weight in model.state.values())))
    centre = model.mean + model.slope * signal / max(size, 0.75)
    noise = model.noise * rng.standard_normal(len(instrument.items))
    skipped = rng.random(len(instrument.items)) < world["form.item_skipped"]
    values = {
        item.id: None if skipped[n] else _answer(instrument, item, centre, float(noise[n]), n, week)
        for n, item in enumerate(instrument.items)
    }
    return Filled(model.instrument, week.on, values)


def _answer(
    instrument: Instrument, item: Item, centre: float, noise: float, n: int, week: Week
) -> float:
    """One answer. An item that calls for a response follows the week's urge, not the state."""
    span = item.highest - item.lowest
    if any(rule.item == item.id for rule in instrument.safety):
        return item.lowest + round(span * max(0, week.suicidal_urge - 1) / 4)
    offset = 0.25 * ((n * 7) % 5 - 2)
    value = centre + offset * span / 4 + noise
    if _turned(instrument, item.id):
        value = item.lowest + item.highest - value
    return float(min(item.highest, max(item.lowest, round(value))))


@cache
def _turned_items(instrument_id: str) -> frozenset[str]:
    parts = [p for scale in load(instrument_id).scales for p in scale.parts if p.reversed]
    return frozenset(item for part in parts for item in part.highest_of)


def _turned(instrument: Instrument, item_id: str) -> bool:
    return item_id in _turned_items(instrument.id)


def read_forms(
    person: str, forms: tuple[Filled, ...]
) -> tuple[tuple[Reading, ...], tuple[SafetyAnswer, ...]]:
    """The scores of filled forms and the answers that call for a response, by the real scoring."""
    readings: list[Reading] = []
    worrying: list[SafetyAnswer] = []
    for name in sorted({filled.instrument for filled in forms}):
        filled = [f for f in forms if f.instrument == name]
        rows = [Answers(person, f.on.isoformat(), f.values) for f in filled]
        for form, scores in zip(filled, score_all(rows, load(name)), strict=True):
            readings += _readings(form, scores)
            worrying += _worrying(form, scores)
    return tuple(sorted(readings, key=_when)), tuple(sorted(worrying, key=_when))


def _readings(form: Filled, scores: Scores) -> list[Reading]:
    return [
        Reading(form.on, _measure(form.instrument, scale), made.value)
        for scale, made in scores.scales.items()
    ]


def _measure(instrument: str, scale: str) -> str:
    return instrument if scale == "total" else f"{instrument}.{scale}"


def _worrying(form: Filled, scores: Scores) -> list[SafetyAnswer]:
    return [
        SafetyAnswer(form.instrument, w.item, w.answer, w.response, form.on) for w in scores.safety
    ]


def _when(record: Reading | SafetyAnswer) -> date:
    return record.on or date.min
