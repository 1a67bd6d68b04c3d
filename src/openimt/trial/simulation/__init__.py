"""Simulated trials: the same bytes for any number of workers, power and errors with their MCSE."""
