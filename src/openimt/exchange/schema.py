"""JSON schemas, made from the types that the program itself reads and prints."""

import inspect
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from openimt.exchange.catalogue_documents import CatalogueDiffDocument, CatalogueGapsDocument
from openimt.exchange.documents import (
    CheckDocument,
    ConflictDocument,
    PlanDocument,
    PlansDocument,
    ProofDocument,
    ReplanDocument,
    ScoresDocument,
)
from openimt.exchange.trial_designs import DesignDocument, SimulationDocument
from openimt.exchange.trial_documents import AnalysisDocument
from openimt.exchange.trial_estimand import EstimandDocument
from openimt.exchange.trial_randomise import (
    RandomiseInitDocument,
    RandomiseNextDocument,
    RandomisePredictDocument,
    RandomiseRecordDocument,
    RandomiseTestDocument,
    RandomiseVerifyDocument,
)
from openimt.formulate.assessment import Assessment

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: Mapping[str, type] = {
    "assessment": Assessment,
    "scores": ScoresDocument,
    "plan": PlanDocument,
    "plans": PlansDocument,
    "replan": ReplanDocument,
    "conflict": ConflictDocument,
    "catalogue-check": CheckDocument,
    "catalogue-diff": CatalogueDiffDocument,
    "catalogue-gaps": CatalogueGapsDocument,
    "catalogue-prove": ProofDocument,
    "trial-analyse": AnalysisDocument,
    "trial-estimand": EstimandDocument,
    "trial-design": DesignDocument,
    "trial-simulate": SimulationDocument,
    "trial-randomise-init": RandomiseInitDocument,
    "trial-randomise-next": RandomiseNextDocument,
    "trial-randomise-record": RandomiseRecordDocument,
    "trial-randomise-verify": RandomiseVerifyDocument,
    "trial-randomise-predict": RandomisePredictDocument,
    "trial-randomise-test": RandomiseTestDocument,
}
"""Each document that the command line reads or prints, by the name of its schema file."""
NOT_READ = frozenset({"warnings"})
"""Fields of an assessment that the program fills and nobody writes."""
PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file."""
    return {f"{name}.schema.json": schema_of(kind) for name, kind in DOCUMENTS.items()}


def schema_of(kind: type) -> Schema:
    """The schema of one document, the shapes it uses under ``$defs``."""
    shapes: dict[str, Schema] = {}
    top = _shape(kind, shapes)
    return {"$schema": DIALECT, "title": _title(kind), **top, "$defs": dict(sorted(shapes.items()))}


def _shape(kind: type, shapes: dict[str, Schema]) -> Schema:
    """An object with its keys. What an assessment may leave out may be null there, too."""
    if is_dataclass(kind):
        parts = {part.name: part for part in fields(kind) if part.name not in NOT_READ}
        hints = get_type_hints(kind)
        required = [name for name, part in parts.items() if _must(part)]
        keys = {name: _kind(hints[name], shapes, nullable=name not in required) for name in parts}
    else:
        hints = get_type_hints(kind)
        keys = {name: _kind(hint, shapes) for name, hint in hints.items()}
        required = [name for name in hints if name in kind.__required_keys__]  # type: ignore[attr-defined]
    description = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
    told = (
        {} if description.startswith("dict(") or not description else {"description": description}
    )
    return {"type": "object", **told, "properties": keys, "required": required}


def _must(part: Field[Any]) -> bool:
    return part.default is MISSING and part.default_factory is MISSING


def _kind(kind: Any, shapes: dict[str, Schema], *, nullable: bool = False) -> Schema:
    if get_origin(kind) is NotRequired:
        return _kind(get_args(kind)[0], shapes)
    if get_origin(kind) is UnionType:
        inner = next(one for one in get_args(kind) if one is not type(None))
        return _nullable(_kind(inner, shapes))
    made = _one_kind(kind, shapes)
    return _nullable(made) if nullable else made


def _one_kind(kind: Any, shapes: dict[str, Schema]) -> Schema:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {tuple, list}:
        return {"type": "array", "items": _kind(inner[0], shapes)}
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": _kind(inner[1], shapes)}
    if origin is Literal:
        return {"enum": list(inner)}
    if is_dataclass(kind) or is_typeddict(kind):
        name = _title(kind)
        if name not in shapes:
            shapes[name] = {}
            shapes[name] = _shape(kind, shapes)
        return {"$ref": f"#/$defs/{name}"}
    return _leaf(kind)


def _leaf(kind: Any) -> Schema:
    if kind is Any:
        return {}
    if issubclass(kind, StrEnum):
        return {"enum": [str(word) for word in kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    return {"type": PLAIN[kind]}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _title(kind: Any) -> str:
    return str(kind.__name__).removesuffix("Document")
