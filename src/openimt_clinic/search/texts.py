"""What of a catalogue can be searched: each module and therapy, by how much its words weigh."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module, PatientPage
from openimt.catalogue.therapy import Therapy

MODULE, THERAPY = "module", "therapy"
NO_WORDS = frozenset(
    {"id", "file", "status", "source", "references", "systems", "phases", "when", "evidence"}
    | {"opinion", "domain", "kind", "home", "track", "measure", "language", "core_modules"}
    | {"early_modules"}
)
"""Fields that hold ids and sources, which nobody looks for."""
UNSEEN = dict.fromkeys(range(32), " ")
"""Control characters: two of them later mark what was found."""


@dataclass(frozen=True)
class Text:
    """One item in one language: its name, what it is for, what is done, and everything else."""

    kind: str
    item: str
    language: str
    name: str
    gist: str
    moves: str
    rest: str

    @property
    def body(self) -> str:
        """What a snippet is taken from; the name stands above it already."""
        return " ".join(part for part in (self.gist, self.moves, self.rest) if part)


def texts(catalogue: Catalogue) -> tuple[Text, ...]:
    """Every module, in each language of its patient's page, and every therapy."""
    found = [text for module in catalogue.modules.values() for text in _module(module, catalogue)]
    found += [text for one in catalogue.therapies.values() for text in _therapy(one)]
    return tuple(found)


def edition(known: Iterable[Text]) -> str:
    """The fingerprint of these texts."""
    return hashlib.sha256(repr(tuple(known)).encode()).hexdigest()


def _module(module: Module, catalogue: Catalogue) -> Iterator[Text]:
    pages = {page.language: page for page in module.patient}
    targets = (catalogue.targets[one].name for one in module.targets)
    yield Text(
        MODULE,
        module.id,
        "en",
        _one_line((module.id, module.name, module.short, *_of(pages.pop("en", None), "name"))),
        _one_line((module.summary, *targets)),
        _one_line(words(module.interventions)),
        _one_line(
            words(module, without=("name", "short", "summary", "interventions", "aims", "patient"))
            | words(tuple(page for page in module.patient if page.language == "en"))
        ),
    )
    for language, page in pages.items():
        name = _one_line((module.id, page.name))
        yield Text(MODULE, module.id, language, name, _one_line((page.says,)), "", page.try_this)


def _therapy(therapy: Therapy) -> Iterator[Text]:
    rest = words(therapy, without=("name", "summary", "agenda"))
    name = _one_line((therapy.id, therapy.name))
    agenda = _one_line(words(therapy.agenda))
    yield Text(THERAPY, therapy.id, "en", name, therapy.summary, agenda, _one_line(rest))


def _of(page: PatientPage | None, field: str) -> tuple[str, ...]:
    return (str(getattr(page, field)),) if page else ()


def words(value: object, without: Iterable[str] = ()) -> dict[str, None]:
    """Every sentence inside a value, once, in order; fields of ids and of German are left out."""
    left_out = NO_WORDS | set(without)
    if isinstance(value, Clause):
        return dict.fromkeys((value.says, getattr(value, "why", "")))
    if isinstance(value, str):
        # A word alone in small letters is an id or a word of a list.
        return {value: None} if " " in value or value[:1].isupper() else {}
    if isinstance(value, tuple):
        return {text: None for part in value for text in words(part)}
    if is_dataclass(value) and not isinstance(value, type):
        named = (f.name for f in fields(value))
        kept = (name for name in named if name not in left_out and not name.endswith("_de"))
        return {text: None for name in kept for text in words(getattr(value, name))}
    return {}


def _one_line(parts: Iterable[str]) -> str:
    """The parts as one text; each ends like a sentence, so that none run together."""
    ended = (part if part[-1:] in ".?!:" else f"{part}." for part in parts if part)
    return " ".join(" ".join(ended).translate(UNSEEN).split())
