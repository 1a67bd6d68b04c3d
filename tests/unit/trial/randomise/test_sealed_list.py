"""A sealed list finds whatever was done to it, and tells nothing of what comes next."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.chain import Row, RowKind, canonical, digest, new_row, read_row
from openimt.trial.randomise.keeper import Keeper
from openimt.trial.randomise.secret import (
    Secret,
    new_secret,
    read_secret,
    rehearsal_secret,
    secret_from,
)
from openimt.trial.randomise.verify import read_list, verify
from tests.unit.trial.randomise.schemes import EVERY, START, scheme

WHO = {"at": START, "by": "Dr A"}


def begun(folder: Path, planned=None, secret: Secret | None = None) -> Keeper:
    planned = planned or scheme("blocks")
    keeper = Keeper(folder / "list.jsonl", folder / "secret.json")
    keeper.begin(planned, secret or rehearsal_secret(planned, 4), trial="T", **WHO)
    return keeper


def give(keeper: Keeper, *persons: str, site: str = "north", drugs: str = "none") -> list[Row]:
    levels = {"site": site, "medication": drugs}
    return [keeper.allocate(person=person, levels=levels, **WHO) for person in persons]


def filled(folder: Path, planned=None) -> Keeper:
    keeper = begun(folder, planned)
    give(keeper, "p1", "p2", "p3")
    give(keeper, "p4", "p5", site="south", drugs="several")
    return keeper


def text(keeper: Keeper) -> str:
    return keeper.path.read_text()


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return filled(tmp_path)


def test_a_list_that_was_left_alone_is_sound(keeper: Keeper) -> None:
    secret = read_secret(keeper.secret_path)
    found = verify(text(keeper), secret=secret)
    assert found.sound
    assert (found.rows, found.persons, found.recomputed, found.revealed) == (6, 5, True, False)
    bare = verify(text(keeper))
    assert bare.sound
    assert not bare.recomputed


def test_the_arms_are_those_of_the_seed(keeper: Keeper) -> None:
    listed, _ = read_list(text(keeper))
    planned = scheme("blocks")
    secret = rehearsal_secret(planned, 4)
    allocator = Allocator(secret.complete(planned), secret.chance)
    wanted = [planned.arms[arm] for arm in allocator.all([(0, 0)] * 3 + [(1, 2)] * 2)]
    assert [row.says["arm"] for row in listed.allocations] == wanted


def lines(edit: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    return lambda whole: "\n".join([*edit(whole.splitlines()), ""])


def rewritten(row: int, change: Callable[[dict], None]) -> Callable[[str], str]:
    """A row changed and its own hash made anew, as somebody who knows the format would."""

    def edit(rows: list[str]) -> list[str]:
        table = json.loads(rows[row])
        change(table)
        bare = {key: table[key] for key in table if key != "hash"}
        return [*rows[:row], canonical(bare | {"hash": digest(bare)}), *rows[row + 1 :]]

    return lines(edit)


def set_arm(table: dict) -> None:
    table["says"]["arm"] = "dbt" if table["says"]["arm"] == "mit" else "mit"


def set_person(table: dict) -> None:
    table["says"]["person"] = "somebody"


TAMPERED: dict[str, tuple[Callable[[str], str], int, str]] = {
    "an arm edited": (
        lines(
            lambda rows: [
                *rows[:2],
                rows[2].replace('"says":{"arm":"', '"says":{"arm":"x'),
                *rows[3:],
            ]
        ),
        3,
        "changed after",
    ),
    "a time edited": (
        lines(
            lambda rows: [r.replace("09:00", "10:00") if n == 4 else r for n, r in enumerate(rows)]
        ),
        5,
        "changed after",
    ),
    "a row removed": (lines(lambda rows: rows[:2] + rows[3:]), 3, "does not follow"),
    "the first person removed": (lines(lambda rows: rows[:1] + rows[2:]), 2, "does not follow"),
    "two rows swapped": (
        lines(lambda rows: [*rows[:2], rows[3], rows[2], *rows[4:]]),
        3,
        "does not follow",
    ),
    "a row inserted twice": (
        lines(lambda rows: [*rows[:3], rows[2], *rows[3:]]),
        4,
        "does not follow",
    ),
    "edited with its hash": (rewritten(2, set_arm), 4, "does not follow"),
    "the opening edited": (
        lines(lambda rows: [rows[0].replace('"trial":"T"', '"trial":"U"'), *rows[1:]]),
        1,
        "changed after",
    ),
    "the opening removed": (lines(lambda rows: rows[1:]), 1, "opening row is the first"),
    "spaces put in": (
        lines(lambda rows: [*rows[:2], rows[2].replace(",", ", "), *rows[3:]]),
        3,
        "written otherwise",
    ),
    "cut in the middle": (lambda whole: whole[:-9], 6, "cut off in the middle"),
    "not a row": (lines(lambda rows: [*rows[:2], "p9 mit", *rows[2:]]), 3, "no JSON"),
    "a key too many": (
        lines(lambda rows: [*rows[:2], rows[2].replace('{"at"', '{"x":1,"at"'), *rows[3:]]),
        3,
        "its keys",
    ),
    "a value of another kind": (
        lines(lambda rows: [*rows[:2], rows[2].replace('"number":2', '"number":"2"'), *rows[3:]]),
        3,
        "another kind",
    ),
    "an empty line": (lines(lambda rows: [*rows[:2], "", *rows[2:]]), 3, "no JSON"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found_at_its_row(keeper: Keeper, name: str) -> None:
    edit, row, says = TAMPERED[name]
    changed = edit(text(keeper))
    assert changed != text(keeper)
    found = verify(changed)
    assert not found.sound
    assert any(one.row == row and says in one.says for one in found.findings), found.findings


def test_a_cut_end_needs_a_published_hash(keeper: Keeper) -> None:
    """A chain cannot see its own end cut off; the head or any receipt that was kept can."""
    head = read_list(text(keeper))[0].head.hash
    cut = "".join(text(keeper).splitlines(keepends=True)[:-2])
    assert verify(cut).sound
    assert verify(cut, known=[read_list(cut)[0].rows[2].hash]).sound
    found = verify(cut, known=[head])
    assert [one.row for one in found.findings] == [0]
    assert "cut off, an old copy was put back" in found.findings[0].says


def chain_anew(whole: str, row: int, change: Callable[[dict], None]) -> str:
    """The whole chain made anew from a row on: every hash and link is right again."""
    made: list[Row] = []
    for place, line in enumerate(whole.splitlines()):
        table = json.loads(line)
        if place == row:
            change(table)
        kind, before = RowKind(table["kind"]), made[-1] if made else None
        made.append(new_row(before, kind, at=table["at"], by=table["by"], says=table["says"]))
    return "".join(one.line for one in made)


def test_a_list_written_anew_is_found_by_the_seed_or_a_receipt(keeper: Keeper) -> None:
    receipts = [row.hash for row in read_list(text(keeper))[0].rows]
    forged = chain_anew(text(keeper), 3, set_arm)
    assert verify(forged).sound, "by itself the chain is right"
    found = verify(forged, secret=read_secret(keeper.secret_path))
    assert [one.row for one in found.findings] == [4]
    assert "where the seed gives" in found.findings[0].says
    renamed = chain_anew(text(keeper), 3, set_person)
    assert verify(renamed, secret=read_secret(keeper.secret_path)).sound
    assert not verify(renamed, known=[receipts[-1]]).sound
    assert verify(renamed, known=[receipts[2]]).sound, "rows before the forgery are the same"


def test_a_scheme_changed_after_the_start_breaks_the_commitment(keeper: Keeper) -> None:
    def unequal(table: dict) -> None:
        table["says"]["scheme"]["ratio"] = [2, 1]

    forged = chain_anew(text(keeper), 0, unequal)
    found = verify(forged, secret=read_secret(keeper.secret_path))
    assert any("commitment" in one.says for one in found.findings)
    assert not found.recomputed


def test_another_seed_does_not_open_the_list(keeper: Keeper) -> None:
    other = rehearsal_secret(scheme("blocks"), 5)
    found = verify(text(keeper), secret=other)
    assert [one.says for one in found.findings] == [
        "its commitment is not that of this secret and scheme"
    ]


def test_the_reveal_lets_anybody_recompute_and_closes_the_list(keeper: Keeper) -> None:
    keeper.reveal(**WHO)
    found = verify(text(keeper))
    assert found.sound
    assert found.recomputed
    assert found.revealed
    with pytest.raises(TrialError, match="revealed and is closed"):
        give(keeper, "p9")
    forged = chain_anew(text(keeper), 2, set_arm)
    assert not verify(forged).sound

    def other_seed(table: dict) -> None:
        table["says"]["seed"] = "00" * 32

    assert not verify(chain_anew(text(keeper), 6, other_seed)).sound


def test_a_row_after_the_reveal_is_found(keeper: Keeper) -> None:
    row = keeper.reveal(**WHO)
    more = new_row(row, RowKind.NOTE, **WHO, says={"note": "late"})
    found = verify(text(keeper) + more.line)
    assert any("follows the reveal" in one.says for one in found.findings)


@pytest.mark.parametrize("planned", EVERY, ids=lambda one: f"{one.method}-{one.ratio}")
def test_every_kind_of_scheme_can_be_revealed(tmp_path: Path, planned) -> None:
    keeper = begun(tmp_path, planned)
    for n in range(12):
        give(keeper, f"p{n}", site=("north", "south")[n % 2], drugs=("none", "stable")[n % 2])
    keeper.reveal(**WHO)
    found = verify(text(keeper))
    assert (found.findings, found.recomputed, found.persons) == ((), True, 12)


def test_the_open_list_hides_seed_sizes_and_the_next_arm(tmp_path: Path) -> None:
    """Two lists that differ only in their secret begin alike but for the commitment."""
    planned = scheme("blocks", block_sizes=(4, 6))
    keeper = begun(tmp_path, planned)
    give(keeper, "p1", "p2", "p3")
    whole = text(keeper)
    secret = read_secret(keeper.secret_path)
    assert secret.block_sizes == (4, 6)
    assert "block_sizes" not in whole
    for hidden in (secret.seed.hex(), secret.salt.hex(), "[4,6]"):
        assert hidden not in whole
    other = replace(planned, block_sizes=(8, 10))
    assert secret.commitment(planned) != replace(secret, block_sizes=(8, 10)).commitment(other)
    assert secret.seed.hex() not in repr(secret) + str(secret)


def test_every_arm_can_still_come_next(tmp_path: Path) -> None:
    """Given the same open past, other seeds give the other arm: the past alone decides nothing."""
    planned = scheme("blocks", block_sizes=(4, 6, 8))
    pasts: dict[tuple[int, ...], set[int]] = {}
    for number in range(300):
        secret = rehearsal_secret(planned, number)
        arms = Allocator(planned, secret.chance).all([(0, 0)] * 4)
        pasts.setdefault(tuple(arms[:3]), set()).add(arms[3])
    assert len(pasts) >= 8
    mixed = [past for past in pasts if 0 < sum(past) < 3]
    assert all(pasts[past] == {0, 1} for past in mixed)


def test_the_salt_guards_a_commitment_against_trying_seeds() -> None:
    planned = scheme()
    secret = rehearsal_secret(planned, 1)
    assert replace(secret, salt=bytes(32)).commitment(planned) != secret.commitment(planned)


def test_real_secrets_differ_and_rehearsals_repeat() -> None:
    planned = scheme()
    assert new_secret(planned) != new_secret(planned)
    assert not new_secret(planned).rehearsal
    assert rehearsal_secret(planned, 7) == rehearsal_secret(planned, 7)
    assert rehearsal_secret(planned, 7).rehearsal


def test_the_secret_file_is_for_its_owner_only(keeper: Keeper) -> None:
    assert keeper.secret_path.stat().st_mode & 0o777 == 0o600
    assert keeper.witness_path.stat().st_mode & 0o777 == 0o600
    give(keeper, "p6")
    assert keeper.witness_path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(keeper: Keeper) -> None:
    planned = scheme("blocks")
    before = text(keeper)
    with pytest.raises(TrialError, match="not written over"):
        keeper.begin(planned, new_secret(planned), trial="T", **WHO)
    keeper.path.unlink()
    with pytest.raises(TrialError, match="not written over"):
        keeper.begin(planned, new_secret(planned), trial="T", **WHO)
    keeper.path.write_text(before)
    assert give(keeper, "p6")[0].number == 6


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([], "no secret"),
        ({"format": "x"}, "no secret"),
        ({"seed": "zz"}, "not readable"),
        ({"seed": "00"}, "1 bytes"),
        ({"block_sizes": None}, "not readable"),
    ],
)
def test_what_is_no_secret_is_refused(table: object, says: str) -> None:
    words = rehearsal_secret(scheme(), 1).said()
    with pytest.raises(TrialError, match=says):
        secret_from(
            words | table if isinstance(table, dict) and table != {"format": "x"} else table
        )


def test_times_have_an_offset() -> None:
    for at in ("2026-11-22T09:00:00", "2026-11-22", "yesterday"):
        with pytest.raises(TrialError, match="offset"):
            new_row(None, RowKind.OPENING, at=at, by="x", says={})
    with pytest.raises(TrialError, match="say who"):
        new_row(None, RowKind.OPENING, at=START, by=" ", says={})


def test_a_row_comes_back_from_its_line(keeper: Keeper) -> None:
    for line in text(keeper).splitlines(keepends=True):
        assert read_row(line).line == line
        assert read_row(line).sound
