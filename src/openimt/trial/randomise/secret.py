"""The secret of a sealed list: seed, salt and block lengths; its hash is published first."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import with_sizes
from openimt.trial.randomise.chain import canonical, digest
from openimt.trial.randomise.chance import FORMAT, SEED_BYTES, Chance
from openimt.trial.randomise.scheme import Scheme
from openimt.trial.randomise.scheme_file import public


@dataclass(frozen=True)
class Secret:
    """What decides every allocation to come. Never printed; kept apart from the list."""

    seed: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    block_sizes: tuple[int, ...] = field(repr=False)
    rehearsal: bool = False

    @property
    def chance(self) -> Chance:
        """The draws that follow from the seed."""
        return Chance(self.seed)

    def commitment(self, scheme: Scheme) -> str:
        """The hash to publish: it binds seed, salt, block lengths and scheme, and shows none."""
        return digest(self.said() | {"scheme": public(scheme)})

    def said(self) -> dict[str, object]:
        """The secret in words, as the reveal and the secret file hold it."""
        return {
            "format": FORMAT,
            "seed": self.seed.hex(),
            "salt": self.salt.hex(),
            "block_sizes": list(self.block_sizes),
            "rehearsal": self.rehearsal,
        }

    def complete(self, scheme: Scheme) -> Scheme:
        """The scheme with its hidden block lengths."""
        return replace(scheme, block_sizes=self.block_sizes)


def new_secret(scheme: Scheme) -> Secret:
    """A secret from the operating system's source of chance."""
    seed = secrets.token_bytes(SEED_BYTES)
    return _secret(scheme, seed, secrets.token_bytes(SEED_BYTES), rehearsal=False)


def rehearsal_secret(scheme: Scheme, seed: int) -> Secret:
    """The same secret for the same number: for rehearsals only, since anybody can try numbers."""
    made = [
        hashlib.sha256(f"{FORMAT} {part} {seed}".encode()).digest() for part in ("seed", "salt")
    ]
    return _secret(scheme, *made, rehearsal=True)


def secret_from(table: object) -> Secret:
    """A secret from its words. Not a secret: TrialError."""
    wanted = {"format", "seed", "salt", "block_sizes", "rehearsal"}
    if not isinstance(table, dict) or set(table) != wanted or table["format"] != FORMAT:
        raise TrialError(f"is no secret of a sealed list ({FORMAT})")
    try:
        seed, salt = bytes.fromhex(table["seed"]), bytes.fromhex(table["salt"])
        sizes = tuple(int(size) for size in table["block_sizes"])
    except (TypeError, ValueError) as error:
        raise TrialError("is no secret of a sealed list: a value is not readable") from error
    if len(seed) != SEED_BYTES:
        raise TrialError(f"is no secret of a sealed list: the seed has {len(seed)} bytes")
    return Secret(seed, salt, sizes, table["rehearsal"] is True)


def read_secret(path: Path) -> Secret:
    """The secret in a file."""
    try:
        return secret_from(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise TrialError("there is no such secret file", file=str(path)) from None
    except OSError as error:
        raise TrialError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise TrialError("is no secret of a sealed list", file=str(path)) from None
    except TrialError as error:
        raise TrialError(error.says, file=str(path)) from error


def write_secret(path: Path, secret: Secret) -> None:
    """A new file that only its owner may read; an existing one is never written over."""
    write_new(path, canonical(secret.said()) + "\n", mode=0o600)


def write_new(path: Path, text: str, mode: int) -> None:
    """A file that was not there before, on the disk when this returns."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise TrialError("is there already and is not written over", file=str(path)) from None
    except OSError as error:
        raise TrialError(f"cannot be written: {error.strerror}", file=str(path)) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _secret(scheme: Scheme, seed: bytes, salt: bytes, *, rehearsal: bool) -> Secret:
    sizes = with_sizes(scheme, Chance(seed)).block_sizes
    return Secret(seed, salt, sizes, rehearsal)
