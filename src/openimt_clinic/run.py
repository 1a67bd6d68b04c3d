"""``openimt demo`` and ``openimt serve``: database, web server and worker, started and stopped."""

import fcntl
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from openimt.errors import ServiceError
from openimt_clinic.database.address import WEB_ROLE, django_database
from openimt_clinic.database.embedded import EmbeddedServer
from openimt_clinic.environment import Mode, home, said
from openimt_clinic.processes import (
    PATIENCE,
    Stopped,
    run_command,
    running,
    stopping_cleanly,
    wait_until_alive,
    watch,
)
from openimt_clinic.pushing.keys import new_key

DATABASE = "clinic"
SHORTEST_KEY = 32


@dataclass(frozen=True)
class Addresses:
    """The database as the web opens it, and as the owner of its tables does."""

    web: str
    owner: str


def demo(*, fresh: bool = False, port: int = 8000, catalogue: Path | None = None) -> None:
    """A clinic with invented people on this machine; runs until it is stopped.

    ``fresh`` starts over. ``catalogue``: a folder whose catalogue new plans are made from.
    Raises ServiceError when the port is taken, when a demo runs from the same folder already, or
    when the database belongs to a clinic that is no demo.
    """
    folder = home() / "demo"
    with stopping_cleanly(), ExitStack() as stack:
        try:
            stack.enter_context(only_one(folder))
            _refuse_taken("127.0.0.1", port)
            addresses = stack.enter_context(database(folder, fresh=fresh))
            environment = _environment(Mode.DEMO, addresses, folder, catalogue)
            environment |= {
                "OPENIMT_SECRET_KEY": _kept_key(folder),
                "OPENIMT_ADDRESS": f"http://127.0.0.1:{port}",
                "OPENIMT_VAPID_KEY": said("OPENIMT_VAPID_KEY") or _kept_push_key(folder),
            }
            _prepare(environment, addresses)
            log_ins = run_command("load_demo", environment, listen=True)
            _serve("127.0.0.1", port, environment, stack, _welcome(port, log_ins))
        except Stopped:
            sys.stdout.write("\nStopping.\n")


def serve(*, host: str = "127.0.0.1", port: int = 8000, catalogue: Path | None = None) -> None:
    """A clinic for use; runs until it is stopped. ``catalogue`` as with ``demo``.

    Raises ServiceError without a secret key, a database, or the clinic's emergency numbers.
    """
    if len(said("OPENIMT_SECRET_KEY")) < SHORTEST_KEY:
        raise ServiceError(
            f"There is no secret key: set OPENIMT_SECRET_KEY to at least {SHORTEST_KEY} random "
            "characters, and keep them."
        )
    _refuse_no_database()
    folder = home() / "clinic"
    with stopping_cleanly(), ExitStack() as stack:
        try:
            stack.enter_context(only_one(folder))
            _refuse_taken(host, port)
            addresses = stack.enter_context(database(folder))
            environment = _environment(Mode.SERVE, addresses, folder, catalogue)
            _prepare(environment, addresses)
            run_command("check_clinic", environment)
            says = f"The clinic answers on http://{host}:{port}/"
            says += " (not yet for the care of real people)."
            _serve(host, port, environment, stack, says)
        except Stopped:
            sys.stdout.write("\nStopping.\n")


def make_clinic(file: str) -> None:
    """Founds the clinic that a file describes, in the database that ``serve`` will use."""
    _refuse_no_database()
    folder = home() / "clinic"
    with only_one(folder), database(folder) as addresses:
        environment = _environment(Mode.SERVE, addresses, folder)
        environment["OPENIMT_SECRET_KEY"] = said("OPENIMT_SECRET_KEY") or secrets.token_urlsafe(48)
        _prepare(environment, addresses)
        run_command("make_clinic", environment, file)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two that share a folder would stop each other's database."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ServiceError(
                f"A clinic is running from {folder} already; stop that one first, "
                "or set OPENIMT_HOME to another folder."
            ) from None
        yield


@contextmanager
def database(folder: Path, *, fresh: bool = False) -> Iterator[Addresses]:
    """The database that DATABASE_URL names, or the embedded one for as long as we run."""
    if named := said("DATABASE_URL"):
        if fresh:
            raise ServiceError(
                "--fresh empties only the embedded database; unset DATABASE_URL, or empty yours."
            )
        owner = said("OPENIMT_OWNER_DATABASE_URL") or named
        for address in (named, owner):
            django_database(address)
        yield Addresses(named, owner)
        return
    server = EmbeddedServer(folder)
    if fresh:
        server.empty()
    try:
        server.start()
        server.make_database(DATABASE)
        yield Addresses(server.url(DATABASE, WEB_ROLE), server.url(DATABASE))
    finally:
        server.stop()


def _prepare(environment: dict[str, str], addresses: Addresses) -> None:
    as_owner = {"DATABASE_URL": addresses.owner, "OPENIMT_AS_OWNER": "yes"}
    run_command("prepare", environment | as_owner)


def _serve(host: str, port: int, environment: dict[str, str], stack: ExitStack, says: str) -> None:
    web = [sys.executable, "-m", "gunicorn", "openimt_clinic.wsgi", "--bind", f"{host}:{port}"]
    # Below our own patience: the server ends what does not end by itself before we have to.
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", f"{PATIENCE - 2:.0f}"]
    # The pages are read in once, before there are two processes to serve them.
    web += ["--preload", "--log-level", "warning", "--no-control-socket"]
    worker = [sys.executable, "-m", "openimt_clinic", "procrastinate", "worker"]
    worker += ["--concurrency", "2", "--delete-jobs", "successful"]
    worker += ["--shutdown-graceful-timeout", "5"]
    processes = stack.enter_context(running(web, worker, environment=environment))
    wait_until_alive(host, port, processes)
    sys.stdout.write(says + "\n")
    sys.stdout.flush()
    watch(processes)


def _environment(
    mode: Mode, addresses: Addresses, folder: Path, catalogue: Path | None = None
) -> dict[str, str]:
    chosen = {"OPENIMT_CATALOGUE": str(catalogue.resolve())} if catalogue else {}
    return chosen | {
        "OPENIMT_MODE": mode.value,
        "DATABASE_URL": addresses.web,
        "OPENIMT_STATIC": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "openimt_clinic.settings",
    }


def _refuse_no_database() -> None:
    if not said("DATABASE_URL") and not said("OPENIMT_HOME"):
        raise ServiceError(
            "There is no database: set DATABASE_URL to a PostgreSQL database, or OPENIMT_HOME to "
            "a folder for the embedded one (small trusted installations only)."
        )


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            raise ServiceError(
                f"Port {port} on {host} is taken; choose another with --port."
            ) from None


def _kept_key(folder: Path) -> str:
    """The demo's own key, kept beside its data so that people stay signed in."""
    file = folder / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _kept_push_key(folder: Path) -> str:
    """The demo's own key for reminders, kept so that browsers go on taking them."""
    file = folder / "push-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(new_key())
    return file.read_text()


def _welcome(port: int, log_ins: str) -> str:
    at = f"http://127.0.0.1:{port}"
    lines = ["", f"The demo clinic is open: {at}/   (everybody in it is invented)", ""]
    lines += [log_ins.rstrip(), ""]
    lines += [f"Whom to call, without signing in: {at}/numbers/"]
    lines += ["Stop it with Ctrl-C; what you enter is kept until `openimt demo --fresh`."]
    return "\n".join(lines)
