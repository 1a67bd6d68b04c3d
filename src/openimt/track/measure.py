"""What must be known of a measure to follow it: its range, its direction, its spread."""

from dataclasses import dataclass

from openimt.assess.change import norm_for, smallest_reliable, standard_error
from openimt.assess.instrument import Instrument, Scale
from openimt.track.numbers import numbers

_MOST_RELIABLE = 0.99
"""No reading is without error: a level needs some noise to be filtered from."""


@dataclass(frozen=True)
class Measured:
    """A scale to follow. ``sd`` and ``reliability`` are None where no norm is known."""

    id: str
    name: str
    lowest: float
    highest: float
    higher_is: str = "worse"
    sd: float | None = None
    reliability: float | None = None

    @property
    def worse(self) -> int:
        """1 when a higher value is worse, -1 when it is better."""
        return -1 if self.higher_is == "better" else 1

    @property
    def spread(self) -> float:
        """The standard deviation to reckon with: the norm's, else a share of the range."""
        share = numbers("openimt.track", "recovery.toml")["default.sd_share"]
        return self.sd or share * (self.highest - self.lowest)

    @property
    def noise_sd(self) -> float:
        """Standard deviation of the measurement error, by the reliability."""
        return standard_error(self.spread, self._reliability)

    @property
    def reliable_change(self) -> float:
        """The smallest difference that is more than chance, after Jacobson and Truax."""
        return smallest_reliable(self.spread, self._reliability)

    @property
    def _reliability(self) -> float:
        given = numbers("openimt.track", "recovery.toml")["default.reliability"]
        known = self.reliability if self.reliability is not None else given
        return min(known, _MOST_RELIABLE)


def measured(instrument: Instrument, scale_id: str = "total") -> Measured:
    """What to know of one scale of an instrument; a scale it lacks raises InstrumentError."""
    scale = instrument.scale(scale_id)
    lowest, highest = _range(instrument, scale)
    norm = norm_for(instrument, scale_id)
    whole = scale_id == "total"
    return Measured(
        instrument.id if whole else f"{instrument.id}.{scale_id}",
        instrument.name if whole else f"{instrument.name}: {scale.name}",
        lowest,
        highest,
        scale.higher_is,
        norm.sd if norm else None,
        norm.reliability if norm else None,
    )


def _range(instrument: Instrument, scale: Scale) -> tuple[float, float]:
    items = {item.id: item for item in instrument.items}
    lows = [max(items[i].lowest for i in part.highest_of) for part in scale.parts]
    highs = [max(items[i].highest for i in part.highest_of) for part in scale.parts]
    of = len(scale.parts) if scale.method == "mean" else 1
    return sum(lows) / of, sum(highs) / of
