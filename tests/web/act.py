"""What is known of an action: how it is called, by whom, and who may not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests.web.people import People

Arguments = Callable[[People], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """``refused``: who may not, and how they are told. None = there is nobody to refuse."""

    function: Callable[..., Any]
    arguments: Arguments
    by: str | None = "ana"
    refused: tuple[tuple[str, type[Exception]], ...] = (
        ("ben", PermissionDenied),
        ("cleo", Http404),
        ("lea", Http404),
    )

    @property
    def name(self) -> str:
        return self.function.__name__

    def run(self, people: People, asked: dict[str, Any], by: str | None = None) -> Any:
        who = by or self.by
        return self.function(**asked, by=getattr(people, who) if who else None)


LEAD_ONLY = (("ana", PermissionDenied), ("dan", PermissionDenied), ("cleo", Http404))
ON_ALERT = (("ben", PermissionDenied), ("cleo", Http404), ("dan", PermissionDenied))
BY_AUTHOR = (("ana", PermissionDenied), ("lea", PermissionDenied), ("cleo", Http404))
ONESELF = (("ana", PermissionDenied), ("ben", PermissionDenied), ("cleo", Http404))
NOBODY: tuple[tuple[str, type[Exception]], ...] = ()


def dan(**more: Any) -> Arguments:
    return lambda people: {"patient": people.patient, **more}


def clinic(**more: Any) -> Arguments:
    return lambda people: {"clinic": people.clinic, **more}
