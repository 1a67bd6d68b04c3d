"""From one row a person to one row a person and visit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from openimt.errors import TrialError
from openimt.trial.model.frame import ROW, frame_of

if TYPE_CHECKING:
    from pandas import DataFrame


def visits_of(text: str) -> dict[str, str]:
    """Columns by visit, from ``a,b,c`` or ``label=a,label=b``.

    Without labels a visit is what tells its column from the others; where only numbers do, such
    as in ``bdi.2m`` and ``bdi.8m``, it is the number.

    >>> visits_of("bdi.2m, bdi.3m, bdi.12m")
    {'2': 'bdi.2m', '3': 'bdi.3m', '12': 'bdi.12m'}
    >>> visits_of("0=base, 6=half")
    {'0': 'base', '6': 'half'}
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or not all(parts):
        says = (
            "the columns of a wide table are a list such as bdi.2m,bdi.3m,bdi.8m; name two or more"
        )
        raise TrialError(says)
    pairs = [part.partition("=") for part in parts]
    labelled = [bool(sign) for _, sign, _ in pairs]
    if any(labelled) and not all(labelled):
        raise TrialError(
            "either every column of a wide table gets a label, as in 6=bdi.6m, or none"
        )
    columns = [name.strip() if sign else label.strip() for label, sign, name in pairs]
    labels = [label.strip() for label, _, _ in pairs] if all(labelled) else _told_apart(columns)
    if len(set(labels)) < len(labels) or len(set(columns)) < len(columns) or "" in labels:
        raise TrialError("a wide table needs another column and another label for every visit")
    return dict(zip(labels, columns, strict=True))


def longer(
    data: "DataFrame",
    visits: Mapping[str, str],
    outcome: str,
    visit: str = "visit",
    file: str | None = None,
) -> "DataFrame":
    """A row for each person and visit: ``outcome`` from the visit's column, other columns kept.

    ``visits`` maps the name of a visit to its column. The rows remember the row of the file they
    come from. A column that is missing, or a new name that is taken, raises TrialError.

    >>> import pandas as pd
    >>> wide = pd.DataFrame({"id": ["a", "b"], "y2": [5, 6], "y8": [3, 4]})
    >>> longer(wide, {"2": "y2", "8": "y8"}, "y", "month").to_dict("list")
    {'id': ['a', 'a', 'b', 'b'], 'month': ['2', '8', '2', '8'], 'y': [5, 3, 6, 4]}
    """
    import pandas as pd

    frame = frame_of(data, file)
    for column in visits.values():
        frame.column(column)
    others = [name for name in frame.names if name not in visits.values()]
    for name in (outcome, visit):
        if name in others:
            says = f"already has a column '{name}'; choose another name for the long table"
            raise TrialError(says, file=file, field=name)
    made = [
        [*(data[name].iloc[at] for name in others), when, data[column].iloc[at]]
        for at in range(len(data))
        for when, column in visits.items()
    ]
    rows = pd.Index([row for row in frame.rows for _ in visits], name=ROW)
    return pd.DataFrame(made, columns=[*others, visit, outcome], index=rows)


def _told_apart(columns: list[str]) -> list[str]:
    """What is left of each name without the beginning and end that all share."""
    start = _shared(columns)
    ends = [name[start:][::-1] for name in columns]
    end = _shared(ends)
    left = [name[end:][::-1] for name in ends]
    return left if all(left) else columns


def _shared(names: list[str]) -> int:
    """How many signs all names begin with, no number and no word cut in two."""
    shared = 0
    for signs in zip(*names, strict=False):
        if len(set(signs)) > 1:
            break
        shared += 1
    while shared and any(_cuts(name, shared) for name in names):
        shared -= 1
    return shared


def _cuts(name: str, at: int) -> bool:
    """Whether a cut before this sign goes through a number or a word."""
    before, after = name[at - 1], name[at : at + 1]
    return before.isdigit() or (before.isalpha() and after.isalpha())
