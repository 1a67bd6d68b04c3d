"""Compiled code that is older than its sources is removed first, as for the unit tests."""

from tests.unit.trial.simulation.stale_code import drop_stale_code

drop_stale_code()
