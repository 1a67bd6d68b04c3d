"""The fields of a session's note: the agenda's ticks, a step for each module, and what comes next.

The agenda stands in the note as it was when the session began, so that what is ticked keeps its
meaning when an alert is closed or a plan is changed meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.instrument import Item
from openimt.assess.library import load
from openimt.deliver.documents.document import Value
from openimt.deliver.session import AgendaPoint
from openimt.deliver.writing.field import MOST_ROWS, Field, Sort
from openimt.deliver.writing.rows import rows_of
from openimt.terms import Step
from openimt_clinic.components.parts import STEP_NAMES

SESSION = "session"
RATING = "oi-session-therapist"
DONE = "done"
TICK, STEP, SEEN, REASON, RATED = "tick_", "step_", "seen_", "reason_", "rated_"
MODULE = "module_"
EPISODE, EMOTION = "episode", "emotion"
SORTS = (
    (EPISODE, gettext_lazy("A scene")),
    (EMOTION, gettext_lazy("A feeling")),
)
AGENDA = Field(
    "agenda",
    gettext_lazy("Agenda"),
    Sort.ROWS,
    columns=(Field("id", "", Sort.LINE), Field("says", "", Sort.LINE)),
)
CAPTURED = Field(
    "captured",
    gettext_lazy("Caught as it came"),
    Sort.ROWS,
    columns=(
        Field("sort", gettext_lazy("What it is"), Sort.CHOICE, options=SORTS),
        Field("words", gettext_lazy("In a line"), Sort.LINE),
    ),
    hint=gettext_lazy("Both of us can read it."),
)
STRAINS = Field(
    "strains",
    gettext_lazy("A strain between us"),
    Sort.LINES,
    hint=gettext_lazy(
        "One a line, for the team: what was seen, and what was done about it. Signing the note "
        "brings it to the log of strains, where its repair goes on."
    ),
)
PLACE = (
    Field("where_now", gettext_lazy("Where the person is now"), Sort.LINE, needed=True),
    Field("call_back_now", gettext_lazy("Number to call back"), Sort.LINE, needed=True, longest=40),
    Field("near_now", gettext_lazy("Who is near"), Sort.LINE, longest=120),
)
"""Checked at the start of a remote session."""
WORDS = (
    Field("note", gettext_lazy("Note"), Sort.TEXT),
    Field("response", gettext_lazy("How it was received"), Sort.TEXT, longest=4000),
    Field("homework", gettext_lazy("To try until next time"), Sort.TEXT, longest=4000),
    Field(
        "plan_change",
        gettext_lazy("A change of the plan that is wanted"),
        Sort.TEXT,
        longest=4000,
        hint=gettext_lazy("The plan itself is changed on its own page, with a reason."),
    ),
    Field(
        "promises",
        gettext_lazy("What I said I would do"),
        Sort.LINES,
        hint=gettext_lazy("One a line. Next time stands here what you promised."),
    ),
    Field("next_on", gettext_lazy("Next session on"), Sort.DAY),
)


def agenda_value(points: Iterable[AgendaPoint], before: Value = None) -> Value:
    """The agenda as the note keeps it; what stood there before stays, new points follow."""
    there = {str(row["id"]): row for row in rows_of(AGENDA, before)}
    longest = AGENDA.columns[1].most_letters
    kept = [(name, row["says"]) for name, row in there.items()]
    kept += [(point.id, point.says[:longest]) for point in points if point.id not in there]
    return tuple(kept[:MOST_ROWS])


def points_kept(values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """The points of the kept agenda: id, and what it says."""
    rows = rows_of(AGENDA, values.get(AGENDA.name))
    return tuple((str(row["id"]), str(row["says"] or "")) for row in rows)


def modules_kept(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The modules on the kept agenda, in its order."""
    ids = (name for name, _says in points_kept(values))
    return tuple(name.removeprefix(MODULE) for name in ids if name.startswith(MODULE))


def ticked(values: Mapping[str, Value], point: str) -> bool:
    """Whether the point was done."""
    return bool(values.get(f"{TICK}{point}"))


def worked_on(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The modules whose point is ticked."""
    return tuple(m for m in modules_kept(values) if ticked(values, f"{MODULE}{m}"))


def session_fields(
    values: Mapping[str, Value], names: Mapping[str, str], language: str, *, remote: bool
) -> tuple[Field, ...]:
    """Every field of the note. ``names``: of the modules."""
    return (
        *(PLACE if remote else ()),
        *_ticks(points_kept(values)),
        *(f for m in modules_kept(values) for f in _of_module(m, names.get(m, m))),
        CAPTURED,
        STRAINS,
        *WORDS,
        *_ratings(language),
        AGENDA,
    )


def _ticks(points: Sequence[tuple[str, str]]) -> Iterator[Field]:
    """A field a point: two people who tick different points do not meet."""
    for point, says in points:
        yield Field(f"{TICK}{point}", says, Sort.CHOICES, options=((DONE, _("done")),))


def _of_module(module: str, name: str) -> Iterator[Field]:
    steps = tuple((str(int(s)), f"{int(s)} · {STEP_NAMES[s]}") for s in Step)
    yield Field(f"{STEP}{module}", _("%(name)s: step now") % {"name": name}, Sort.CHOICE, steps)
    says = _("%(name)s: what was seen, in a line")
    yield Field(f"{SEEN}{module}", says % {"name": name}, Sort.LINE)
    why = _("%(name)s: reason, when a step is skipped or it is taken up again")
    yield Field(f"{REASON}{module}", why % {"name": name}, Sort.LINE)


def _ratings(language: str) -> Iterator[Field]:
    for item in load(RATING).items:
        yield Field(f"{RATED}{item.id}", _says(item, language), Sort.CHOICE, _answers(item))


def _says(item: Item, language: str) -> str:
    return (item.says or {}).get(language) or (item.says or {}).get("en") or item.id


def _answers(item: Item) -> tuple[tuple[str, object], ...]:
    known = item.options.get("en", ()) if isinstance(item.options, Mapping) else ()
    values = [f"{item.lowest + n:g}" for n in range(int(item.highest - item.lowest) + 1)]
    return tuple(zip(values, known or values, strict=False))


def rated(values: Mapping[str, Value]) -> dict[str, float | None]:
    """The therapist's answers; empty when none was given."""
    given = {item.id: values.get(f"{RATED}{item.id}") for item in load(RATING).items}
    numbers = {name: None if v is None else float(str(v)) for name, v in given.items()}
    return numbers if any(v is not None for v in numbers.values()) else {}
