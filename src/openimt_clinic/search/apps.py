"""The Django part for the search package."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The words of the catalogue, kept so that they can be searched."""

    name = "openimt_clinic.search"
    label = "search"
