"""A file of finished chunks, so that a run that was stopped goes on where it was.

After a head line (design, seed and number of trials), each chunk is a record: its first replicate,
its length, its CPU seconds, a checksum, its rows. What a crash left half written is dropped.
"""

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from openimt.errors import TrialError
from openimt.trial.simulation.chunk import Chunk
from openimt.trial.simulation.rows import COLUMNS

_RECORD = struct.Struct("<qqdI")
_MARK = "openimt trial simulation 1"


@dataclass(frozen=True)
class Run:
    """Which run a file belongs to; ``design`` is a fingerprint."""

    design: str
    seed: int
    replicates: int


class Checkpoint:
    """A file of finished chunks of one run; opened, read to its end, then added to."""

    def __init__(self, path: Path, run: Run) -> None:
        self.path = path
        self.done: list[Chunk] = []
        try:
            self._file = self._open(run)
        except OSError as error:
            raise self._refuse(error) from None

    def _refuse(self, error: OSError) -> TrialError:
        says = f"cannot be written ({error.strerror or 'unknown cause'})"
        return TrialError(says, file=str(self.path))

    def _open(self, run: Run) -> BinaryIO:
        head = json.dumps({"file": _MARK, **asdict(run)}).encode() + b"\n"
        if not self.path.exists() or self.path.stat().st_size == 0:
            fresh = self.path.open("wb")
            fresh.write(head)
            return fresh
        file = self.path.open("r+b")
        try:
            self._compare(file.readline(4096), run)
            self._read(file)
        except TrialError:
            file.close()
            raise
        return file

    def _read(self, file: BinaryIO) -> None:
        """Take the whole records, and cut off what follows them."""
        end = file.tell()
        for chunk in _records(file):
            self.done.append(chunk)
            end = file.tell()
        file.seek(end)
        file.truncate()

    def _compare(self, line: bytes, run: Run) -> None:
        try:
            head = json.loads(line)
        except ValueError:
            head = {}
        if not isinstance(head, dict) or head.get("file") != _MARK:
            says = "is not a file of a stopped simulation; name a new file"
            raise TrialError(says, file=str(self.path))
        for key, value in asdict(run).items():
            if head.get(key) != value:
                says = f"belongs to a run with another {key}; name a new file or ask for the same"
                raise TrialError(says, file=str(self.path))

    def add(self, chunk: Chunk) -> None:
        """Write one chunk and see it on the disk."""
        rows = np.ascontiguousarray(chunk.rows).tobytes()
        head = _RECORD.pack(chunk.first, len(chunk.rows), chunk.seconds, zlib.crc32(rows))
        try:
            self._file.write(head + rows)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refuse(error) from None

    def close(self) -> None:
        """Done with it; whatever counts is on the disk already."""
        with suppress(OSError):
            self._file.close()


def _records(file: BinaryIO) -> Iterator[Chunk]:
    """The whole records up to the first that is cut short or spoilt."""
    while len(head := file.read(_RECORD.size)) == _RECORD.size:
        first, count, seconds, check = _RECORD.unpack(head)
        if not 0 < count <= 10_000_000:
            return
        rows = file.read(count * COLUMNS * 8)
        if len(rows) < count * COLUMNS * 8 or zlib.crc32(rows) != check:
            return
        yield Chunk(first, np.frombuffer(rows).reshape(count, COLUMNS), seconds)
