"""Whether what is cited is there, is what it is cited for, and was checked."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from openimt.catalogue.catalogue import Catalogue, ReferenceKind
from openimt.catalogue.module import Module
from openimt.catalogue.shape_reader import WORDS, did_you_mean
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import Files, Found, Where
from openimt.terms import Evidence

TRIALS = frozenset({ReferenceKind.TRIAL, ReferenceKind.REVIEW})
"""Kinds of work that can carry the classes T1 and T2."""

TESTED = frozenset({Evidence.T1, Evidence.T2})

DECISIONS = range(1, 11)
"""The sections of the clinical decisions that a rule may name as its source."""

_ID = re.compile(r"\b[a-z]{3,}\d{4}[a-z]*\b")
_DECISION = re.compile(r"OpenIMT clinical decisions, (\d+)(?:(?:, \d+)* and (\d+))?\Z")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}\Z")
_OURS = ("OpenIMT editors", "OpenIMT clinical brief, ")
CLAIMED_RESULT = re.compile(
    r"\b(?:mit|metacognitive)\b[^.]{0,80}\b(?:better than|superior to|outperform\w*|beats?)\b"
    r"[^.]{0,40}\b(?:dbt|dialectical)\b"
    r"|\b120 (?:patients|people|participants|treatment-resistant)\b"
)
"""In small letters: the trial that one source tells of and nobody could find. It is no result."""


def _all(catalogue: Catalogue) -> Iterator[Module | Therapy]:
    yield from catalogue.modules.values()
    yield from catalogue.therapies.values()


def classes_fit_references(catalogue: Catalogue, files: Files) -> Found:
    """T1 and T2 cite a trial, or a review of trials, that was compared with its source."""
    for module in catalogue.modules.values():
        cited = [r for i in module.references if (r := catalogue.references.get(i))]
        if module.evidence in TESTED and not any(r.checked and r.kind in TRIALS for r in cited):
            says = (
                f"module '{module.id}' is of class {module.evidence}, but cites no checked trial "
                "or review; cite one, or say T3 or X"
            )
            yield files[module.file].error(says, ("evidence",))


def dois_can_be_followed(catalogue: Catalogue, files: Files) -> Found:
    """A DOI is written bare, as 10.1017/9781107298613, or left empty when it is not known."""
    for n, reference in enumerate(catalogue.references.values()):
        if reference.doi and not _DOI.match(reference.doi):
            says = f"'{reference.doi}' is no DOI; write it bare, from '10.' on, or leave it empty"
            yield files["references.toml"].error(says, ("reference", n, "doi"))


def nothing_rests_on_a_claim(catalogue: Catalogue, files: Files) -> Found:
    """What could not be found is cited by nothing."""
    for one in _all(catalogue):
        for reference in one.references:
            known = catalogue.references.get(reference)
            if known is not None and known.kind is ReferenceKind.CLAIM:
                says = f"cites '{reference}', which could not be found; nothing may rest on it"
                yield files[one.file].error(says, ("references",))
    for n, listed in enumerate(catalogue.references.values()):
        if listed.kind is ReferenceKind.CLAIM and listed.checked:
            says = f"'{listed.id}' is a claim and cannot have been checked"
            yield files["references.toml"].error(says, ("reference", n, "checked"))


def sources_can_be_found(catalogue: Catalogue, files: Files) -> Found:
    """Each source names a reference that there is, a section of the decisions, or the editors."""
    known = set(catalogue.references)
    for one in _all(catalogue):
        for where, source, free in _sources(one, ()):
            if says := _wrong(source, free, known, catalogue):
                yield files[one.file].error(says, where)
    for n, link in enumerate(catalogue.measures):
        if says := _wrong(link.source, True, known, catalogue):
            yield files["measures.toml"].error(says, ("measure", n, "source"))
    for n, setting in enumerate(catalogue.settings.entries):
        if says := _wrong(setting.source, True, known, catalogue):
            yield files["settings.toml"].error(says, ("setting", n, "source"))


def _sources(one: Any, where: Where) -> Iterator[tuple[Where, str, bool]]:
    """Every source inside a shape; an opinion's is free prose that may name references."""
    words = WORDS.get(type(one), {})
    for part in fields(one):
        value, place = getattr(one, part.name), (*where, words.get(part.name, part.name))
        if part.name == "source":
            yield place, value, type(one).__name__ not in {"Clause", "Criterion", "FidelityFact"}
        for n, inner in enumerate(value if isinstance(value, tuple) else ()):
            if is_dataclass(inner):
                yield from _sources(inner, (*place, n))
        if is_dataclass(value):
            yield from _sources(value, place)


def _wrong(source: str, free: bool, known: set[str], catalogue: Catalogue) -> str | None:
    for word in _ID.findall(source):
        if word not in known:
            hint = did_you_mean(word, known)
            return f"names '{word}' as source, which is not in references.toml{hint}"
        if catalogue.references[word].kind is ReferenceKind.CLAIM:
            return f"names '{word}' as source, which could not be found; nothing may rest on it"
    if source in known or free or source.startswith(_OURS):
        return None
    decision = _DECISION.match(source)
    if decision and all(int(n) in DECISIONS for n in decision.groups() if n):
        return None
    return (
        f"'{source}' is no source; name a reference, 'OpenIMT clinical decisions, 1' to 10, "
        "or 'OpenIMT editors'"
    )


def cited_from_memory(catalogue: Catalogue, files: Files) -> Found:
    """References that were not compared with their source, and who cites them: shown, not wrong."""
    for n, reference in enumerate(catalogue.references.values()):
        by = sorted(one.id for one in _all(catalogue) if reference.id in one.references)
        if by and not reference.checked:
            says = f"'{reference.id}' stands from memory; cited by {', '.join(by)}"
            yield files["references.toml"].error(says, ("reference", n, "checked"))


def references_without_kind(catalogue: Catalogue, files: Files) -> Found:
    """A reference says what kind of work it is, so that its class can be held against it."""
    for n, reference in enumerate(catalogue.references.values()):
        if reference.kind is None:
            says = f"'{reference.id}' does not say what kind of work it is; expected a 'kind'"
            yield files["references.toml"].error(says, ("reference", n))
