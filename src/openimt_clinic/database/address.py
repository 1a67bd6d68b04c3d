"""Database addresses such as ``postgresql://name:secret@host:5432/clinic?sslmode=require``."""

from urllib.parse import parse_qsl, unquote, urlsplit

from openimt.errors import ServiceError

WEB_ROLE = "openimt_web"
"""The plain role the web works as: not a superuser, owner of nothing, so the walls bind it."""

PATIENCE = "-c lock_timeout=4s -c statement_timeout=12s"
"""A page that waits for ever helps nobody: a slow database is an answer, too, with the numbers."""

PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""PostgreSQL keeps the plan of what a connection asks again and again; planning it anew costs more
than the answer. The walls hold all the same: they are asked with each row, not with each plan."""


def django_database(url: str, *, role: str | None = None) -> dict[str, object]:
    """Django's settings for an address; with ``role`` every connection takes that role on.

    >>> django_database("postgresql://ana@/clinic?host=/run/pg")["HOST"]
    '/run/pg'
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ServiceError(
            "DATABASE_URL is not the address of a PostgreSQL database; "
            "write it as postgresql://user:password@host:5432/database."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    if role:
        # The server sets it while connecting, so no connection of ours is ever without it.
        ours = f"-c role={role} {PATIENCE}"
        options["options"] = f"{options.get('options', '')} {ours}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options | PREPARED,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIRROR": None},
    }
