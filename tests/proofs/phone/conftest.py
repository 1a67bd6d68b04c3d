"""The proofs of phones stand on a real PostgreSQL, as the tests of the web do."""

from tests.conftest import make_django_ready

make_django_ready()

from tests.web.conftest import django_db_setup, server  # noqa: E402

__all__ = ["django_db_setup", "server"]
