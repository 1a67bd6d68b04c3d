"""What ``plan`` and ``replan`` share: reading the request, understanding it, saying a conflict."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from openimt.catalogue.catalogue import Catalogue
from openimt.cli.console import print_json
from openimt.errors import AssessmentError, ConflictError, ExchangeError, OpenIMTError
from openimt.exchange.documents import ConflictDocument
from openimt.formulate.assessment import Assessment
from openimt.formulate.profile import Profile
from openimt.formulate.understand import understand


def to_day(text: str) -> date:
    """A day given as an option; anything else is refused with its name."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        says = f"'{text}' is no day; expected a date such as 2026-11-22"
        raise ExchangeError(says, field="--on") from None


def profile_of(
    assessment: Assessment, catalogue: Catalogue, file: Path, planned: Collection[str] | None = None
) -> Profile:
    """What an assessment means; what the catalogue does not know is refused with its file."""
    try:
        return understand(assessment, catalogue, planned)
    except ConflictError:
        raise
    except OpenIMTError as error:
        if error.file is not None:
            raise
        says = f"{error.says} (patient {assessment.patient})"
        raise AssessmentError(says, file=str(file), field=error.field) from None


def show_conflict(error: ConflictError, patient: str) -> None:
    """An impossible request as the contract's document."""
    document: ConflictDocument = {
        "conflict": list(error.conflict),
        "minimal": True,
        "says": f"{patient}: {error.says}",
    }
    print_json(document)
