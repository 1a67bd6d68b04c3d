"""``python -m openimt_clinic COMMAND``: Django's management commands for this clinic."""

import os
import sys


def found(files: list[str]) -> None:
    """``found FILE``: starts the database if need be, and founds the clinic of the file."""
    from openimt.errors import OpenIMTError
    from openimt_clinic.run import make_clinic

    if len(files) != 1:
        sys.exit("Name one file: python -m openimt_clinic found clinic.toml")
    try:
        make_clinic(files[0])
    except OpenIMTError as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimt_clinic.settings")
    if sys.argv[1:2] == ["found"]:
        found(sys.argv[2:])
        return
    if sys.argv[1:] == ["push_key"]:
        from openimt_clinic.pushing.keys import new_key

        sys.stdout.write(new_key() + "\n")
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["openimt_clinic", *sys.argv[1:]])


if __name__ == "__main__":
    main()
