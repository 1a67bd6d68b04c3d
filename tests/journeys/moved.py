"""The demo clinic's web once more, on the same database, with a clock that a journey moves.

A week of a diary cannot be waited for. What is moved is the clock alone: requests, database,
scripts and service worker are the real ones. Gunicorn loads this module; its folder holds the
file ``clock``, which says what time it is, and since when.
"""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

CLOCK = Path(os.environ["OPENIMT_MOVED_CLOCK"])


def moved_now() -> datetime:
    """The journey's time, which goes on as time does."""
    said, since = CLOCK.read_text(encoding="ascii").split()
    return datetime.fromisoformat(said) + timedelta(seconds=time.time() - float(since))


timezone.now = moved_now

from openimt_clinic.wsgi import application  # noqa: E402 - the clock comes first

__all__ = ["application"]
