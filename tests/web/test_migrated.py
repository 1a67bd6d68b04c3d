"""The migrations make the database that the records describe, with every check and every index."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from openimt_clinic.management.commands.migrate import drawing_less


def test_every_index_and_constraint_of_the_records_is_in_the_database(db: None) -> None:
    wanted, there = set(), set()
    for model in apps.get_models():
        meta = model._meta
        wanted |= {(meta.db_table, one.name) for one in (*meta.indexes, *meta.constraints)}
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, meta.db_table)
        there |= {(meta.db_table, name) for name in found}
    assert len(wanted) > 100
    assert wanted <= there, wanted - there


def test_no_record_waits_for_a_migration(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_django_draws_as_ever_when_the_migration_is_over() -> None:
    before = ProjectState.add_index, ProjectState.add_constraint
    with drawing_less():
        assert ProjectState.add_index is not before[0]
        assert ProjectState.add_constraint is not before[1]
    assert (ProjectState.add_index, ProjectState.add_constraint) == before
