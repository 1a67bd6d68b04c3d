"""A list on disk: one writer at a time, no place given twice, no old copy continued in silence."""

import multiprocessing
from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.chain import RowKind
from openimt.trial.randomise.keeper import Keeper
from openimt.trial.randomise.secret import read_secret, rehearsal_secret
from openimt.trial.randomise.verify import read_list, verify
from tests.unit.trial.randomise.schemes import START, scheme
from tests.unit.trial.randomise.test_sealed_list import WHO, begun, filled, give, text


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return filled(tmp_path)


def _site(folder: str, site: str, persons: int) -> None:
    """One site randomising as fast as it can, in a process of its own."""
    keeper = Keeper(Path(folder) / "list.jsonl", Path(folder) / "secret.json")
    for n in range(persons):
        give(keeper, f"{site}{n}", site=site)


FORKS = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
"""The children only write files; newer Pythons warn of forking beside threads."""


@FORKS
@pytest.mark.parametrize("method", ["blocks", "minimise"])
def test_two_sites_at_once_share_one_list(tmp_path: Path, method: str) -> None:
    keeper = begun(tmp_path, scheme(method))
    context = multiprocessing.get_context("fork")
    sites = [
        context.Process(target=_site, args=(str(tmp_path), site, 15)) for site in ("north", "south")
    ]
    for site in sites:
        site.start()
    for site in sites:
        site.join()
    assert [site.exitcode for site in sites] == [0, 0]
    found = verify(text(keeper), secret=read_secret(keeper.secret_path))
    assert (found.findings, found.persons) == ((), 30)
    listed, _ = read_list(text(keeper))
    names = [row.says["person"] for row in listed.allocations]
    assert sorted(names) == sorted([f"{site}{n}" for site in ("north", "south") for n in range(15)])
    assert [row.number for row in listed.rows] == list(range(31))


def test_nobody_is_randomised_twice(keeper: Keeper) -> None:
    for again in ("p1", "P1"):
        with pytest.raises(TrialError, match=r"has a place already \(row 2"):
            give(keeper, again)
    assert verify(text(keeper)).persons == 5


def test_the_place_of_a_withdrawn_person_is_not_given_again(tmp_path: Path) -> None:
    """The next person gets the arm that was due next, as if nobody had withdrawn."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    keeper, other = filled(tmp_path / "a"), filled(tmp_path / "b")
    keeper.record(RowKind.WITHDRAWAL, person="p2", says={"reason": "moved away"}, **WHO)
    with pytest.raises(TrialError, match="a place is never given again"):
        give(keeper, "p2")
    later = [[row.says["arm"] for row in give(one, *"uvwxyz")] for one in (keeper, other)]
    assert later[0] == later[1]


@pytest.mark.parametrize("person", ["", " p9", "p9 ", "p\n9", "p\t9"])
def test_an_id_is_clean(keeper: Keeper, person: str) -> None:
    with pytest.raises(TrialError, match="is no id"):
        give(keeper, person)


def test_a_refused_request_leaves_the_list_as_it_was(keeper: Keeper) -> None:
    before = text(keeper)
    for words in [
        {"levels": {"site": "north"}},
        {"levels": {"site": "east", "medication": "none"}},
        {"at": "2026-11-22"},
        {"by": ""},
    ]:
        levels = {"site": "north", "medication": "none"}
        with pytest.raises(TrialError):
            keeper.allocate(**({"person": "p9", "levels": levels} | WHO | words))
    assert text(keeper) == before
    assert give(keeper, "p9")[0].number == 6


def test_an_old_copy_is_not_continued(keeper: Keeper) -> None:
    old = text(keeper)
    give(keeper, "p6", "p7")
    keeper.path.write_text(old)
    with pytest.raises(TrialError, match="old copy was put back") as refused:
        give(keeper, "p8")
    assert refused.value.file == str(keeper.path)
    assert text(keeper) == old


def test_an_old_copy_with_its_old_witness_is_found_by_a_receipt(keeper: Keeper) -> None:
    """Both put back from one backup: only a hash that somebody kept can tell."""
    old, witness = text(keeper), keeper.witness_path.read_text()
    receipt = give(keeper, "p6")[0].hash
    keeper.path.write_text(old)
    keeper.witness_path.write_text(witness)
    levels = {"site": "north", "medication": "none"}
    with pytest.raises(TrialError, match="old copy was put back"):
        keeper.allocate(person="p7", levels=levels, known=receipt, **WHO)
    assert text(keeper) == old


def test_a_receipt_that_is_in_the_list_is_fine(keeper: Keeper) -> None:
    receipt = give(keeper, "p6")[0].hash
    levels = {"site": "north", "medication": "none"}
    assert keeper.allocate(person="p7", levels=levels, known=receipt, **WHO).number == 7


@pytest.mark.parametrize("kept", [0, 1, 40])
def test_a_row_half_written_is_completed_from_the_witness(keeper: Keeper, kept: int) -> None:
    """Power fails between witness and list, or in the middle of the row."""
    before = text(keeper)
    row = give(keeper, "p6", drugs="stable")[0]
    keeper.path.write_text(before + row.line[:kept])
    assert give(keeper, "p7")[0].number == 7
    assert text(keeper).startswith(before + row.line)
    assert verify(text(keeper), secret=read_secret(keeper.secret_path)).sound


def test_a_row_that_somebody_added_is_not_continued(keeper: Keeper) -> None:
    from openimt.trial.randomise.chain import new_row

    head = read_list(text(keeper))[0].head
    levels = {"site": "north", "medication": "none"}
    says = {"person": "p6", "levels": levels, "arm": "mit"}
    forged = new_row(head, RowKind.ALLOCATION, at=START, by="x", says=says)
    keeper.path.write_text(text(keeper) + forged.line)
    with pytest.raises(TrialError, match="not the list its witness knows"):
        give(keeper, "p7")


def test_an_edited_list_is_not_continued(keeper: Keeper) -> None:
    keeper.path.write_text(text(keeper).replace("Dr A", "Dr B", 1))
    with pytest.raises(TrialError, match="changed after it was written") as refused:
        give(keeper, "p6")
    assert refused.value.row == 1


def test_missing_files_are_named(keeper: Keeper) -> None:
    keeper.witness_path.rename(keeper.witness_path.with_suffix(".away"))
    with pytest.raises(TrialError, match="is missing") as refused:
        give(keeper, "p6")
    assert refused.value.file == str(keeper.witness_path)
    keeper.secret_path.unlink()
    with pytest.raises(TrialError, match="no such secret file"):
        give(keeper, "p6")


def test_no_list_no_allocation(tmp_path: Path) -> None:
    keeper = begun(tmp_path)
    keeper.path.unlink()
    with pytest.raises(TrialError, match="no such list"):
        give(keeper, "p1")


def test_list_and_secret_are_two_files(tmp_path: Path) -> None:
    planned = scheme()
    from openimt.trial.randomise.secret import new_secret

    with pytest.raises(TrialError, match="two files"):
        Keeper(tmp_path / "a", tmp_path / "a").begin(planned, new_secret(planned), trial="T", **WHO)


def test_unblinding_is_recorded_with_who_and_why(keeper: Keeper) -> None:
    says = {"reason": "overdose, drug interaction", "told": "Dr E, emergency unit"}
    row = keeper.record(RowKind.UNBLINDING, person="p3", says=says, **WHO)
    assert dict(row.says) == {"person": "p3"} | says
    assert verify(text(keeper), secret=read_secret(keeper.secret_path)).sound
    with pytest.raises(TrialError, match="no place in the list"):
        keeper.record(RowKind.UNBLINDING, person="p33", says=says, **WHO)


def test_records_do_not_move_the_next_arm(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain, noted = begun(tmp_path / "a"), begun(tmp_path / "b")
    arms = [row.says["arm"] for row in give(plain, *"abcdefgh")]
    given = []
    for person in "abcdefgh":
        given.append(give(noted, person)[0].says["arm"])
        noted.record(RowKind.NOTE, person=None, says={"note": "visit"}, **WHO)
    assert given == arms


def test_a_list_ends_inside_a_block_and_is_still_sound(tmp_path: Path) -> None:
    """Every length from 1 to 13 with blocks of 4 and 6: incomplete blocks at each place."""
    keeper = begun(tmp_path, scheme("blocks", block_sizes=(4, 6)))
    for n in range(13):
        give(keeper, f"p{n}")
        found = verify(text(keeper), secret=read_secret(keeper.secret_path))
        assert (found.findings, found.persons) == ((), n + 1)


def _for_ever(folder: str) -> None:
    keeper = Keeper(Path(folder) / "list.jsonl", Path(folder) / "secret.json")
    for n in range(10_000):
        give(keeper, f"k{n}")


@FORKS
def test_a_process_killed_in_the_middle_harms_nothing(tmp_path: Path) -> None:
    """Killed without warning at five moments; each time the list goes on and stays sound."""
    keeper = begun(tmp_path)
    for wait in (0.05, 0.051, 0.057, 0.063, 0.07):
        persons = verify(text(keeper)).persons
        process = multiprocessing.get_context("fork").Process(
            target=_for_ever, args=(str(tmp_path),)
        )
        process.start()
        process.join(wait)
        process.kill()
        process.join()
        give(keeper, f"after {wait} {persons}")
        found = verify(text(keeper), secret=read_secret(keeper.secret_path))
        assert found.findings == ()
        assert found.persons > persons


def test_what_the_disk_refuses_is_a_sentence(tmp_path: Path) -> None:
    planned = scheme()
    lost = Keeper(tmp_path / "away" / "list.jsonl", tmp_path / "secret.json")
    with pytest.raises(TrialError, match="folder that is not there"):
        lost.begin(planned, rehearsal_secret(planned, 1), trial="T", **WHO)
    assert not list(tmp_path.iterdir()), "nothing was begun"
    keeper = begun(tmp_path)
    keeper.witness_path.unlink()
    keeper.witness_path.mkdir()
    with pytest.raises(TrialError, match="cannot be used: Is a directory") as refused:
        give(keeper, "p1")
    assert refused.value.file == str(keeper.witness_path)
    with pytest.raises(TrialError, match="cannot be read"):
        read_secret(tmp_path)
