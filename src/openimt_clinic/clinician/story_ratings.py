"""What two raters saw in shared stories, how far they agree, and which schemas a story may show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.deliver.story.rating import Code, Rated, codes, few, pairs
from openimt.track.rater_agreement import RaterAgreement, rater_agreement
from openimt_clinic.records.mapping.formulation import SCHEMA, latest_of, text_of, titled
from openimt_clinic.records.mapping.story_ratings import (
    closed_counts,
    links,
    open_ratings,
    rated_by,
)
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

TOLD = ("scene", "chapter")
"""What is long enough to be rated."""


@dataclass(frozen=True)
class Line:
    """A code and what each rater gave; nothing where they left it open."""

    code: Code
    given: tuple[str, ...]


@dataclass(frozen=True)
class OfStory:
    """``raters`` and ``lines``: once two have signed. ``waiting``: how many have signed before."""

    raters: tuple[str, ...]
    lines: tuple[Line, ...]
    waiting: int
    schemas: tuple[str, ...]
    schemas_say: str


@dataclass(frozen=True)
class Agreed:
    """How far two raters agree on a code, over the stories that both rated."""

    code: Code
    found: RaterAgreement

    @property
    def says(self) -> str:
        """The number, its interval and its n, in one sentence."""
        n = self.found.things
        if self.found.icc is None:
            return _("cannot be worked out from %(n)d stories") % {"n": n}
        icc = _("ICC %(icc).2f, n = %(n)d") % {"icc": self.found.icc, "n": n}
        if self.found.low is None or self.found.high is None:
            return icc
        # The way the interval is worked out can pass what agreement itself cannot.
        between = {"low": max(-1.0, self.found.low), "high": min(1.0, self.found.high)}
        return icc + _(", 95 %% from %(low).2f to %(high).2f") % between


class StoryRatings:
    """Everything rated of one person's stories, read once."""

    def __init__(self, patient: Patient) -> None:
        self._open = open_ratings(patient)
        self._waiting, self._links = closed_counts(patient), links(patient)
        self._schemas = _schema_titles(patient) if self._links else {}

    def of(self, story: str) -> OfStory:
        """What is known of one story."""
        both = [(row.author.name, rated_by(row)) for row in self._open if row.subject == story]
        link = self._links.get(story)
        values = values_of(link.fields) if link else {}
        chosen = values.get("schemas")
        named = chosen if isinstance(chosen, (list, tuple)) else ()
        return OfStory(
            tuple(name for name, _rating in both),
            tuple(_lines([rating for _name, rating in both])),
            self._waiting.get(story, 0),
            tuple(self._schemas[str(one)] for one in named if str(one) in self._schemas),
            text_of(values, "says"),
        )

    def agreed(self) -> tuple[Agreed, ...]:
        """Each code that two people rated in one story at least, own part first."""
        ratings = [rated_by(row) for row in self._open]
        found = ((code, pairs(ratings, code.id)) for code in codes())
        return tuple(Agreed(code, rater_agreement(both)) for code, both in found if both)

    @property
    def is_small(self) -> bool:
        """Whether the numbers are no more than a first look."""
        return any(one.found.things < few() for one in self.agreed())


def _lines(ratings: list[Rated]) -> Iterable[Line]:
    for code in codes() if ratings else ():
        yield Line(code, tuple(str(one.values.get(code.id, "–")) for one in ratings))


def _schema_titles(patient: Patient) -> dict[str, str]:
    return {str(row.line): titled(row) for row in latest_of(patient, SCHEMA)}
