"""How many examples: a short fixed set daily; as many fresh ones as OPENIMT_EXAMPLES says."""

import os

from hypothesis import HealthCheck, settings

_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_MANY = int(os.environ.get("OPENIMT_EXAMPLES", "0"))

settings.register_profile(
    "daily", max_examples=40, derandomize=True, deadline=None, suppress_health_check=_CHECKS
)
settings.register_profile(
    "nightly",
    max_examples=max(1, _MANY),
    deadline=None,
    print_blob=True,
    suppress_health_check=_CHECKS,
)
settings.load_profile("nightly" if _MANY else "daily")
