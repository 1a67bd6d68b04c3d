"""Every field of every record is sorted: does it identify, is it clinical, or is it plain?

A model carries an inner `class Privacy` with three tuples of field names: `identifying`, `clinical`
and `plain`. Together they name every column exactly once, so nobody can add a field without
deciding. Export, the pseudonymised copy and the demo's guard read these lists.
"""

from collections import Counter

import pytest

from tests.conftest import make_django_ready
from tests.house.tree import SRC

KINDS = ("identifying", "clinical", "plain")

if not any((SRC / "openimt_clinic").glob("settings*")):
    pytest.skip("the web has no settings yet", allow_module_level=True)


def records() -> list:
    make_django_ready()
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("openimt_clinic.")]


def unsorted_fields(columns: list[str], privacy: object) -> list[str]:
    named = Counter(name for kind in KINDS for name in getattr(privacy, kind, ()))
    wrong = [f"{name} is in no list" for name in columns if name not in named]
    wrong += [f"{name} is in {times} lists" for name, times in named.items() if times > 1]
    return wrong + [f"{name} is no column" for name in named if name not in columns]


def test_every_field_of_every_record_is_sorted() -> None:
    found = {}
    for model in records():
        columns = [field.name for field in model._meta.concrete_fields]
        wrong = unsorted_fields(columns, getattr(model, "Privacy", None))
        if wrong:
            found[model.__name__] = wrong
    assert not found, found


def test_a_forgotten_a_doubled_and_a_stale_name_are_found() -> None:
    class Privacy:
        identifying = ("name",)
        clinical = ("score", "name")
        plain = ("gone",)

    assert unsorted_fields(["name", "score", "colour"], Privacy) == [
        "colour is in no list",
        "name is in 2 lists",
        "gone is no column",
    ]
