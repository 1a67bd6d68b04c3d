"""Every error raised on purpose. Anything else that is raised is a bug and is shown as one.

>>> print(ScoringError("is 7, outside 0 to 3", file="a.csv", row=4, field="q2"))
a.csv, row 4, field q2: is 7, outside 0 to 3
"""


class OpenIMTError(Exception):
    """Input we refuse, in one plain sentence with its place and remedy. Command line: exit 2."""

    def __init__(
        self,
        says: str,
        *,
        file: str | None = None,
        row: int | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(says)
        self.says = says
        self.file = file
        self.row = row
        self.line = line
        self.field = field

    @property
    def place(self) -> str:
        """Where it is, such as ``a.csv, row 4, field q2``; empty when the place is not known."""
        parts = [self.file] if self.file else []
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"line {self.line}"] if self.line is not None else []
        parts += [f"field {self.field}"] if self.field else []
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.place}: {self.says}" if self.place else self.says


class CatalogueError(OpenIMTError):
    """A catalogue file that cannot be read, or says something the catalogue cannot mean."""


class InstrumentError(OpenIMTError):
    """An instrument definition that is unknown or unsound."""


class ScoringError(OpenIMTError):
    """Answers that do not fit their instrument."""


class ExchangeError(OpenIMTError):
    """A file from outside that cannot be read as what it should be."""


class AssessmentError(OpenIMTError):
    """An assessment that says something impossible."""


class PlanningError(OpenIMTError):
    """A request for a plan that cannot be met."""


class ConflictError(PlanningError):
    """Requests that cannot all hold; ``conflict`` is a smallest set of rules that collide."""

    def __init__(self, says: str, conflict: tuple[str, ...]) -> None:
        super().__init__(says)
        self.conflict = conflict


class ProofError(OpenIMTError):
    """A proof that can neither be made nor refuted here."""


class DeliveryError(OpenIMTError):
    """A session or appointment that cannot be recorded as asked."""


class ServiceError(OpenIMTError):
    """The clinic does not start, or its database does not answer, for a reason with a remedy."""


class RecordError(OpenIMTError):
    """Something the clinic cannot keep as it was asked to."""


class TrialError(OpenIMTError):
    """Data, a design or a model that a trial analysis refuses rather than guess."""
