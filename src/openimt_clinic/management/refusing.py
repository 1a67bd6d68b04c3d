"""Commands that refuse in one plain sentence and leave with 2, as the command line does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from openimt.errors import OpenIMTError

REFUSED = 2


class RefusingCommand(BaseCommand):
    """A refusal is the last line on standard error, without a trace."""

    requires_system_checks: list[str] = []

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except OpenIMTError as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
