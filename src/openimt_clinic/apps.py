"""The clinic as a Django part: after each migration the walls are put up again."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ClinicConfig(AppConfig):
    name = "openimt_clinic"
    label = "clinic"

    def ready(self) -> None:
        from openimt_clinic.database.walls import put_up_walls

        # Sent once for each part that has tables, after all of them are migrated; one is enough.
        post_migrate.connect(put_up_walls, sender=apps.get_app_config("audit"))
