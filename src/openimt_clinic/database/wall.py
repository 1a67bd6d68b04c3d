"""Standing inside the wall: the database shows a connection the rows of one clinic alone.

Outside it shows none. The rows are hidden by policies (``openimt_clinic.database.walls``); here a
connection says which clinic, and which user, it works for.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

NOWHERE = ("", "")
Place = uuid.UUID | str | None


def _stand(place: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.clinic', %s, false), set_config('app.user', %s, false)", place
        )
    connection.openimt_place = place  # type: ignore[attr-defined]


def _aborted() -> bool:
    """A failed transaction answers nothing more; its rollback brings the earlier place back."""
    raw = connection.connection
    return raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR


@contextmanager
def inside(*, clinic: Place = None, user: Place = None) -> Iterator[Callable[[Place, Place], None]]:
    """Work for this clinic and user until the block ends; then back to where it was before.

    What it gives moves on to another clinic and user within the block.
    """
    before = getattr(connection, "openimt_place", NOWHERE)
    _stand((str(clinic or ""), str(user or "")))
    try:
        yield lambda clinic, user: _stand((str(clinic or ""), str(user or "")))
    finally:
        if _aborted():
            connection.openimt_place = before  # type: ignore[attr-defined]
        else:
            _stand(before)
