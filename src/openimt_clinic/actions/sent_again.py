"""A form that was sent twice is one line; a form that was sent again with other words is not.

A page makes one key for each form. Where something stands under that key, the same words are the
same press of a button; other words were never kept, so nobody may be told that they were.
"""

from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from django.db.models import Model
from django.utils.translation import gettext as _

from openimt.errors import RecordError


def place_of(patient_id: UUID, key: UUID | None) -> UUID:
    """Where what came under this key stands; the same key at another person is another place."""
    return uuid5(patient_id, str(key or uuid4()))


def refuse_other_words(there: Model, given: Mapping[str, object]) -> None:
    """Raises RecordError where what stands there says something else than what was sent now."""
    if any(getattr(there, name) != value for name, value in given.items()):
        raise RecordError(
            _("This was kept once already, with other words. Look at what stands there. What you "
              "typed is still here; send it once more to keep it beside the first.")
        )  # fmt: skip
