"""The only translator between the core's values and the clinic's records."""
