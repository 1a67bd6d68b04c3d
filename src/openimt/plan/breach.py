"""What the checker says of a plan that breaks a hard rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """A hard rule that a plan breaks: its name, the module concerned (or empty), in words."""

    rule: str
    module: str
    says: str
