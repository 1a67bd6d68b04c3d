"""What the environment says. Each name read here is explained in ``docs/reference/settings.md``."""

import hashlib
import os
import sys
from enum import StrEnum
from pathlib import Path


class Mode(StrEnum):
    """How the clinic runs: with invented people, for real, or under test."""

    DEMO = "demo"
    SERVE = "serve"
    TEST = "test"


def said(name: str, default: str = "") -> str:
    """The value of a variable, without the spaces around it."""
    return os.environ.get(name, default).strip()


def listed(name: str, default: str = "") -> list[str]:
    """A value that is a list with commas between."""
    return [part.strip() for part in said(name, default).split(",") if part.strip()]


def yes(name: str, default: str = "no") -> bool:
    """A value that is yes or no."""
    return said(name, default).lower() in {"yes", "true", "on", "1"}


def home() -> Path:
    """Where the embedded database and the collected static files lie.

    As root not under the home folder: the database's own system user has to reach it.
    """
    if named := said("OPENIMT_HOME"):
        return Path(named).resolve()
    this_installation = hashlib.sha256(sys.prefix.encode()).hexdigest()[:8]
    if os.geteuid() == 0:
        return Path("/var/lib") / f"openimt-{this_installation}"
    return Path.home() / ".local" / "share" / f"openimt-{this_installation}"
