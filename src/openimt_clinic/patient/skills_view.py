"""The person's skills: from the path what was begun, and what they added themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openimt_clinic.components.patient_words import paragraphs
from openimt_clinic.patient.writing import documents
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.sessions import delivered_of
from openimt_clinic.records.patient import Patient

FIRST_WORDS = 6
LATELY: Mapping[str, str | Promise] = {
    "a_lot": _("Last time it helped a lot."),
    "a_little": _("Last time it helped a little."),
    "not_this_time": _("Last time it was not the right one. That can change."),
}


@dataclass(frozen=True)
class Skill:
    """``lately``: how it helped last time, in words. ``words``: the person's own."""

    name: str
    title: str
    says: tuple[str, ...] = ()
    try_this: str = ""
    words: str = ""
    lately: str = ""
    favourite: bool = False
    language: str = ""


def skills_of(patient: Patient) -> list[Skill]:
    """Favourites first, then those of one's own, then the path's."""
    own = {one.name: one.values for one in documents(patient, "skill")}
    learned = list(_learned(patient, own))
    known = {one.name for one in learned}
    mine = [
        _own(n, v) for n, v in own.items() if n not in known and (v.get("title") or v.get("words"))
    ]
    return sorted([*mine, *learned], key=lambda skill: not skill.favourite)


def skill_of(patient: Patient, name: str) -> Skill | None:
    """The skill of that name; None where the person has none."""
    return next((one for one in skills_of(patient) if one.name == name), None)


def _learned(patient: Patient, own: Mapping[str, Mapping[str, Any]]) -> Iterator[Skill]:
    catalogue, language = catalogue_for(patient), (get_language() or "en")[:2]
    for done in delivered_of(patient):
        module = catalogue.modules.get(done.module)
        page = module.page(language) if module and done.step else None
        if page is not None:
            values = own.get(done.module, {})
            says = tuple(paragraphs(page.says))
            yield Skill(
                done.module, page.name, says, page.try_this, language=page.language, **_said(values)
            )


def _own(name: str, values: Mapping[str, Any]) -> Skill:
    """One without a name is called by its first words: nothing that was kept is out of reach."""
    title = str(values.get("title") or Truncator(str(values["words"])).words(FIRST_WORDS))
    return Skill(name, title, **_said(values))


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": values.get("words") or "",
        "lately": str(LATELY.get(str(values.get("helped")), "")),
        "favourite": bool(values.get("favourite")),
    }
