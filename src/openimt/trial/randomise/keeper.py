"""A sealed list on disk: one writer at a time, each row on the disk before its arm is told.

Two files besides the list: the secret, and next to it the witness, which holds the last row. The
witness is written first, so a row is in both or can be completed from it; a list that was put
back from an old copy stands behind its witness and is refused. Locks are those of the operating
system (flock): keep the files on a disk of the machine that randomises, not on a network share.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.chain import Row, RowKind, new_row, read_row
from openimt.trial.randomise.scheme import Scheme
from openimt.trial.randomise.sealed import SealedList, opened
from openimt.trial.randomise.secret import Secret, read_secret, write_new, write_secret
from openimt.trial.randomise.verify import read_list, verify


@dataclass(frozen=True)
class Keeper:
    """Where a list, its secret and its witness lie."""

    path: Path
    secret_path: Path

    @property
    def witness_path(self) -> Path:
        """The file that holds the last row, beside the secret."""
        return self.secret_path.with_name(self.secret_path.name + ".witness")

    def begin(self, scheme: Scheme, secret: Secret, *, trial: str, at: str, by: str) -> SealedList:
        """Write secret, witness and list, none of which may exist."""
        if self.path.resolve() == self.secret_path.resolve():
            raise TrialError("list and secret are two files", file=str(self.path))
        for path in (self.path, self.secret_path, self.witness_path):
            if not path.parent.is_dir():
                raise TrialError("lies in a folder that is not there", file=str(path))
            if path.exists():
                raise TrialError("is there already and is not written over", file=str(path))
        listed = opened(scheme, secret, trial=trial, at=at, by=by)
        write_secret(self.secret_path, secret)
        write_new(self.witness_path, listed.head.line, mode=0o600)
        write_new(self.path, listed.head.line, mode=0o644)
        return listed

    def allocate(
        self, *, person: str, levels: Mapping[str, str], at: str, by: str, known: str | None = None
    ) -> Row:
        """Give the next person an arm. ``known``: a hash that must be in the list."""
        with self._ready(known) as (listed, secret):
            codes = listed.scheme.codes(levels)
            _check_new(listed, person)
            allocator = Allocator(secret.complete(listed.scheme), secret.chance)
            allocator.all(listed.levels(listed.scheme))
            arm = listed.scheme.arms[allocator.next(codes)]
            says = {"person": person, "levels": dict(levels), "arm": arm}
            return self._append(listed, RowKind.ALLOCATION, says, at=at, by=by)

    def record(
        self, kind: RowKind, *, person: str | None, says: Mapping[str, str], at: str, by: str
    ) -> Row:
        """Write a withdrawal, an unblinding or a note. A person must have a place in the list."""
        with self._ready(None) as (listed, _):
            if person is not None and listed.of(person) is None:
                raise TrialError(f"'{person}' has no place in the list", field="person")
            named = {} if person is None else {"person": person}
            return self._append(listed, kind, named | dict(says), at=at, by=by)

    def reveal(self, *, at: str, by: str) -> Row:
        """Close the list and put its secret into it, so that anybody can recompute every arm."""
        with self._ready(None) as (listed, secret):
            return self._append(listed, RowKind.REVEAL, secret.said(), at=at, by=by)

    @contextmanager
    def _ready(self, known: str | None) -> Iterator[tuple[SealedList, Secret]]:
        """The list, alone with it: completed after a crash, verified to the last arm, and open."""
        secret = read_secret(self.secret_path)
        with _plainly(), self._alone():
            text = self._completed()
            found = verify(text, secret=secret, known=[] if known is None else [known])
            if not found.sound:
                first = found.findings[0]
                row = first.row or None
                raise TrialError(f"{first.says}; nothing was allocated", file=self._name, row=row)
            if found.revealed:
                raise TrialError("the list was revealed and is closed", file=self._name)
            yield read_list(text)[0], secret

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile: an exclusive lock on a file of its own."""
        if not self.path.is_file():
            raise TrialError("there is no such list; begin it with init", file=self._name)
        with self.witness_path.with_name(self.witness_path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _completed(self) -> str:
        """The text of the list, brought to its witness when only the last row was lost."""
        text, last = self._text(self.path), self._text(self.witness_path)
        if text.endswith(last):
            return text
        whole, _, torn = text.rpartition("\n")
        before = read_row(last).previous
        ended = whole.rpartition("\n")[2]
        if last.startswith(torn) and ended and read_row(ended).hash == before:
            _append_text(self.path, last[len(torn) :])
            return text + last[len(torn) :]
        raise TrialError(
            "is not the list its witness knows: an old copy was put back, or rows were changed "
            f"(the witness is {self.witness_path.name}); put the newest copy back",
            file=self._name,
        )

    def _append(
        self, listed: SealedList, kind: RowKind, says: Mapping[str, Any], *, at: str, by: str
    ) -> Row:
        row = new_row(listed.head, kind, at=at, by=by, says=says)
        _replace(self.witness_path, row.line)
        _append_text(self.path, row.line)
        return row

    @property
    def _name(self) -> str:
        return str(self.path)

    def _text(self, path: Path) -> str:
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise TrialError("is missing; put its newest copy back", file=str(path)) from None
        except UnicodeDecodeError:
            raise TrialError("is not a sealed list", file=str(path)) from None


def _check_new(listed: SealedList, person: str) -> None:
    if not person or person != person.strip() or not person.isprintable():
        raise TrialError(f"{person!r} is no id: letters without spaces around them", field="person")
    row = listed.of(person)
    if row is None:
        return
    place = f"has a place already (row {row.number + 1}, given at {row.at})"
    if listed.withdrawn(person):
        place += " and withdrew; a place is never given again, the next person gets a new id"
    raise TrialError(f"'{person}' {place}", field="person")


@contextmanager
def _plainly() -> Iterator[None]:
    """What the operating system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        says = f"cannot be used: {error.strerror}"
        raise TrialError(
            says, file=None if error.filename is None else str(error.filename)
        ) from error


def _append_text(path: Path, text: str) -> None:
    """One write at the end of the file, on the disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        data = text.encode("ascii")
        if os.write(handle, data) != len(data):
            raise TrialError("the disk took only part of a row; make room", file=str(path))
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """The whole file or the old one, never half of it."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
