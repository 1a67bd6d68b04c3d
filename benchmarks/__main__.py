"""Run every benchmark and print the table."""

import platform

from benchmarks import (
    checking,
    counts,
    estimands,
    first_load,
    mixed,
    pages,
    phone,
    planning,
    prompts,
    randomising,
    repeated,
    scoring,
    trial,
)
from benchmarks.table import render


def main() -> None:
    """Measure and print; a figure that misses its bar is marked, and nothing is hidden."""
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    parts = (
        planning,
        scoring,
        checking,
        repeated,
        mixed,
        counts,
        trial,
        estimands,
        randomising,
        pages,
        prompts,
        phone,
        first_load,
    )
    print(render([row for part in parts for row in part.rows()]))


if __name__ == "__main__":
    main()
