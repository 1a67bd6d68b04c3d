"""Run every benchmark and print the table."""

import platform

from benchmarks import checking, pages, planning, repeated, scoring
from benchmarks.table import render


def main() -> None:
    """Measure and print; a figure that misses its bar is marked, and nothing is hidden."""
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print(
        render(
            [*planning.rows(), *scoring.rows(), *checking.rows(), *repeated.rows(), *pages.rows()]
        )
    )


if __name__ == "__main__":
    main()
