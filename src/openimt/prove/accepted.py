"""Slips that no property notices, and why that is right: each has a plain clinical reason."""

from collections.abc import Mapping

ACCEPTED: Mapping[str, str] = {
    "costs sessions: s7": (
        "No fact calls for a review of medicines at once, and a prescriber gives it; counting its "
        "sessions would delay other work and endanger nobody."
    ),
}
"""By the whole name of the mutant."""
