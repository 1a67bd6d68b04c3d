"""What would be imported: who is in the file, with which forms, and what is to be said of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt.assess.scores import Answers, Scores
from openimt.errors import RecordError
from openimt.exchange.filled import Filled
from openimt.exchange.moments import MIDDAY, moment_of
from openimt_clinic.actions.importing import Brought
from openimt_clinic.components.numbers import said

EVERY_ROW = "*"
"""Chosen where the file names nobody: every row is this patient's."""
SHOWN_FORMS = 60


@dataclass(frozen=True)
class FormRow:
    """One form of the file: when, its scores in words, what it calls for, what is said of it."""

    when: str
    scores: str
    calls: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """One person in the file. ``value`` is what the choice sends."""

    value: str
    name: str
    says: str
    latest: str
    rows: tuple[FormRow, ...]
    more: int
    remarks: int


@dataclass(frozen=True)
class Look:
    """The whole file, before anything is kept."""

    file: str
    instrument: str
    says: str
    subjects: tuple[Subject, ...]
    warnings: tuple[str, ...]
    undated: bool


Form = tuple[Answers, Scores, tuple[str, ...]]


def look_at(filled: Filled, file: str, zone: ZoneInfo) -> Look:
    """The file as the page shows it."""
    groups = _by_person(filled)
    undated = any(moment_of(a.occasion, zone) is None for a in filled.answers)
    people = ngettext("%(n)d person", "%(n)d people", len(groups)) % {"n": len(groups)}
    forms = ngettext("%(n)d form", "%(n)d forms", len(filled.answers)) % {"n": len(filled.answers)}
    return Look(
        file=file,
        instrument=filled.instrument.name,
        says=f"{forms}, {people}" if filled.names_people else forms,
        subjects=tuple(_subject(person, forms_, filled, zone) for person, forms_ in groups.items()),
        warnings=filled.warnings,
        undated=undated,
    )


def brought_of(
    filled: Filled, subject: str, undated: date | None, zone: ZoneInfo, now: datetime, file: str
) -> tuple[Brought, ...]:
    """One person's forms with their moments; ``undated``: the day of forms that say none.

    Raises RecordError for somebody who is not in the file, a form without a day, and a day that
    is still to come.
    """
    forms = _by_person(filled).get(subject, [])
    if not forms:
        raise RecordError(_("Choose who of the file this patient is."), field="subject")
    found = tuple(_brought(answers, said_, undated, zone) for answers, _made, said_ in forms)
    if len({(b.answers.occasion, b.given_at) for b in found}) < len(found):
        says = _("Several forms of this person say no day; name the column that says when.")
        raise RecordError(says, field="occasion")
    if late := next((b for b in found if b.given_at > now), None):
        day = late.given_at.astimezone(zone).date()
        says = _("A form is dated %(day)s, which is still to come; nothing was kept.")
        raise RecordError(says % {"day": day}, file=file)
    return found


def _brought(
    answers: Answers, said_: tuple[str, ...], undated: date | None, zone: ZoneInfo
) -> Brought:
    moment = moment_of(answers.occasion, zone)
    if moment is None and undated is None:
        what = answers.occasion or _("no day")
        says = _("A form says “%(what)s”, which is no day; give the day on which it was filled in.")
        raise RecordError(says % {"what": what}, field="undated")
    given_at = moment or _midday(undated, zone)
    return Brought(answers, given_at, said_)


def _midday(day: date | None, zone: ZoneInfo) -> datetime:
    return datetime.combine(day or date.min, time(MIDDAY.hour), tzinfo=zone)


def _by_person(filled: Filled) -> dict[str, list[Form]]:
    """The forms of each person, in the file's order; one group when nobody is named."""
    groups: dict[str, list[Form]] = {}
    for form in zip(filled.answers, filled.scores, filled.said, strict=True):
        who = form[0].person if filled.names_people else EVERY_ROW
        groups.setdefault(who, []).append(form)
    return groups


def _subject(person: str, forms: Sequence[Form], filled: Filled, zone: ZoneInfo) -> Subject:
    rows = tuple(_row(form, filled, zone) for form in _newest_first(forms, zone))
    dated = sorted(m for form in forms if (m := moment_of(form[0].occasion, zone)))
    count = ngettext("%(n)d form", "%(n)d forms", len(forms)) % {"n": len(forms)}
    return Subject(
        value=person,
        name=_("every row of the file") if person == EVERY_ROW else person,
        says=", ".join([count, *_span(dated, zone)]),
        latest=rows[0].scores,
        rows=rows[:SHOWN_FORMS],
        more=max(0, len(rows) - SHOWN_FORMS),
        remarks=sum(len(row.said) for row in rows),
    )


def _newest_first(forms: Sequence[Form], zone: ZoneInfo) -> list[Form]:
    oldest = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    return sorted(forms, key=lambda f: moment_of(f[0].occasion, zone) or oldest, reverse=True)


def _span(dated: Sequence[datetime], zone: ZoneInfo) -> Iterator[str]:
    days = [date_format(m.astimezone(zone).date(), "j M Y") for m in dated]
    if not days:
        yield _("no days given")
    elif days[0] == days[-1]:
        yield days[0]
    else:
        yield _("%(first)s to %(last)s") % {"first": days[0], "last": days[-1]}


def _row(form: Form, filled: Filled, zone: ZoneInfo) -> FormRow:
    answers, made, said_ = form
    moment = moment_of(answers.occasion, zone)
    when = date_format(moment.astimezone(zone).date(), "j M Y") if moment else answers.occasion
    return FormRow(
        when=when or _("no day"),
        scores="; ".join(_scores(made, filled)) or _("no answers"),
        calls=tuple(worry.says for worry in made.safety),
        said=said_,
    )


def _scores(made: Scores, filled: Filled) -> Iterator[str]:
    for name, score in made.scales.items():
        band = f", {score.band}" if score.band else ""
        yield f"{filled.instrument.scale(name).name} {said(score.value)}{band}"
    for name, why in made.unscorable.items():
        yield f"{filled.instrument.scale(name).name}: {why}"
