"""What forms send beside what was typed: the key of one press, and what the page had read."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from openimt.errors import RecordError

NOTHING_YET = datetime.min.replace(tzinfo=UTC)
"""What a page had seen where nobody had written anything."""


def key_of(text: str) -> UUID | None:
    """The key that the page made; None where somebody sent no key, or none that is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def seen_of(text: str) -> datetime | None:
    """When what the page showed was written; None for a page that showed nothing yet."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(_("This page is too old; open it again.")) from None
