"""What a question comes to for a person."""

from dataclasses import dataclass

from openimt.formulate.profile import Because
from openimt.terms import Truth


@dataclass(frozen=True)
class Answer:
    """What a condition comes to, what it rests on, and, where time alone can turn the answer, in
    how many weeks it turns if nothing new happens."""

    state: Truth
    because: tuple[Because, ...] = ()
    in_weeks: int | None = None
