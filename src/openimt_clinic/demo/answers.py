"""Filled forms as answer sets, scored as every other answer is."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from openimt.assess.library import load
from openimt.assess.score import score_all
from openimt.assess.scores import Answers, Scores
from openimt.simulate.person import Filled, InventedPerson
from openimt_clinic.demo.keeping import Keeping
from openimt_clinic.records.answer_set import AnswerSet, AnswerSource, AnswerState
from openimt_clinic.records.mapping.scores import scores_to_row

EVENING = 19
DIARY_HOUR = 21


def answer_sets(person: InventedPerson, keeping: Keeping, *, waits: bool) -> list[AnswerSet]:
    """Every form and diary day. ``waits``: those of the last day are still to be filled in."""
    last = person.on
    filled = [
        f for f in (*person.forms, *person.diary) if f.on < last or (f.on == last and not waits)
    ]
    filled.sort(key=lambda f: (f.instrument, f.on))
    return [
        kept
        for name, of_name in groupby(filled, key=lambda f: f.instrument)
        for kept in _of_instrument(name, list(of_name), keeping)
    ]


def _of_instrument(name: str, filled: list[Filled], keeping: Keeping) -> Iterator[AnswerSet]:
    known = load(name)
    rows = [Answers(str(keeping.patient.pk), form.on.isoformat(), form.values) for form in filled]
    for form, made in zip(filled, score_all(rows, known), strict=True):
        yield _answer_set(form, made, keeping)


def _answer_set(form: Filled, made: Scores, keeping: Keeping) -> AnswerSet:
    given = keeping.at(form.on, DIARY_HOUR if form.instrument == "oi-day" else EVENING)
    return AnswerSet(
        **keeping.fields(
            instrument=form.instrument,
            version=made.version,
            answers=dict(form.values),
            scores=scores_to_row(made),
            state=AnswerState.COMPLETE.value,
            source=AnswerSource.FORM.value,
            given_by=keeping.person,
            given_at=given,
            received_at=given,
            warnings=list(made.warnings),
        )
    )


def of_day(sets: Iterable[AnswerSet], instrument: str) -> dict[str, AnswerSet]:
    """The sets of one instrument by the clinic's day, as an ISO date."""
    return {
        (kept.about or kept.given_at.date()).isoformat(): kept
        for kept in sets
        if kept.instrument == instrument
    }
