"""The unguessable part of a feed's address: the ids of what allows it, and a code that only this
clinic's server can make. Nothing of it is kept: a copy of the database opens no feed."""

import uuid
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

CODE = 40


@dataclass(frozen=True)
class Allowed:
    """The clinic, and the row in it that allows the feed."""

    clinic: uuid.UUID
    row: uuid.UUID


def secret_for(sort: str, allowed: Allowed) -> str:
    """The secret of a feed. ``sort``: one kind of feed's secret opens no other kind."""
    return f"{allowed.clinic.hex}{allowed.row.hex}{_code(sort, allowed)}"


def allowed_by(sort: str, secret: str) -> Allowed | None:
    """What a secret names; None for one that was guessed."""
    try:
        allowed = Allowed(uuid.UUID(secret[:32]), uuid.UUID(secret[32:64]))
    except ValueError:
        return None
    return allowed if constant_time_compare(secret[64:], _code(sort, allowed)) else None


def _code(sort: str, allowed: Allowed) -> str:
    made = salted_hmac(sort, f"{allowed.clinic.hex}.{allowed.row.hex}", algorithm="sha256")
    return made.hexdigest()[:CODE]
