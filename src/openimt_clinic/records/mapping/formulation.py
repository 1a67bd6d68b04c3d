"""What is written toward a formulation as the core's values: scenes, schemas, ratings, moments."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from openimt.deliver.documents.document import Value
from openimt.formulate.pattern.episode import Episode
from openimt.formulate.pattern.experiment import Experiment
from openimt.formulate.pattern.metacognition import Rating, functions
from openimt.formulate.pattern.recurring import Hoped
from openimt.formulate.pattern.schema import Motive, Schema, Told
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.mapping.moments import MOMENT, every, moment_of
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

EPISODE, SCHEMA, RATING = "episode", "schema", "metacognition"
EXPERIENTIAL, EXPERIMENT, FORMULATION = "experiential", "experiment", "formulation"
EPISODE_TEXTS = (
    "title", "place", "when", "who", "happened", "wish", "feelings", "thoughts", "body", "did",
    "point", "relation", "context",
)  # fmt: skip
SCHEMA_TEXTS = (
    "wish", "self_negative", "self_healthy", "if_show", "then_other", "other_response", "emotion",
    "thought", "body", "act", "coping", "cost",
)  # fmt: skip
Values = Mapping[str, Value]


def latest_of(patient: Patient, kind: str) -> list[CareDocument]:
    """Of each thing of a kind its last version, draft or signed, the newest day first."""
    return LATEST.all(patient=patient.pk, kind=kind)


def _latest() -> QuerySet[CareDocument]:
    last = CareDocument.objects.filter(
        patient=Given("patient"), kind=Given("kind"), private=False
    ).exclude(state=DocumentState.PUT_ASIDE.value)
    once = last.order_by("line", "-number").distinct("line").values("pk")
    rows = CareDocument.objects.filter(pk__in=once).select_related("author", "signed_by")
    return rows.order_by("-about", "-made_at")


LATEST = Asked(_latest)


def titled(document: CareDocument) -> str:
    """How it is called in a list: by its title, or by its day."""
    return text_of(values_of(document.fields), "title") or f"{document.about:%-d %b %Y}"


def episode_of(document: CareDocument, language: str) -> Episode:
    """A scene. Its id is that of all its versions."""
    return episode_from(values_of(document.fields), language, str(document.line))


def episode_from(values: Values, language: str, name: str = "") -> Episode:
    """A scene as its fields say it."""
    return Episode(
        id=name,
        once=_yes(values, "once"),
        trauma=_yes(values, "trauma"),
        language=language,
        **{field: text_of(values, field) for field in EPISODE_TEXTS},
    )


def told_by(patient: Patient, documents: list[CareDocument] | None = None) -> tuple[Told, ...]:
    """The person's scenes with the days on which they were told."""
    rows = latest_of(patient, EPISODE) if documents is None else documents
    return tuple(Told(episode_of(row, patient.language), row.about) for row in rows)


def schema_of(values: Values) -> Schema:
    """A schema as its fields say it."""
    motive, shown = text_of(values, "motive"), text_of(values, "shown_on")
    return Schema(
        motive=Motive(motive) if motive else None,
        fits=_names(values, "fits"),
        unlike=_names(values, "unlike"),
        shown_on=date.fromisoformat(shown) if shown else None,
        agrees=_yes(values, "agrees"),
        **{name: text_of(values, name) for name in SCHEMA_TEXTS},
    )


def ratings_of(patient: Patient) -> tuple[Rating, ...]:
    """What clinicians rated, signed or not; each rating is about a scene."""
    rows = latest_of(patient, RATING)
    return tuple(Rating(row.subject, row.about, rated(values_of(row.fields))) for row in rows)


def rated(values: Values) -> dict[str, int]:
    """The functions that were rated; what was left blank is not there."""
    given = {one.id: text_of(values, one.id) for one in functions()}
    return {name: int(value) for name, value in given.items() if value}


def experiment_of(values: Values) -> Experiment:
    """An experiment planned or found out together."""
    names = ("wish", "act", "prediction", "comfort", "inside", "outside", "found")
    return Experiment(
        sure=number_of(values, "sure"),
        came=number_of(values, "came"),
        safe=_yes(values, "safe"),
        **{name: text_of(values, name) for name in names},
    )


def hoped_by(patient: Patient) -> tuple[Hoped, ...]:
    """Of the moments that the person shares: what was hoped for, and what it was taken to mean."""
    rows = every(patient).filter(kind=MOMENT, shared=True)
    moments = ((row, moment_of(row)) for row in rows)
    return tuple(Hoped(str(row.pk), one.wish, one.meaning) for row, one in moments)


def from_moment(document: PhoneDocument) -> dict[str, Value]:
    """What a shared moment holds of a scene, as the person wrote it."""
    told = moment_of(document)
    values: dict[str, Value] = {
        "title": told.scene.split(".")[0][:80] or told.who,
        "place": told.place,
        "when": f"{told.happened or told.at:%-d %B %Y, %H:%M}",
        "who": told.who,
        "happened": told.scene,
        "wish": told.wish,
        "thoughts": told.meaning,
        "feelings": ", ".join(felt.word for felt in told.feelings),
        "body": ", ".join(told.body),
        "did": told.did,
        "once": True,
    }
    return {name: value for name, value in values.items() if value}


def text_of(values: Values, name: str) -> str:
    """A field's text; empty when nothing is there."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def number_of(values: Values, name: str) -> float | None:
    """A field's number; None when nothing is there."""
    value = values.get(name)
    return float(value) if isinstance(value, int | float) and value is not True else None


def _yes(values: Values, name: str) -> bool | None:
    value = values.get(name)
    return value if isinstance(value, bool) else None


def _names(values: Values, name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()
