"""The lane under the Map: the six common modules, the one that needs repair first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.formulate.assessment import CommonReading
from openimt.terms import CommonState

WORDS = {
    CommonState.NOT_ASSESSED: gettext_lazy("not assessed yet"),
    CommonState.BUILDING: gettext_lazy("building"),
    CommonState.MET: gettext_lazy("met"),
    CommonState.NEEDS_REPAIR: gettext_lazy("needs repair"),
}


@dataclass(frozen=True)
class LaneModule:
    """One common module: its state names the style, its word and fact are read."""

    module: str
    name: str
    state: str
    word: str
    fact: str


def lane(catalogue: Catalogue, readings: Mapping[str, CommonReading]) -> tuple[LaneModule, ...]:
    """All common modules; those that need repair rise to the top, the others keep their order."""
    made = [_lane_module(m, readings.get(m.id)) for m in catalogue.common()]
    return tuple(sorted(made, key=lambda m: m.state != CommonState.NEEDS_REPAIR))


def common_word(state: CommonState) -> str:
    """The state of a common module; staff screens only (clinical decision 5)."""
    return str(WORDS[state])


def _lane_module(module: Module, reading: CommonReading | None) -> LaneModule:
    known = reading or CommonReading(CommonState.NOT_ASSESSED)
    return LaneModule(
        module=module.id,
        name=module.short,
        state=known.state.value,
        word=common_word(known.state),
        fact=_fact(known),
    )


def _fact(reading: CommonReading) -> str:
    since = _("since %(day)s") % {"day": date_format(reading.on, "j M")} if reading.on else ""
    return ", ".join(part for part in (reading.because, since) if part)
