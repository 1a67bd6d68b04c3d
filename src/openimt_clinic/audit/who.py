"""The names of those whom events name by their id."""

from collections.abc import Iterable

from openimt_clinic.records.user import User


def names_of(people: Iterable[object]) -> dict[str, str]:
    """Each id, as text, with its name; empty where nobody has it. No id is the clinic's clock."""
    asked = {str(one) for one in people if one}
    rows = User.objects.filter(pk__in=asked).values_list("pk", "name")
    return dict.fromkeys(asked, "") | {str(pk): name for pk, name in rows}
