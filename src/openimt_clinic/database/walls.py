"""The second wall: row-level security on every record, and as few rights as the web needs.

Put up again after each migration, by the owner, so that a new record cannot be forgotten. The
policies are forced: they bind the owner of the tables, too, and only a superuser passes them.
"""

from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.utils import CursorWrapper

from openimt.errors import ServiceError
from openimt_clinic.database.address import WEB_ROLE

CLINIC = "nullif(current_setting('app.clinic', true), '')::uuid"
USER = "nullif(current_setting('app.user', true), '')::uuid"

# Who signs in is looked up before a clinic is known.
WITHOUT_WALL = {"records_user"}
# The log may grow, and so may the kept catalogues; nobody changes or shortens them.
APPEND_ONLY = ("audit_auditevent", "records_catalogueversion")


def walled_models() -> list[type[models.Model]]:
    """Every model of records and audit, but those looked up before a clinic is known."""
    found = [m for label in ("records", "audit") for m in apps.get_app_config(label).get_models()]
    return [model for model in found if model._meta.db_table not in WITHOUT_WALL]


def policies(table: str) -> list[str]:
    """The policies of one table."""
    if table == "records_clinic":
        # A clinic's name and numbers are for everyone, also before sign-in.
        mine = f"USING (id = {CLINIC}) WITH CHECK (id = {CLINIC})"
        return [
            f"CREATE POLICY clinic_read ON {table} FOR SELECT USING (true)",
            f"CREATE POLICY clinic_write ON {table} FOR ALL {mine}",
        ]
    seen = f"clinic_id = {CLINIC}"
    if table == "records_membership":
        # One's own memberships tell which clinic one works in.
        seen += f" OR user_id = {USER}"
    check = f"WITH CHECK (clinic_id = {CLINIC})"
    return [f"CREATE POLICY clinic_only ON {table} FOR ALL USING ({seen}) {check}"]


def put_up_walls(using: str = "default", **_: Any) -> None:
    """Walls, rights and checks on all tables; runs as the owner after every migration."""
    with connections[using].cursor() as cursor:
        _make_role(cursor)
        _grant(cursor)
        for model in walled_models():
            _wall(cursor, model._meta.db_table)
            if any(field.name == "patient" and field.is_relation for field in model._meta.fields):
                _same_clinic(cursor, model._meta.db_table)
        for table in APPEND_ONLY:
            _append_only(cursor, table)


def _make_role(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
    found = cursor.fetchone()
    if found and any(found):
        raise ServiceError(f"The database role {WEB_ROLE} must not be a superuser; make it plain.")
    if not found:
        cursor.execute(f"CREATE ROLE {WEB_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB")
    cursor.execute(
        "SELECT current_user = %s OR pg_has_role(current_user, %s, 'MEMBER')", [WEB_ROLE] * 2
    )
    if not cursor.fetchone()[0]:
        cursor.execute(f"GRANT {WEB_ROLE} TO CURRENT_USER")


def _grant(cursor: CursorWrapper) -> None:
    for right in (
        "USAGE ON SCHEMA public",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
        "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public",
    ):
        cursor.execute(f"GRANT {right} TO {WEB_ROLE}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {WEB_ROLE}")


def _wall(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP POLICY {name} ON {table}")
    for policy in policies(table):
        cursor.execute(policy)


def _same_clinic(cursor: CursorWrapper, table: str) -> None:
    """A row about a patient is of that patient's clinic; foreign keys look past the walls."""
    name = f"{table}_same_clinic"
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (patient_id, clinic_id) "
            "REFERENCES records_patient (id, clinic_id) DEFERRABLE INITIALLY DEFERRED"
        )


def _append_only(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {WEB_ROLE}")
    cursor.execute(
        "CREATE OR REPLACE FUNCTION openimt_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION openimt_append_only()"
    )
