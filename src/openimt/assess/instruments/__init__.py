"""The packaged instruments: one TOML definition each, found with ``load`` and ``known``."""

from openimt.assess.library import known, load

__all__ = ["known", "load"]
