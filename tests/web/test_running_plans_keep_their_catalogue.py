"""A running plan keeps the catalogue it was made from, until a person moves it."""

from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.catalogue.source import source_of
from openimt.errors import CatalogueError, RecordError
from openimt.plan.plan import Plan
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.assessing import read_target, record_diagnosis
from openimt_clinic.actions.catalogue_keeping import use_catalogue
from openimt_clinic.actions.catalogue_moving import mark_of, move_plan
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.database.wall import inside
from openimt_clinic.records.catalogue_version import CatalogueUse, CatalogueVersion
from openimt_clinic.records.mapping import catalogues as mapping
from openimt_clinic.records.mapping.catalogues import (
    catalogue_for,
    current_ground,
    current_version,
    ground_for,
    kept_source,
)
from openimt_clinic.records.mapping.planned import planned
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.plan_version import PlanState, PlanVersion
from openimt_clinic.settling import settle_catalogue
from tests.web.catalogues import edited, loaded, packaged, written
from tests.web.kept import NOW, a_proposal
from tests.web.pages_of import Browser, opened
from tests.web.people import People, a_patient, a_user

R3 = load().module("r3")
NEW_NAME = ("modules/r3.toml", f'name = "{R3.name}"', 'name = "Skills under a new name"')
NEW_WEEKS = (
    "settings.toml",
    'name = "crisis_weeks"\nvalue = 2',
    'name = "crisis_weeks"\nvalue = 7',
)
BROKEN = ("modules/r3.toml", 'kind = "specific"', 'kind = "sspecial"')


@pytest.fixture
def ana(people: People, signed_in: Browser) -> Client:
    return signed_in(people.ana)


@pytest.fixture
def running(people: People) -> PlanVersion:
    """Dan's plan in force, made from the packaged catalogue."""
    packaged(people.clinic)
    today = timezone.localdate()
    record_diagnosis(patient=people.patient, code="6D11.5", on=today, by=people.ana)
    for target in ("emotion_intensity", "misread_intentions", "agency"):
        read_target(
            patient=people.patient, target=target, severity=0.8, sd=0.1, on=today, by=people.ana
        )
    return adopt(version=propose(patient=people.patient, on=today, by=people.ana), by=people.ana)


def criteria(plan: Plan) -> list[tuple[str, str, str]]:
    return [(c.id, c.says, c.state) for gate in plan.gates for c in gate.criteria]


def test_a_plan_names_the_catalogue_it_was_made_from(people: People, running: PlanVersion) -> None:
    assert running.made_with is not None
    assert running.made_with.hash == source_of().hash


def test_what_is_kept_is_the_file_to_the_byte(people: People) -> None:
    source = edited()
    files = {
        **source.files,
        "modules/r3.toml": source.files["modules/r3.toml"] + "\r\n# é –\r\n".encode(),
    }
    kept = loaded(people.clinic, type(source)(files))
    assert dict(kept_source(CatalogueVersion.objects.get(pk=kept.pk)).files) == files
    assert kept_source(CatalogueVersion.objects.get(pk=kept.pk)).hash == kept.hash


def test_nobody_changes_or_takes_away_what_is_kept(people: People, owner_url: str) -> None:
    with psycopg.connect(owner_url) as owner:
        owner.execute("SET ROLE openimt_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("UPDATE records_catalogueversion SET word = 'other'")
        owner.rollback()
    with psycopg.connect(owner_url) as owner:
        asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'records_catalogueversion'::regclass"
        assert ("append_only",) in owner.execute(asked).fetchall()


def test_another_clinic_sees_none_of_it(people: People) -> None:
    packaged(people.clinic)
    with inside(clinic=people.elsewhere.pk):
        assert not CatalogueVersion.objects.exists()
        assert current_version(people.elsewhere) is None


def test_a_running_plan_keeps_its_text_and_gates(
    people: People, running: PlanVersion, ana: Client
) -> None:
    before = {name: opened(ana, name, people) for name in ("plan", "patient")}
    loaded(people.clinic, edited(NEW_NAME, NEW_WEEKS))
    for name in before:
        page = opened(ana, name, people)
        assert R3.name in page
        assert "Skills under a new name" not in page
    again = planned(people.patient, timezone.localdate()).plan
    assert criteria(again) == criteria(plan_of(running))
    assert "2 weeks" in " ".join(says for _, says, _ in criteria(again))
    assert criteria(again) != criteria(
        planned(people.patient, timezone.localdate(), current_ground(people.clinic)).plan
    )
    assert catalogue_for(people.patient).settings["crisis_weeks"] == 2


def test_proposed_again_it_still_stands_on_its_own(people: People, running: PlanVersion) -> None:
    loaded(people.clinic, edited(NEW_NAME, NEW_WEEKS))
    again = propose(patient=people.patient, on=timezone.localdate(), by=people.ana)
    assert again.pk == running.pk
    assert again.made_with_id == running.made_with_id


def test_a_new_plan_is_made_from_the_current_one(people: People, running: PlanVersion) -> None:
    new = loaded(people.clinic, edited(NEW_NAME))
    eve = a_patient(people.clinic, given_name="Eve")
    assert catalogue_for(eve).module("r3").name == "Skills under a new name"
    assert planned(eve, timezone.localdate()).ground.version == new


def test_a_person_moves_it_and_the_event_says_from_what_to_what(
    people: People, running: PlanVersion
) -> None:
    new, today = loaded(people.clinic, edited(NEW_NAME, NEW_WEEKS)), timezone.localdate()
    seen = mark_of(planned(people.patient, today, current_ground(people.clinic)).plan)
    moved = move_plan(patient=people.patient, on=today, seen=seen, by=people.ana)
    running.refresh_from_db()
    assert (moved.state, moved.made_with, moved.adopted_by) == ("adopted", new, people.ana)
    assert running.state == PlanState.SUPERSEDED.value
    assert catalogue_for(people.patient).module("r3").name == "Skills under a new name"
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.action, event.by_id) == ("plan.moved", people.ana.pk)
    assert event.details["before"] == source_of().hash
    assert event.details["hash"] == new.hash


def test_what_nobody_saw_is_not_put_in_force(people: People, running: PlanVersion) -> None:
    loaded(people.clinic, edited(NEW_NAME, NEW_WEEKS))
    with pytest.raises(RecordError, match="look at the comparison again"):
        move_plan(patient=people.patient, on=timezone.localdate(), seen="x", by=people.ana)
    running.refresh_from_db()
    assert running.state == PlanState.ADOPTED.value


def test_there_is_nothing_to_move_while_it_stands_on_the_current_one(
    people: People, running: PlanVersion
) -> None:
    with pytest.raises(RecordError, match="no running plan"):
        move_plan(patient=people.patient, on=timezone.localdate(), seen="x", by=people.ana)


def test_a_module_taken_out_of_the_catalogue_is_still_read_by_who_runs_under_it(
    people: People, running: PlanVersion, ana: Client
) -> None:
    source = edited()
    placed = next(
        p.module for p in plan_of(running).placements if p.module in {"r2", "r3", "i3", "n3", "n0"}
    )
    name = f"modules/{placed}.toml"
    assert catalogue_for(people.patient).module(placed).name in opened(ana, "plan", people)
    files = {key: raw for key, raw in source.files.items() if key != name}
    with pytest.raises(CatalogueError):  # others rest on it: the check does not let it go
        loaded(people.clinic, type(source)(files))
    assert catalogue_for(people.patient).module(placed)


# ---- loading ---------------------------------------------------------------------------------


def test_an_unsound_catalogue_is_refused_with_the_findings_sentence(people: People) -> None:
    packaged(people.clinic)
    with pytest.raises(CatalogueError, match="sspecial") as refused:
        loaded(people.clinic, edited(BROKEN))
    assert refused.value.file == "modules/r3.toml"
    assert refused.value.line
    assert CatalogueVersion.objects.count() == 1
    assert current_ground(people.clinic).catalogue == load()


def test_at_the_start_the_packaged_one_is_kept_once(people: People) -> None:
    settle_catalogue(people.clinic, NOW)
    settle_catalogue(people.clinic, NOW)
    kept = CatalogueVersion.objects.get()
    assert (kept.hash, kept.word, kept.loaded_by) == (source_of().hash, load().version, None)
    assert CatalogueUse.objects.count() == 1


def test_at_the_start_a_named_folder_is_used(
    people: People, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.CATALOGUE_FOLDER = written(edited(NEW_NAME), tmp_path)  # type: ignore[attr-defined]
    assert settle_catalogue(people.clinic, NOW).word == "2099.1"
    written(edited(BROKEN), tmp_path)
    with pytest.raises(CatalogueError, match=r"modules/r3\.toml.*sspecial"):
        settle_catalogue(people.clinic, NOW)
    assert current_ground(people.clinic).catalogue.module("r3").name == "Skills under a new name"


def test_a_loaded_folder_stays_through_a_restart_and_the_packaged_one_can_be_chosen(
    people: People,
) -> None:
    mine = loaded(people.clinic, edited(NEW_NAME))
    assert settle_catalogue(people.clinic, NOW) == mine
    beside = CatalogueVersion.objects.get(hash=source_of().hash)
    assert current_version(people.clinic) == mine
    author = a_user("Noor", people.clinic, RoleName.CATALOGUE_AUTHOR)
    use_catalogue(version=beside, by=author)
    assert current_version(people.clinic) == beside


def test_plans_from_before_the_keeping_stand_on_the_packaged_one(people: People) -> None:
    old = a_proposal(people, state="superseded")
    PlanVersion.objects.update(catalogue=load().version)
    strange = a_proposal(people, number=2, state="superseded")
    PlanVersion.objects.filter(pk=strange.pk).update(catalogue="1999.1")
    settle_catalogue(people.clinic, NOW)
    old.refresh_from_db()
    strange.refresh_from_db()
    assert old.made_with is not None
    assert old.made_with.hash == source_of().hash
    assert strange.made_with is None
    assert AuditEvent.objects.filter(action="catalogue.named").get().details["plans"] == 1


def test_the_command_loads_and_refuses(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    author = a_user("Noor", people.clinic, RoleName.CATALOGUE_AUTHOR)
    folder = written(edited(NEW_NAME), tmp_path)
    with inside():
        # Ana's clinic and Cleo's: the author belongs to the first alone.
        with pytest.raises(CommandError), pytest.MonkeyPatch.context():
            call_command("load_catalogue", str(folder), by="nobody@example.org")
        call_command("load_catalogue", str(folder))
    assert "new plans are made from catalogue 2099.1" in capsys.readouterr().out
    assert current_ground(people.clinic).catalogue.version == "2099.1"
    written(edited(BROKEN), tmp_path)
    with inside(), pytest.raises(CommandError, match="sspecial") as refused:
        call_command("load_catalogue", str(folder))
    assert refused.value.returncode == 2
    assert author.is_active


def test_what_a_newer_program_cannot_read_is_said_and_hides_nobody(
    people: People, running: PlanVersion, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = loaded(people.clinic, edited(NEW_NAME))
    PlanVersion.objects.filter(pk=running.pk).update(made_with=eve)
    use_catalogue(version=CatalogueVersion.objects.get(hash=source_of().hash), by=None)

    def cannot(_: object) -> None:
        raise CatalogueError("'kind' is not a word of this table", file="modules/r3.toml", line=4)

    monkeypatch.setattr(mapping, "_in_memory", {})
    monkeypatch.setattr(mapping, "load_source", cannot)
    ground = ground_for(people.patient)
    assert "'kind' is not a word" in ground.unreadable
    assert ground.catalogue == load()
    assert "can no longer be read" in opened(ana, "plan", people)
