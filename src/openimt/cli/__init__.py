"""The command line: one Typer app over the functions of the core."""

from openimt.cli.app import main

__all__ = ["main"]
