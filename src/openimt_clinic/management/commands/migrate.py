"""Django's ``migrate``, without its costliest step where nothing comes of it.

After each index and each constraint Django draws the model anew, and with it every model it is
tied to: nearly all of them, for nearly all know a person and a clinic. Here the model as it was
drawn is told of the index and that is all, for its fields and its ties stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


def _tell(state: ProjectState, model: tuple[str, str], option: str, more: object) -> None:
    options = state.models[model].options
    options[option] = [*options[option], more]
    if "apps" in vars(state):
        setattr(state.apps.get_model(*model)._meta, option, list(options[option]))


def _add_index(self: ProjectState, app_label: str, model_name: str, index: object) -> None:
    _tell(self, (app_label, model_name), "indexes", index)


def _add_constraint(self: ProjectState, app_label: str, model_name: str, one: object) -> None:
    _tell(self, (app_label, model_name), "constraints", one)


QUIETLY = {"add_index": _add_index, "add_constraint": _add_constraint}


@contextmanager
def drawing_less() -> Iterator[None]:
    """Inside, a model that gets an index or a constraint is not drawn anew."""
    with_drawing = {name: getattr(ProjectState, name) for name in QUIETLY}
    _take(QUIETLY)
    try:
        yield
    finally:
        _take(with_drawing)


def _take(ways: Mapping[str, Callable[..., None]]) -> None:
    for name, way in ways.items():
        setattr(ProjectState, name, way)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with drawing_less():
            super().handle(*args, **options)
