"""Narrowing the catalogue: by phase, domain, evidence, therapy and target; words of the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module
from openimt.terms import PHASES, Domain, Evidence
from openimt_clinic.clinician.need_view import domain_word
from openimt_clinic.components.parts import evidence_mark
from openimt_clinic.components.phases import phase_word

NAMES = ("phase", "domain", "evidence", "therapy", "target")


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One list to choose from; the first choice is no choice."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> str:
        """What was chosen, in words; empty when nothing was."""
        return next((choice.name for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True)
class Asked:
    """What to narrow by; an unknown word of the address narrows nothing."""

    chosen: Mapping[str, str]

    def keeps(self, module: Module, catalogue: Catalogue) -> bool:
        """Whether the module has everything that was chosen."""
        has = {
            "phase": module.phases,
            "domain": (module.domain,),
            "evidence": (module.evidence,),
            "therapy": therapies_of(module, catalogue),
            "target": module.targets,
        }
        return all(value in has[name] for name, value in self.chosen.items())

    def keeps_therapy(self, therapy_id: str) -> bool:
        """A therapy has no phase, domain or target of its own."""
        return (
            set(self.chosen) <= {"therapy"} and self.chosen.get("therapy", therapy_id) == therapy_id
        )


def therapies_of(module: Module, catalogue: Catalogue) -> tuple[str, ...]:
    """The therapies that this module comes from, or to whose core it belongs."""
    known = catalogue.therapies.values()
    return tuple(t.id for t in known if t.id in module.systems or module.id in t.core_modules)


def asked(given: Mapping[str, str], catalogue: Catalogue) -> Asked:
    """The known ones among the words of an address."""
    known = {name: {value for value, _name in pairs} for name, pairs in _pairs(catalogue).items()}
    chosen = {name: given.get(name, "") for name in NAMES}
    return Asked({name: value for name, value in chosen.items() if value in known[name]})


def filters(wanted: Asked, catalogue: Catalogue) -> tuple[Filter, ...]:
    """The lists as the page shows them."""
    labels = {
        "phase": _("Phase"),
        "domain": _("Domain"),
        "evidence": _("Evidence"),
        "therapy": _("Therapy"),
        "target": _("Works on"),
    }
    return tuple(
        Filter(name, labels[name], tuple(_choices(pairs, wanted.chosen.get(name, ""))))
        for name, pairs in _pairs(catalogue).items()
    )


def _choices(pairs: Iterable[tuple[str, str]], chosen: str) -> Iterable[Choice]:
    return (Choice(value, name, value == chosen) for value, name in pairs)


def _pairs(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    aimed_at = {target for module in catalogue.modules.values() for target in module.targets}
    targets = [(one.id, one.name) for one in catalogue.targets.values() if one.id in aimed_at]
    return {
        "phase": [(phase.value, phase_word(phase)) for phase in PHASES],
        "domain": [(domain.value, domain_word(domain)) for domain in Domain],
        "evidence": [(e.value, str(evidence_mark(e).says).capitalize()) for e in Evidence],
        "therapy": [(one.id, one.name) for one in catalogue.therapies.values()],
        "target": sorted(targets, key=lambda pair: pair[1].casefold()),
    }
