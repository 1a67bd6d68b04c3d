"""Any file of filled forms, as answers with their scores and what is to be said about each."""

from dataclasses import dataclass, replace

from openimt.assess.instrument import Instrument
from openimt.assess.score import score_all
from openimt.assess.scores import Answers, Scores
from openimt.errors import ExchangeError
from openimt.exchange.fhir import compare_totals, read_responses
from openimt.exchange.forms import Columns, names_people, read_forms
from openimt.exchange.json_file import parse_json
from openimt.exchange.table import parse_table


@dataclass(frozen=True)
class Filled:
    """The forms in a file, in its order.

    ``said`` has what is to be said about each form, such as a sender's total that differs;
    ``warnings`` concern the file. ``names_people`` False: no column says who, each row has a
    number instead.
    """

    instrument: Instrument
    answers: tuple[Answers, ...]
    scores: tuple[Scores, ...]
    said: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...] = ()
    names_people: bool = True

    @property
    def every_warning(self) -> tuple[str, ...]:
        """What concerns the file, then what concerns each form."""
        return self.warnings + tuple(one for said in self.said for one in said)


def read_filled(
    text: str, file: str, instrument: Instrument | None = None, columns: Columns | None = None
) -> Filled:
    """The forms in a FHIR document (JSON) or a table; a table needs its ``instrument`` named.

    Raises ExchangeError or ScoringError with file, row and field; a file is read whole or not.
    """
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return _fhir(text, file, instrument)
    if start == "<":
        raise ExchangeError("is XML; expected CSV, or FHIR as JSON", file=file)
    if instrument is None:
        says = "is a table, which does not say its instrument; add --instrument ID"
        raise ExchangeError(says, file=file)
    table = parse_table(text, file)
    answers = read_forms(table, instrument, columns)
    scores = score_all(answers, instrument)
    named = names_people(table, columns)
    return Filled(instrument, answers, scores, ((),) * len(answers), names_people=named)


def _fhir(text: str, file: str, instrument: Instrument | None) -> Filled:
    found = read_responses(parse_json(text, file), file, instrument)
    scores = score_all(found.answers, found.instrument)
    said = tuple(
        compare_totals(replace(found, answers=(answers,), totals=(total,)), (made,))
        for answers, total, made in zip(found.answers, found.totals, scores, strict=True)
    )
    return Filled(found.instrument, found.answers, scores, said, found.warnings)
