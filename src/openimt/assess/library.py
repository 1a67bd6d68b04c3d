"""The packaged instruments, by id."""

from functools import cache
from pathlib import Path

from openimt.assess.definition import read_definition
from openimt.assess.instrument import Instrument
from openimt.errors import InstrumentError

HOME = Path(__file__).parent / "instruments"


@cache
def known() -> tuple[str, ...]:
    """The ids of all packaged instruments, in order."""
    return tuple(sorted(path.stem for path in HOME.glob("*.toml")))


@cache
def load(instrument_id: str) -> Instrument:
    """The packaged instrument of that id; raises InstrumentError when there is none.

    >>> load("phq9").items[8].highest
    3.0
    """
    if instrument_id not in known():
        ids = ", ".join(known())
        raise InstrumentError(f"there is no instrument '{instrument_id}'; known: {ids}")
    return read_definition(HOME / f"{instrument_id}.toml")
