"""How many examples: a short fixed set daily, many fresh ones when OPENIMT_NIGHTLY is set."""

import os

from hypothesis import HealthCheck, settings

_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

settings.register_profile(
    "daily", max_examples=40, derandomize=True, deadline=None, suppress_health_check=_CHECKS
)
settings.register_profile(
    "nightly", max_examples=5000, deadline=None, print_blob=True, suppress_health_check=_CHECKS
)
settings.load_profile("nightly" if os.environ.get("OPENIMT_NIGHTLY") else "daily")
