"""What happened between two sessions beside the plan, one line each: calls, what was tried."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Call:
    """A coaching call. ``helped``: 0 to 7, as the person says; None = nobody asked."""

    on: date
    why: str = ""
    skill: str = ""
    helped: float | None = None
    agreed: str = ""

    @property
    def says(self) -> str:
        """What it was for, what was coached, and what was agreed."""
        coached = f"“{self.skill}” was coached" if self.skill else ""
        if coached and self.helped is not None:
            coached = f"{coached} and helped {self.helped:g} of 7"
        agreed = f"agreed: {_plain(self.agreed)}" if self.agreed else ""
        told = "; ".join(filter(None, (_plain(self.why), coached, agreed)))
        return f"Coaching call: {told}." if told else "Coaching call."


@dataclass(frozen=True)
class Tried:
    """An experiment with what was expected, how sure (0 to 100) and what was found; nothing found
    yet is a question."""

    on: date
    act: str
    expected: str = ""
    sure: float | None = None
    found: str = ""

    @property
    def says(self) -> str:
        """The act, what was expected, what was found."""
        sure = f", {self.sure:g} of 100 sure" if self.sure is not None else ""
        expected = f" Expected{sure}: {_plain(self.expected)}." if self.expected else ""
        found = f"Found: {_plain(self.found)}." if self.found else "What was found is not told yet."
        return f"Tried: {_plain(self.act)}.{expected} {found}"


def _plain(words: str) -> str:
    return words.strip().rstrip(".")
