"""People of several places under a layout that was agreed beforehand, so that sums can be added.

Each place turns its own people into sums; only the sums leave it, and added up they give the
fit that all records together would give. What a person is described by, z, and how a visit's
row follows from it, ``maps``, are part of the protocol, as are a typical mean and deviation of
the outcome (``origin``, ``unit``), which keep digits and reveal nobody.

Small patterns are small secrets: a pattern with one person holds that person's record. Add sums
under encryption, or leave rare patterns out, before they leave a place.

>>> import numpy as np
>>> layout = agree(("4", "8"), ("week4", "week8"), np.eye(2).reshape(2, 1, 2), unit=2.0)
>>> here = people_under(layout, np.ones((4, 1)), np.array([[9.0, 8], [7, 7], [8, 5], [9, np.nan]]))
>>> there = people_under(layout, np.ones((3, 1)), np.array([[6.0, 7], [8, 6], [7, np.nan]]))
>>> both = here.sums() + there.sums()
>>> both.persons, both.rows
(7, 12)
"""

from collections.abc import Sequence

import numpy as np

from openimt.errors import TrialError
from openimt.trial.matrix import Floats, Ints
from openimt.trial.repeated.layout import Layout, loadings
from openimt.trial.repeated.people import People


def agree(
    visits: Sequence[str],
    names: Sequence[str],
    maps: Floats,
    *,
    origin: Floats | None = None,
    unit: float = 1.0,
) -> Layout:
    """A layout from a protocol: row x_it = maps[t]' z_i, with ``maps`` (T, q, p).

    ``origin`` (p,) are coefficients the outcome is taken about, 0 where nothing is known, and
    ``unit`` (above 0) is about its residual deviation. Raises :class:`TrialError` for shapes that
    do not fit.
    """
    maps = np.asarray(maps, dtype=np.float64)
    if maps.ndim != 3 or (maps.shape[0], maps.shape[2]) != (len(visits), len(names)):
        raise TrialError(
            f"The maps must have a row for each of {len(visits)} visits and a column for each of "
            f"{len(names)} coefficients; they have shape {maps.shape}."
        )
    if not (np.isfinite(unit) and unit > 0):
        raise TrialError(f"The unit must be a number above 0; it is {unit:g}.")
    about = np.zeros(len(names)) if origin is None else np.asarray(origin, dtype=np.float64)
    return Layout(
        tuple(visits), tuple(names), loadings(maps), about, float(unit), np.eye(len(names))
    )


def people_under(
    layout: Layout,
    z: Floats,
    y: Floats,
    *,
    group: Ints | None = None,
    group_names: Sequence[str] = (),
) -> People:
    """The people of one place: ``z`` (n, q), and ``y`` (n, T) with NaN where nobody came.

    ``group`` (n,) says whose covariance is meant; all places must name the same ``group_names``.
    Raises :class:`TrialError` for numbers that do not fit the layout.
    """
    z, y = np.asarray(z, dtype=np.float64), np.asarray(y, dtype=np.float64)
    count = z.shape[0]
    if z.shape[1:] != (layout.places,) or y.shape != (count, len(layout.visits)):
        raise TrialError(
            f"Each person needs {layout.places} numbers in z and {len(layout.visits)} outcomes; "
            f"they have shapes {z.shape} and {y.shape}."
        )
    if not np.isfinite(z).all() or np.isinf(y).any():
        raise TrialError("A number in z or y is not finite; leave that person out.")
    observed = ~np.isnan(y)
    p = len(layout.names)
    about = z @ (layout.loadings[:, : layout.places, :p] @ layout.origin).T
    outcome = np.where(observed, (y - about) / layout.unit, 0.0)
    return People(
        layout,
        np.concatenate([z, outcome], axis=1),
        observed,
        np.zeros(count, dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64),
        np.zeros(count),
        tuple(group_names) or ("",),
    )
