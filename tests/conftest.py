"""Django is made ready only when tests of the web are asked for; the core is tested without it.

A conftest of the web is read before this hook runs, so it imports records inside its fixtures,
or calls `make_django_ready` first.
"""

import os
from pathlib import Path

import pytest

SETTINGS = "openimt_clinic.settings"
WITHOUT_DJANGO = {"unit", "spec", "generative", "reference", "docs", "house"}


def make_django_ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def asks_only_the_core(arguments: list[str]) -> bool:
    paths = [Path(argument.split("::")[0]) for argument in arguments]
    return all(WITHOUT_DJANGO & set(path.parts) for path in paths)


def pytest_configure(config: pytest.Config) -> None:
    if not asks_only_the_core(config.args):
        make_django_ready()
