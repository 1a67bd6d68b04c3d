"""Run the command line inside the test, as a user's script would see it."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from openimt.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Ran:
    """Run ``openimt`` with these arguments."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    code = ended.value.code
    return Ran(code if isinstance(code, int) else 0, shown.out, shown.err)


def refused(ran: Ran) -> str:
    """The one plain sentence of a refusal; anything else about it fails the test."""
    assert ran.code == 2, ran
    assert ran.out == "", ran.out
    assert "Traceback" not in ran.err
    lines = [line for line in ran.err.splitlines() if not line.startswith("warning: ")]
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("openimt: ")
    return lines[0].removeprefix("openimt: ")
