"""What makes a function an action, checked when it is defined and each time it runs."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from openimt.errors import RecordError
from openimt_clinic.audit.log import marked, written

Function = TypeVar("Function", bound=Callable[..., Any])


def action(function: Function) -> Function:
    """One transaction with its event: both are kept, or neither.

    The function takes keywords alone, ``by`` among them, checks the permission itself, and writes
    at least one event.
    """
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters) or "by" not in {
        p.name for p in parameters
    }:
        raise TypeError(f"{function.__name__}: an action takes keywords alone, `by` among them")

    @functools.wraps(function)
    def kept(**asked: Any) -> Any:
        once = marked.set(set())
        try:
            with transaction.atomic():
                before = written.get()
                result = function(**asked)
                if written.get() == before:
                    raise AssertionError(f"{function.__name__} wrote no event")
                return result
        finally:
            marked.reset(once)

    kept.is_action = True  # type: ignore[attr-defined]
    return kept  # type: ignore[return-value]


def said(text: str, *, field: str, remedy: str) -> str:
    """A text that may not be empty; raises RecordError naming the field and what to write. A zero
    byte says nothing, and the database keeps none."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise RecordError(remedy, field=field)
    return words
