"""Whether an instrument definition makes sense as a whole: the checks made when one is loaded."""

from collections.abc import Iterable

from openimt.assess.instrument import Instrument, Item, Scale
from openimt.errors import InstrumentError

METHODS = frozenset({"sum", "mean"})
RATERS = frozenset({"patient", "therapist", "clinician", "both"})
ITEM_KINDS = frozenset({"number", "urge", "yes_no", "choice"})
HIGHER = frozenset({"worse", "better", "neither"})


def check_instrument(instrument: Instrument) -> None:
    """Raise InstrumentError for the first thing that cannot hold."""
    for says, field in _faults(instrument):
        raise InstrumentError(says, file=instrument.file or instrument.id, field=field)


def _faults(instrument: Instrument) -> Iterable[tuple[str, str]]:
    yield from _item_faults(instrument)
    for scale in instrument.scales:
        yield from _scale_faults(scale, {item.id for item in instrument.items})
    yield from _rule_faults(instrument)
    yield from _norm_faults(instrument)
    if instrument.rater not in RATERS:
        yield f"'{instrument.rater}' fills no form; known: {', '.join(sorted(RATERS))}", "rater"
    if instrument.own and not instrument.rights.may_ship:
        yield "own wording must be ours to ship", "rights.may_ship"


def _item_faults(instrument: Instrument) -> Iterable[tuple[str, str]]:
    ids = [item.id for item in instrument.items]
    if twice := {one for one in ids if ids.count(one) > 1}:
        yield f"the item '{min(twice)}' stands twice", "item"
    for item in instrument.items:
        if not item.lowest < item.highest:
            yield f"item '{item.id}' has an empty range", "item"
        if item.kind not in ITEM_KINDS:
            yield f"item '{item.id}' is of unknown kind '{item.kind}'", "item.kind"
        if item.says and not instrument.rights.may_ship:
            yield f"item '{item.id}' has wording that may not be shipped", "item.says"
        if stray := [one for one, _ in item.ask_if if one not in ids]:
            yield f"item '{item.id}' waits for '{stray[0]}', which is no item", "item.ask_if"
        yield from _wording_faults(item)


def _wording_faults(item: Item) -> Iterable[tuple[str, str]]:
    steps = int(item.highest - item.lowest) + 1
    if any(len(ends) != 2 for ends in (item.ends or {}).values()):
        yield f"item '{item.id}' needs words for two ends", "item.ends"
    for language, words in (item.options or {}).items():
        if len(words) != steps:
            yield f"item '{item.id}' needs {steps} options", f"item.options.{language}"


def _scale_faults(scale: Scale, items: set[str]) -> Iterable[tuple[str, str]]:
    field = f"scale.{scale.id}"
    named = [item for part in scale.parts for item in part.highest_of]
    if stray := [item for item in named if item not in items]:
        yield f"'{stray[0]}' is no item", f"{field}.parts"
    if not named or len(named) != len(set(named)):
        yield "a scale names each of its items once", f"{field}.parts"
    if scale.method not in METHODS:
        yield f"the method '{scale.method}' is neither sum nor mean", f"{field}.method"
    if scale.higher_is not in HIGHER:
        yield f"higher cannot be '{scale.higher_is}'", f"{field}.higher_is"
    if not 0 <= scale.missing_allowed < len(scale.parts):
        yield "as many parts may be missing as there are parts", f"{field}.missing_allowed"
    lows = [band.low for band in scale.bands]
    if lows != sorted(set(lows)):
        yield "bands must rise", f"{field}.bands"
    if scale.bands and (scale.bands_from is None or not scale.bands_source):
        yield "bands need a date (bands_from) and a source (bands_source)", f"{field}.bands"


def _rule_faults(instrument: Instrument) -> Iterable[tuple[str, str]]:
    items = {item.id: item for item in instrument.items}
    for rule in instrument.safety:
        item = items.get(rule.item)
        if item is None:
            yield f"the rule names '{rule.item}', which is no item", "safety"
        elif not item.lowest <= rule.at_least <= rule.at_most <= item.highest:
            yield f"the rule for '{rule.item}' leaves the item's range", "safety"


def _norm_faults(instrument: Instrument) -> Iterable[tuple[str, str]]:
    scales = {scale.id for scale in instrument.scales}
    for norm in instrument.norms:
        if norm.scale not in scales:
            yield f"the norm names '{norm.scale}', which is no scale", "norm"
        if norm.sd is not None and norm.sd <= 0:
            yield "a standard deviation is above zero", "norm.sd"
        if norm.reliability is not None and not 0 < norm.reliability < 1:
            yield "a reliability lies between 0 and 1", "norm.reliability"
