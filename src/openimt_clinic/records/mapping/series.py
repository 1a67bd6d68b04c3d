"""Series from outside, as courses to draw."""

from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import ngettext

from openimt.formulate.assessment import Reading
from openimt.track.course import Course
from openimt.track.follow import follow
from openimt.track.measure import Measured
from openimt_clinic.records.series_record import SeriesRecord

DRAWN_ONLY = "drawn_only"
"""The status of a series: no norm stands behind it, so nothing is judged by it."""


def series_course(kept: SeriesRecord) -> Course:
    """The course of a series from its own first day: no expectation, no judgement."""
    points = [(date.fromisoformat(day), value) for day, value in kept.points]
    name = series_measure(kept)
    drawn = follow(
        [Reading(on=day, measure=name, value=value) for day, value in points],
        Measured(name, kept.name, kept.lowest, kept.highest, kept.higher_is),
        start=points[0][0],
        on=points[-1][0],
    )
    return replace(drawn, corridor=None, status=DRAWN_ONLY, says=_says(points))


def series_measure(kept: SeriesRecord) -> str:
    """How a series is named in an address; no instrument has such an id."""
    return f"series-{kept.pk}"


def _says(points: list[tuple[date, float]]) -> str:
    (first_on, first), (last_on, last) = points[0], points[-1]
    count = len(points)
    says = ngettext(
        "%(n)d value, on %(from)s: %(first)s.",
        "%(n)d values, from %(first)s on %(from)s to %(last)s on %(until)s.",
        count,
    )
    return says % {
        "n": count,
        "first": f"{first:g}",
        "last": f"{last:g}",
        "from": date_format(first_on, "j M Y"),
        "until": date_format(last_on, "j M Y"),
    }
