"""The lowest and highest value a scale can take."""

from openimt.assess.instrument import Instrument, Scale


def scale_range(scale: Scale, instrument: Instrument) -> tuple[float, float]:
    """Lowest and highest possible value, from the ranges of the scale's items.

    >>> from openimt.assess.instruments import load
    >>> scale_range(load("qids-sr16").scale("total"), load("qids-sr16"))
    (0.0, 27.0)
    """
    lows, highs = [], []
    for part in scale.parts:
        items = [instrument.item(item) for item in part.highest_of]
        lows.append(max(item.lowest for item in items))
        highs.append(max(item.highest for item in items))
    over = len(scale.parts) if scale.method == "mean" else 1
    return sum(lows) / over, sum(highs) / over
