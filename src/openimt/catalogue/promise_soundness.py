"""What a promise must not say: rules over ``promises.toml``, each one function.

Whether a promise holds is proved elsewhere (``openimt catalogue prove``); here it has to be one
that can be meant: of one kind, and about things that there are.
"""

from collections.abc import Callable, Iterator

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Clause, Module
from openimt.catalogue.promise import Promise
from openimt.catalogue.shape_reader import did_you_mean
from openimt.catalogue.toml_file import Files, Found
from openimt.errors import CatalogueError

FILE = "promises.toml"
UNKNOWN = ("passes", "blocks")
"""What not knowing may come to."""

SETS_ASIDE = "senior"
"""The role that may set a promised clause aside (clinical decisions, 7)."""

Mistake = tuple[str, str]
"""The field and what is wrong with it."""


def promises_are_of_one_kind(catalogue: Catalogue, files: Files) -> Found:
    """A gate of a module, a call of safety, or something looked for before moving on."""
    yield from _each(catalogue, files, _kind)


def _kind(promise: Promise, _: Catalogue) -> Iterator[Mistake]:
    looked_for = [promise.needs, promise.modules_of, promise.change_of or None]
    asked = sum(1 for one in looked_for if one is not None)
    calls = promise.comes_when is not None
    if asked + calls != 1:
        yield "needs", "needs exactly one of needs, comes_when, change_of and modules_of"
    elif promise.beyond is None and (not promise.module or promise.criterion):
        yield "module", "names the module it speaks of, or with beyond a criterion"
    elif promise.beyond is None and not calls and promise.needs is None:
        yield "beyond", "change_of and modules_of are asked at the end of a phase; say beyond which"
    elif promise.beyond is not None and (calls or promise.module or not promise.criterion):
        yield "criterion", "with beyond it names the criterion, and no module"
    if promise.unknown not in UNKNOWN:
        yield "unknown", f"'{promise.unknown}' is neither passes nor blocks"
    if not promise.source.strip():
        yield "source", "needs a source"


def promises_name_what_there_is(catalogue: Catalogue, files: Files) -> Found:
    """A promise names a module, clauses and a criterion that there are."""
    yield from _each(catalogue, files, _names)


def _names(promise: Promise, catalogue: Catalogue) -> Iterator[Mistake]:
    module = catalogue.modules.get(promise.module)
    if promise.module and module is None:
        hint = did_you_mean(promise.module, set(catalogue.modules))
        yield "module", f"speaks of the unknown module '{promise.module}'{hint}"
    if promise.comes_when is not None and module is not None and module.dose.budget:
        says = f"safety cannot call for '{module.id}': it costs sessions, so its dose has a budget"
        yield "comes_when", says
    yield from _of_clauses(promise, module)
    known = _criteria(promise, catalogue)
    if promise.criterion and known is not None and promise.criterion not in known:
        hint = did_you_mean(promise.criterion, known)
        says = f"no gate that leaves {promise.beyond} looks for '{promise.criterion}'{hint}"
        yield "criterion", says


def _of_clauses(promise: Promise, module: Module | None) -> Iterator[Mistake]:
    clauses = _gates(module)
    for name in (*promise.set_aside, *([promise.judged] if promise.judged else [])):
        field = "set_aside" if name in promise.set_aside else "judged"
        if name not in clauses:
            yield field, f"there is no clause '{name}'{did_you_mean(name, set(clauses))}"
        elif field == "set_aside" and clauses[name].override != SETS_ASIDE:
            yield field, f"nobody may set '{name}' aside; its override is not '{SETS_ASIDE}'"


def _gates(module: Module | None) -> dict[str, Clause]:
    if module is None:
        return {}
    return {c.id: c for c in (*module.contraindicated, *module.not_yet, *module.requires)}


def _criteria(promise: Promise, catalogue: Catalogue) -> set[str] | None:
    """What the gates that leave the phase look for; None where no therapy binds phases."""
    binding = [t for t in catalogue.therapies.values() if t.binds_phases]
    gates = [g for t in binding for g in t.gates if g.leaves is promise.beyond]
    return {c.id for gate in gates for c in gate.criteria} if binding else None


def _each(
    catalogue: Catalogue,
    files: Files,
    wrong: Callable[[Promise, Catalogue], Iterator[Mistake]],
) -> Iterator[CatalogueError]:
    for n, promise in enumerate(catalogue.promises.values()):
        for field, says in wrong(promise, catalogue):
            yield files[FILE].error(f"promise '{promise.id}': {says}", ("promise", n, field))


RULES = (promises_are_of_one_kind, promises_name_what_there_is)
