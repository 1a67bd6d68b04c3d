"""What a clinic says of itself, checked: whom to call, who reads and when, in which languages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from openimt.errors import RecordError
from openimt_clinic.actions.action import said
from openimt_clinic.records.clinic import TRANSLATED

Translations = Mapping[str, Mapping[str, str]]
"""By language, then by field: ``{"de": {"who_reads": "…"}}``."""


@dataclass(frozen=True)
class CrisisNumber:
    """A number of the clinic's own choosing: who answers, and when.

    ``translations``: name and hours in other languages than the clinic's.
    """

    name: str
    number: str
    hours: str = ""
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class Numbers:
    """Whom to call, who reads answers and when, and what holds out of hours.

    ``translations``: the same sentences for people who read another language.
    """

    emergency_number: str
    emergency_label: str
    crisis_numbers: tuple[CrisisNumber, ...]
    who_reads: str
    out_of_hours: str
    covered_out_of_hours: bool = False
    translations: Translations = field(default_factory=dict)


def other_languages(speaks: str) -> dict[str, str]:
    """The languages of the pages but the clinic's own, with their names."""
    return {code: str(name) for code, name in settings.LANGUAGES if code != speaks}


def checked(numbers: Numbers, speaks: str) -> dict[str, Any]:
    """The fields of the record. Raises RecordError: a clinic never stands there without them.

    ``speaks``: the clinic's own language.
    """
    if speaks not in dict(settings.LANGUAGES):
        raise RecordError(_no_language(speaks), field="language")
    emergency = said(
        numbers.emergency_number,
        field="emergency_number",
        remedy="A clinic does not start without its emergency number.",
    )
    if not numbers.crisis_numbers:
        raise RecordError("Give at least one crisis number of your own.", field="crisis_numbers")
    own = {
        "emergency_label": numbers.emergency_label.strip(),
        "who_reads": said(
            numbers.who_reads, field="who_reads", remedy="Say who reads answers, and when."
        ),
        "out_of_hours": said(
            numbers.out_of_hours,
            field="out_of_hours",
            remedy="Say what holds when nobody of the clinic is watching.",
        ),
    }
    translations = _translated(numbers.translations, speaks, TRANSLATED)
    _refuse_copies(own, translations)
    return {
        **own,
        "emergency_number": emergency,
        "crisis_numbers": [_row(number, speaks) for number in numbers.crisis_numbers],
        "covered_out_of_hours": numbers.covered_out_of_hours,
        "translations": translations,
    }


def _row(number: CrisisNumber, speaks: str) -> dict[str, Any]:
    translations = _translated(number.translations, speaks, ("name", "hours"))
    row = {**asdict(number), "translations": translations}
    return row if translations else {name: row[name] for name in ("name", "number", "hours")}


def _translated(
    given: Translations, speaks: str, known: tuple[str, ...]
) -> dict[str, dict[str, str]]:
    """What was said in each language, without what was left empty."""
    for language, said_there in given.items():
        if language == speaks:
            raise RecordError(
                "The clinic's own language is not among the others; leave it out here.",
                field="translations",
            )
        if language not in other_languages(speaks):
            raise RecordError(_no_language(language), field="translations")
        unknown = sorted(set(said_there) - set(known))
        if unknown:
            raise RecordError(f"Nothing here is called {unknown[0]}.", field="translations")
    trimmed = {
        language: {name: text.strip() for name, text in words.items() if text.strip()}
        for language, words in given.items()
    }
    return {language: words for language, words in trimmed.items() if words}


def _no_language(language: str) -> str:
    known = ", ".join(code for code, _ in settings.LANGUAGES)
    return f"There are no pages in {language!r}; there are: {known}."


def _refuse_copies(own: Mapping[str, str], translations: Translations) -> None:
    """The same sentence under another language's name would be read out as that language."""
    for language, words in translations.items():
        for name, text in words.items():
            if text == own[name]:
                raise RecordError(
                    "This is the clinic's own sentence once more. Translate it, or leave it empty.",
                    field=f"{language}_{name}",
                )
