"""Letters, reports and formulations as they are printed: a paper of their own instead of the
common sheet."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from openimt_clinic.actions.care.kinds.course_report import FACTS
from openimt_clinic.actions.care.kinds.letter import is_agreed
from openimt_clinic.clinician.formulation.paper import formulation_paper
from openimt_clinic.paper.letter import Letter, Section, set_letter
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.formulation import FORMULATION
from openimt_clinic.records.paper_sent import COURSE_REPORT, LETTER


def letter_paper(one: CareDocument) -> bytes:
    """A letter."""
    with override(_language(one)):
        made = _letter(one, words=_with_consent(one, _said(one, "text")))
    return set_letter(made, one.patient.clinic)


def report_paper(one: CareDocument) -> bytes:
    """The report of a course: the facts with their headings, then what was written about them."""
    with override(_language(one)):
        facts = tuple(
            Section(str(field.label), _lines(one, field.name))
            for field in FACTS
            if _lines(one, field.name)
        )
        read = _day_of(one, "facts_on")
        named = (
            Section(_("In a few sentences"), words=_said(one, "summary")),
            *facts,
            Section(_("What we suggest"), words=_said(one, "onward")),
            Section("", words=_("Numbers are from our record as of %(day)s.") % {"day": read})
            if read
            else Section(""),
        )
        sections = tuple(part for part in named if part.lines or part.words)
        made = _letter(one, words=_said(one, "why"), sections=sections)
    return set_letter(made, one.patient.clinic)


PRINTS: Mapping[str, Callable[[CareDocument], bytes]] = {
    LETTER: letter_paper,
    COURSE_REPORT: report_paper,
    FORMULATION: formulation_paper,
}
"""Kinds of care document with a paper of their own."""


def _with_consent(one: CareDocument, words: str) -> str:
    """The letter says that the person agreed where they did, and nowhere else: letters that were
    begun earlier opened with the sentence before anybody had asked."""
    says = _("%(name)s knows of this letter and agreed to it.") % {"name": one.patient.given_name}
    if is_agreed(one.values):
        return words if says in words else f"{words}\n\n{says}"
    return words.replace(says, "").strip()


def _letter(one: CareDocument, words: str, sections: tuple[Section, ...] = ()) -> Letter:
    signed = ""
    if one.signed_at is not None:
        signed = _("Signed by %(who)s on %(day)s") % {
            "who": str(one.signed_by),
            "day": date_format(timezone.localtime(one.signed_at), "DATE_FORMAT"),
        }
    return Letter(
        to=_said(one, "to"),
        subject=_said(one, "subject"),
        on=timezone.localdate(one.signed_at) if one.signed_at else timezone.localdate(),
        language=_language(one),
        words=words,
        sections=sections,
        closing=_said(one, "closing"),
        signed=signed,
    )


def _language(one: CareDocument) -> str:
    return _said(one, "language") or "en"


def _said(one: CareDocument, name: str) -> str:
    return str(one.values.get(name) or "")


def _lines(one: CareDocument, name: str) -> tuple[str, ...]:
    kept = one.values.get(name) or ()
    return tuple(str(line) for line in kept) if isinstance(kept, list | tuple) else (str(kept),)


def _day_of(one: CareDocument, name: str) -> str:
    said = _said(one, name)
    return date_format(date.fromisoformat(said), "DATE_FORMAT") if said else ""
