"""Runs a line of a page and prints what it says, as a reader would see it."""

import contextlib
import io
import shlex
import subprocess
import sys

from openimt.cli import main

BY_A_SHELL = set("<>|&;$`*")


def said_by(command: str) -> None:
    """Prints standard output; a command that fails raises with what it said.

    Our own command alone runs within the test: its start would cost more than its work.
    """
    if command.startswith("openimt ") and not BY_A_SHELL & set(command):
        code, out, err = _within(shlex.split(command)[1:])
    else:
        done = subprocess.run(
            ["bash", "-c", command], check=False, capture_output=True, text=True, timeout=120
        )
        code, out, err = done.returncode, done.stdout, done.stderr
    if code != 0:
        raise AssertionError(f"exit {code}: {err.strip()}")
    sys.stdout.write(out)


def _within(arguments: list[str]) -> tuple[int, str, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return code, texts[0], texts[1]
