"""The clinic's own file: founding a clinic from it, and what must be there before it is served."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from openimt.errors import RecordError, ServiceError
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.clinic_numbers import CrisisNumber, Numbers, Translations
from openimt_clinic.actions.running import found_clinic, invite
from openimt_clinic.database.wall import inside
from openimt_clinic.records.clinic import Clinic

NEEDED = ("name", "emergency_number", "emergency_label", "who_reads", "out_of_hours", "team_lead")
HOW = (
    "Describe your clinic in a file (docs/how-to/run-a-clinic.md), then run "
    "`python -m openimt_clinic found FILE`."
)


@transaction.atomic
def found_from_file(file: Path, password: str) -> Clinic:
    """The clinic that a TOML file describes, with its team lead's account."""
    told = _read(file)
    numbers = Numbers(
        emergency_number=str(told["emergency_number"]),
        emergency_label=told["emergency_label"],
        crisis_numbers=tuple(_crisis_number(row, file) for row in told.get("crisis_number", ())),
        who_reads=told["who_reads"],
        out_of_hours=told["out_of_hours"],
        covered_out_of_hours=bool(told.get("covered_out_of_hours", False)),
        translations=_translations(told, file),
    )
    clinic = found_clinic(
        name=told["name"],
        numbers=numbers,
        patient_name=told.get("patient_name", ""),
        language=told.get("language", "en"),
        time_zone=told.get("time_zone", "Europe/Berlin"),
    )
    lead = told["team_lead"]
    with inside(clinic=clinic.pk):
        invite(
            clinic=clinic,
            email=lead["email"],
            name=lead["name"],
            roles=(RoleName.TEAM_LEAD,),
            password=password,
            by=None,
        )
    return clinic


def refuse_unready() -> None:
    """Raises ServiceError when there is no clinic, one without numbers, or an invented one."""
    clinics = list(Clinic.objects.all())
    if any(clinic.is_demo for clinic in clinics):
        raise ServiceError(
            "This database holds the demo clinic, whose log-ins everybody knows; "
            "name another database in DATABASE_URL."
        )
    if not clinics:
        raise ServiceError(f"The clinic has no emergency numbers yet. {HOW}")
    for clinic in clinics:
        if not clinic.emergency_number or not clinic.crisis_numbers:
            raise ServiceError(
                f"{clinic.name} has no emergency numbers of its own; a team lead enters them."
            )


def _read(file: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise RecordError("cannot be read; is the path right?", file=str(file)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecordError(f"is not a TOML file: {error}", file=str(file)) from None
    missing = [name for name in NEEDED if not told.get(name)]
    if missing:
        raise RecordError("is missing; a clinic does not start without it", file=str(file),
                          field=missing[0])  # fmt: skip
    return told


def _crisis_number(row: dict[str, Any], file: Path) -> CrisisNumber:
    if not row.get("name") or not row.get("number"):
        raise RecordError("needs a name and a number", file=str(file), field="crisis_number")
    return CrisisNumber(
        row["name"], str(row["number"]), row.get("hours", ""), _translations(row, file)
    )


def _translations(told: dict[str, Any], file: Path) -> Translations:
    """``translations.de.who_reads = "…"`` and the like, as the actions take them."""
    given = told.get("translations", {})
    tables = isinstance(given, dict) and all(isinstance(words, dict) for words in given.values())
    if not tables or any(
        not isinstance(text, str) for words in given.values() for text in words.values()
    ):
        raise RecordError(
            'is a table of sentences by language, such as translations.de.who_reads = "…"',
            file=str(file),
            field="translations",
        )
    return dict(given)
