"""The Django part for the team lead's pages."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """The team lead's pages."""

    name = "openimt_clinic.team"
    label = "team"
