"""Compiled code that is older than its sources is removed before the tests of it run."""

from tests.unit.trial.simulation.stale_code import drop_stale_code

drop_stale_code()
