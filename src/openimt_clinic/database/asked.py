"""Questions that are asked with every request, put into SQL once.

Django writes the SQL of a query anew each time, which costs several times what PostgreSQL needs to
answer it. Only the words are kept: every answer is fresh, and comes from inside the walls.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Expression, Field, Lookup, Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class _Place:
    """Where a value goes among the parameters."""

    name: str


class Given(Expression):
    """A value that is given each time the question is asked; null is none, as SQL has it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002
        return "%s", [_Place(self.name)]


@Field.register_lookup
class Among(Lookup):
    """``kind__among=Given("kinds")``: one of a list that is given each time, however long it is; a
    plain list does, too."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:  # noqa: ARG002
        return "%s", [list(value)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*of_left, *of_right]


class Asked(Generic[Row]):
    """``question`` makes the query, with ``Given("name")`` for each value; it is called once.

    >>> mine = Asked(lambda: Patient.objects.filter(account=Given("user")))  # doctest: +SKIP
    >>> mine.first(user=user.pk)  # doctest: +SKIP
    """

    def __init__(self, question: Callable[[], QuerySet[Row]]) -> None:
        self._question = question
        self._kept: _RecordWords | None = None

    def first(self, **given: object) -> Row | None:
        """The first row in the query's own order."""
        return next(self._rows(given), None)

    def one(self, **given: object) -> Row:
        """The row that must be there; raises ObjectDoesNotExist."""
        found = self.first(**given)
        if found is None:
            raise ObjectDoesNotExist
        return found

    def all(self, **given: object) -> list[Row]:
        return list(self._rows(given))

    def _rows(self, given: dict[str, object]) -> Iterator[Row]:
        words = self._kept = self._kept or _RecordWords(self._question())
        return map(words.record, words.rows(given))


class AskedValues:
    """The same of a ``values_list``: tuples in the order of its names.

    >>> days = AskedValues(lambda: Held.objects.values_list("on"))  # doctest: +SKIP
    >>> days.flat()  # doctest: +SKIP
    """

    def __init__(self, question: Callable[[], QuerySet[Any, Any]]) -> None:
        self._question = question
        self._kept: _Words | None = None

    def all(self, **given: object) -> list[tuple[Any, ...]]:
        words = self._kept = self._kept or _Words(self._question())
        return [tuple(row) for row in words.rows(given)]

    def flat(self, **given: object) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.all(**given)]


class _Words:
    """The SQL of a query, and how the values of its rows are read."""

    def __init__(self, query: QuerySet[Any]) -> None:
        compiler: Any = query.query.get_compiler(using=query.db)
        self.sql, self._parameters = compiler.as_sql()
        self._compiler = compiler
        self._converters = compiler.get_converters([one[0] for one in compiler.select])

    def rows(self, given: dict[str, object]) -> Iterator[Any]:
        values: list[Any] = [
            given[p.name] if isinstance(p, _Place) else p for p in self._parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = cursor.fetchall()
        return self._converted(rows) if self._converters else iter(rows)

    def _converted(self, rows: list[Any]) -> Iterator[Any]:
        converted: Iterator[Any] = self._compiler.apply_converters(
            chain.from_iterable([rows]), self._converters
        )
        return converted


class _RecordWords(_Words):
    """With how Django makes its records of the rows."""

    def __init__(self, query: QuerySet[Any]) -> None:
        super().__init__(query)
        select, info = self._compiler.select, self._compiler.klass_info
        fields = info["select_fields"]
        self._database = query.db
        self._model, self._own = info["model"], slice(fields[0], fields[-1] + 1)
        self._names = [one[0].target.attname for one in select[self._own]]
        populators: Any = get_related_populators
        self._related = populators(info, select, query.db)
        self._annotated = list(self._compiler.annotation_col_map.items())

    def record(self, row: Any) -> Any:
        made = self._model.from_db(self._database, self._names, row[self._own])
        for related in self._related:
            related.populate(row, made)
        for name, place in self._annotated:
            setattr(made, name, row[place])
        return made
