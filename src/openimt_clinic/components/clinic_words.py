"""The clinic's own sentences in the language of whoever reads them.

Where the clinic has none in that language, its own stand there, marked as what they are: a screen
reader then reads German as German, and nobody is shown nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openimt_clinic.records.clinic import Clinic

InJson = str | dict[str, str]


class Sentence(str):
    """Words with their language. On a page in another language they carry it as ``lang``."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        said = super().__new__(cls, text)
        said.language = language
        return said

    @property
    def is_foreign(self) -> bool:
        """Whether the page around it speaks another language."""
        return bool(self) and self.language != reader_language()

    def __html__(self) -> SafeString:
        if self.is_foreign:
            return format_html('<span lang="{}">{}</span>', self.language, str(self))
        return escape(str(self))


@dataclass(frozen=True)
class CrisisLine:
    """Who answers, under which number, and when."""

    name: Sentence
    number: str
    hours: Sentence


def reader_language() -> str:
    """The language of this page, without its country."""
    return _short(get_language() or "en")


def clinic_says(clinic: Clinic, name: str) -> Sentence:
    """One of the clinic's ``TRANSLATED`` sentences, in the reader's language where there is one."""
    return _said(clinic, name, {name: getattr(clinic, name)}, clinic.translations)


def crisis_lines(clinic: Clinic) -> list[CrisisLine]:
    """The clinic's own crisis numbers, in its order."""
    return [
        CrisisLine(
            _said(clinic, "name", row, row.get("translations", {})),
            row.get("number", ""),
            _said(clinic, "hours", row, row.get("translations", {})),
        )
        for row in clinic.crisis_numbers
    ]


def number_rows(clinic: Clinic) -> list[tuple[str, str]]:
    """Each number with who answers there and when, the emergency's first."""
    label = clinic_says(clinic, "emergency_label") or _("Emergency")
    own = ((line.number, f"{line.name} {line.hours}".strip()) for line in crisis_lines(clinic))
    return [(clinic.emergency_number, str(label)), *own]


def number_lines(clinic: Clinic) -> list[str]:
    """The same as lines to read: who answers, under which number, and when."""
    label = clinic_says(clinic, "emergency_label") or _("Emergency")
    own = (
        f"{line.name}: {line.number}" + (f" ({line.hours})" if line.hours else "")
        for line in crisis_lines(clinic)
    )
    return [f"{label}: {clinic.emergency_number}", *own]


def in_json(sentence: str) -> InJson:
    """The sentence for a script, which marks it where it is in another language."""
    if isinstance(sentence, Sentence) and sentence.is_foreign:
        return {"text": str(sentence), "lang": sentence.language}
    return str(sentence)


def _said(
    clinic: Clinic, name: str, own: Mapping[str, str], others: Mapping[str, Mapping[str, str]]
) -> Sentence:
    reader, speaks = reader_language(), _short(clinic.language)
    other = "" if reader == speaks else others.get(reader, {}).get(name, "")
    return Sentence(other, reader) if other else Sentence(own.get(name, ""), speaks)


def _short(language: str) -> str:
    return language.partition("-")[0]
