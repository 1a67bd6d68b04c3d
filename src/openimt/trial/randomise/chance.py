"""Chance that anybody can recompute: whole numbers from a secret seed by HMAC-SHA256.

A list that is opened years later must come out the same in any language and any version of any
library. Streams of numerical libraries promise no such thing; HMAC (RFC 2104) over SHA-256 does.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from openimt.errors import TrialError

FORMAT = "openimt randomise 1"
SEED_BYTES = 32
SPAN = 1 << 64
"""How many values one draw of 8 bytes can take."""


@dataclass(frozen=True)
class Chance:
    """Draws that follow from a secret seed of 32 bytes; the seed is never shown by ``repr``.

    Every draw has a label, such as ``("arm", "A / none", 3)``: the same seed and label give the
    same number, in whatever order one asks. Who lacks the seed can say nothing about a draw, not
    even when all other draws are known, as long as SHA-256 holds.

    >>> chance = Chance(bytes(32))
    >>> chance.below(6, "die", 1)
    2
    >>> [chance.pick((1, 2), "arm", n) for n in range(8)]
    [1, 0, 0, 0, 1, 1, 1, 1]
    """

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise TrialError(f"a secret seed has {SEED_BYTES} bytes, this one {len(self.seed)}")

    def below(self, limit: int, *label: str | int) -> int:
        """A whole number from 0 to ``limit - 1``, each equally likely (by rejection)."""
        if not 0 < limit < SPAN:
            raise TrialError(f"chance picks below a whole number above 0, not below {limit}")
        fair = SPAN - SPAN % limit
        attempt = 0
        while (drawn := self._draw(label, attempt)) >= fair:
            attempt += 1
        return drawn % limit

    def pick(self, weights: Sequence[int], *label: str | int) -> int:
        """The place of one weight, picked in proportion to the weights (whole numbers)."""
        drawn = self.below(sum(weights), *label)
        for place, weight in enumerate(weights):
            if drawn < weight:
                return place
            drawn -= weight
        raise AssertionError("a draw lies below the sum of the weights")

    def _draw(self, label: tuple[str | int, ...], attempt: int) -> int:
        text = json.dumps([FORMAT, *label, attempt], ensure_ascii=True, separators=(",", ":"))
        made = hmac.new(self.seed, text.encode("ascii"), hashlib.sha256).digest()
        return int.from_bytes(made[:8], "big")
