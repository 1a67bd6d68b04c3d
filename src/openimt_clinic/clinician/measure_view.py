"""Scores as an assessment shows them: value, band, what each rests on, and what has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.assess.change import Changed, norm_for, reliable_change
from openimt.assess.instrument import Instrument, Norm
from openimt.assess.range import scale_range
from openimt.assess.scores import Scores
from openimt_clinic.components.numbers import said

SHOWN_REMARKS = 3


@dataclass(frozen=True)
class Set:
    """One filled form: its scores, the day it is about, its record, what was said when it came.

    ``given``: the day it was given, where that may be another."""

    id: UUID
    on: date
    scores: Scores
    brought: bool
    warnings: tuple[str, ...]
    given: date | None = None


@dataclass(frozen=True)
class ScaleRow:
    """One scale: value in its range, band, and what it rests on."""

    name: str
    value: str
    of: str
    band: str
    rests_on: str
    change: str
    changed: str


@dataclass(frozen=True)
class MeasureCard:
    """One instrument: its latest scores and how many forms there are."""

    instrument: str
    name: str
    on: date
    latest: UUID
    count_says: str
    norm_says: str
    norm_checked: bool
    rows: tuple[ScaleRow, ...]
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    own: bool
    about: str = ""


def late_about(on: date, given: date | None) -> str:
    """Where the two days differ: what it is about, and when it was given."""
    if given is None or given == on:
        return ""
    return _("about %(day)s, given %(later)s") % {
        "day": date_format(on, "l j F"),
        "later": date_format(given, "l j F"),
    }


def measure_card(instrument: Instrument, sets: Iterable[Set]) -> MeasureCard:
    """The card of an instrument from its forms, oldest first; there is at least one."""
    known = tuple(sets)
    last = known[-1]
    norm = _any_norm(instrument)
    return MeasureCard(
        instrument=instrument.id,
        name=instrument.name,
        on=last.on,
        latest=last.id,
        count_says=ngettext("%(n)d form", "%(n)d forms", len(known)) % {"n": len(known)},
        norm_says=_norm_says(norm) if len(known) > 1 else "",
        norm_checked=bool(norm and norm.checked),
        rows=tuple(_row(instrument, scale, known) for scale in last.scores.scales),
        gaps=tuple(f"{name}: {why}" for name, why in last.scores.unscorable.items()),
        warnings=_remarks(known),
        own=instrument.own,
        about=late_about(last.on, last.given),
    )


def _remarks(sets: tuple[Set, ...]) -> tuple[str, ...]:
    """What was said when forms came, the newest first; the rest is counted."""
    every = tuple(warning for one in reversed(sets) for warning in one.warnings)
    more = len(every) - SHOWN_REMARKS
    if more <= 0:
        return every
    return (*every[:SHOWN_REMARKS], _("and %(n)d more, each beside its form") % {"n": more})


def change_word(changed: Changed | None) -> str:
    """What became of a score, in words."""
    if changed is None:
        return _("not judged, no norm")
    words = {
        Changed.RECOVERED: _("reliably better"),
        Changed.IMPROVED: _("reliably better"),
        Changed.UNCHANGED: _("no reliable change"),
        Changed.DETERIORATED: _("reliably worse"),
    }
    return words[changed]


def _row(instrument: Instrument, scale: str, sets: tuple[Set, ...]) -> ScaleRow:
    shape = instrument.scale(scale)
    made = sets[-1].scores.scales[scale]
    low, high = scale_range(shape, instrument)
    changed, says = _change(instrument, scale, sets)
    return ScaleRow(
        name=shape.name,
        value=said(made.value),
        of=_("of %(low)s to %(high)s") % {"low": said(low), "high": said(high)},
        band=made.band or "",
        rests_on=_("%(answered)d of %(of)d") % {"answered": made.answered, "of": made.of},
        change=says,
        changed=changed.value if changed else "",
    )


def _change(
    instrument: Instrument, scale: str, sets: tuple[Set, ...]
) -> tuple[Changed | None, str]:
    scored = [one for one in sets if scale in one.scores.scales]
    if len(scored) < 2:
        return None, _("first reading")
    first, last = scored[0], scored[-1]
    before, after = first.scores.scales[scale].value, last.scores.scales[scale].value
    changed = reliable_change(before, after, instrument, scale)
    says = _("%(value)s on %(day)s: %(word)s") % {
        "word": change_word(changed),
        "day": date_format(first.on, "j M Y"),
        "value": said(before),
    }
    return changed, says


def _any_norm(instrument: Instrument) -> Norm | None:
    found = [norm_for(instrument, scale.id) for scale in instrument.scales]
    return next((norm for norm in found if norm), None)


def _norm_says(norm: Norm | None) -> str:
    if norm is None:
        return ""
    return _("change judged by: %(population)s (%(source)s)") % {
        "population": norm.population,
        "source": norm.source,
    }
