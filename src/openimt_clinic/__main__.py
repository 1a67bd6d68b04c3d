"""``python -m openimt_clinic COMMAND``: Django's management commands for this clinic."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimt_clinic.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["openimt_clinic", *sys.argv[1:]])


if __name__ == "__main__":
    main()
