"""``openimt trial randomise``: begin a sealed list, give the next arm, verify, reveal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openimt.cli.console import print_json, print_lines, warn
from openimt.cli.trial_randomise_study import predict_command, retest_command
from openimt.errors import TrialError

if TYPE_CHECKING:
    from openimt.trial.randomise.chain import Row
    from openimt.trial.randomise.verify import Verified

app = typer.Typer(
    help="Give arms by a sealed list, verify it, and say how foreseeable a scheme is.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("predict")(predict_command)
app.command("test")(retest_command)

REHEARSAL = "this is a rehearsal: the seed is a number anybody can try; never use it for a trial"
FOUND = 2

ListFile = Annotated[Path, typer.Argument(help="The sealed list.", metavar="LIST")]
SecretFile = Annotated[Path, typer.Option("--secret", help="The secret file of the list.")]
By = Annotated[str, typer.Option(help="Who does this; kept in the list.")]
At = Annotated[str | None, typer.Option(help="When, with offset; otherwise now.")]
Person = Annotated[str, typer.Option(help="The person's id in the trial, no name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command()
def init(
    scheme: Annotated[Path, typer.Argument(help="TOML with the scheme.", metavar="SCHEME.toml")],
    listed: Annotated[Path, typer.Option("--list", help="The list to begin.")],
    secret: SecretFile,
    trial: Annotated[str, typer.Option(help="The name of the trial.")],
    by: By,
    at: At = None,
    seed: Annotated[int | None, typer.Option(min=0, help="For a rehearsal only.")] = None,
    as_json: AsJson = False,
) -> None:
    """Begin a list: draw the secret, write the opening row, print what to publish."""
    from openimt.trial.randomise.advice import advice
    from openimt.trial.randomise.keeper import Keeper
    from openimt.trial.randomise.scheme_file import read_scheme
    from openimt.trial.randomise.secret import new_secret, rehearsal_secret

    planned = read_scheme(scheme)
    drawn = new_secret(planned) if seed is None else rehearsal_secret(planned, seed)
    begun = Keeper(listed, secret).begin(planned, drawn, trial=trial, at=_when(at), by=by)
    says = begun.opening
    warnings = [*advice(planned), *([REHEARSAL] if drawn.rehearsal else [])]
    warn(warnings)
    keys = {key: says[key] for key in ("trial", "commitment", "rehearsal")}
    if as_json:
        print_json(keys | {"head": begun.head.hash, "warnings": warnings})
        return
    print_lines(
        [
            f"{trial}: the list {listed} is begun, nobody is in it.",
            "",
            "Publish these two before the first person, in the registry or with a third party:",
            f"  commitment  {says['commitment']}",
            f"  head        {begun.head.hash}",
            "",
            f"Whoever holds {secret} knows every arm to come: keep it from all who recruit.",
        ]
    )


@app.command("next")
def next_command(
    listed: ListFile,
    secret: SecretFile,
    person: Person,
    by: By,
    level: Annotated[list[str] | None, typer.Option(help="A factor, as site=north.")] = None,
    at: At = None,
    head: Annotated[str | None, typer.Option(help="A hash the list must hold.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give the next person an arm; it is on the disk before it is told."""
    from openimt.trial.randomise.keeper import Keeper

    keeper = Keeper(listed, secret)
    levels = dict(_level(text) for text in level or [])
    row = keeper.allocate(person=person, levels=levels, at=_when(at), by=by, known=head)
    number, rehearsal = _place(listed, row)
    warn([REHEARSAL] if rehearsal else [])
    if as_json:
        told = {"number": number, "at": row.at, "by": row.by, "head": row.hash}
        print_json(dict(row.says) | told | {"rehearsal": rehearsal})
        return
    lines = [f"{person}: {row.says['arm']}", f"number {number}, {row.at}, by {row.by}"]
    print_lines([*lines, f"receipt {row.hash}"])


@app.command()
def withdraw(
    listed: ListFile,
    secret: SecretFile,
    person: Person,
    by: By,
    reason: Annotated[str, typer.Option(help="Why, in a few words.")],
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Record that a person withdrew; the place is never given again."""
    _record("withdrawal", listed, secret, person, {"reason": reason}, _when(at), by, as_json)


@app.command()
def unblind(
    listed: ListFile,
    secret: SecretFile,
    person: Person,
    by: By,
    reason: Annotated[str, typer.Option(help="The emergency, in a few words.")],
    told: Annotated[str, typer.Option(help="Who is told the arm.")],
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Tell one person's arm in an emergency, and record who was told and why."""
    says = {"reason": reason, "told": told}
    _record("unblinding", listed, secret, person, says, _when(at), by, as_json)


@app.command()
def note(
    listed: ListFile,
    secret: SecretFile,
    says: Annotated[str, typer.Option(help="What happened, such as a level entered wrongly.")],
    by: By,
    person: Annotated[str | None, typer.Option(help="Whom it is about, if anybody.")] = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Record something; no arm that was given changes."""
    _record("note", listed, secret, person, {"note": says}, _when(at), by, as_json)


@app.command()
def reveal(
    listed: ListFile, secret: SecretFile, by: By, at: At = None, as_json: AsJson = False
) -> None:
    """Close the list at lock and put the secret into it; anybody can then recompute every arm."""
    from openimt.trial.randomise.keeper import Keeper

    row = Keeper(listed, secret).reveal(at=_when(at), by=by)
    _tell(row, None, None, as_json)


@app.command()
def verify(
    listed: ListFile,
    secret: Annotated[Path | None, typer.Option("--secret", help="Recompute with it.")] = None,
    head: Annotated[list[str] | None, typer.Option(help="A published hash or receipt.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find any row that was changed, removed, moved or added; exit 2 when one is found."""
    from openimt.trial.randomise.secret import read_secret
    from openimt.trial.randomise.verify import verify as verified

    used = None if secret is None else read_secret(secret)
    found = verified(_text(listed), secret=used, known=head or [])
    if as_json:
        print_json(_verified_document(found))
    else:
        print_lines(_verified_lines(found, published=bool(head)))
    if not found.sound:
        raise typer.Exit(FOUND)


def _record(
    kind: str,
    listed: Path,
    secret: Path,
    person: str | None,
    says: dict[str, str],
    at: str,
    by: str,
    as_json: bool,
) -> None:
    from openimt.trial.randomise.chain import RowKind
    from openimt.trial.randomise.keeper import Keeper
    from openimt.trial.randomise.verify import read_list

    row = Keeper(listed, secret).record(RowKind(kind), person=person, says=says, at=at, by=by)
    given = read_list(_text(listed))[0].of(person) if kind == "unblinding" and person else None
    _tell(row, person, None if given is None else str(given.says["arm"]), as_json)


def _tell(row: "Row", person: str | None, arm: str | None, as_json: bool) -> None:
    if as_json:
        keys = {"kind": str(row.kind), "person": person, "arm": arm}
        print_json(keys | {"at": row.at, "by": row.by, "head": row.hash})
        return
    whom = "" if person is None else f" of {person}"
    told = [] if arm is None else [f"{person} is in {arm}."]
    print_lines([*told, f"{row.kind}{whom} recorded, {row.at}, by {row.by}", f"receipt {row.hash}"])


def _place(listed: Path, row: "Row") -> tuple[int, bool]:
    """Which person this is, counted from 1, and whether the list is a rehearsal."""
    from openimt.trial.randomise.verify import read_list

    whole, _ = read_list(_text(listed))
    before = [one for one in whole.allocations if one.number <= row.number]
    return len(before), whole.opening["rehearsal"] is True


def _verified_document(found: "Verified") -> dict[str, object]:
    findings = [{"row": one.row, "says": one.says} for one in found.findings]
    keys = {name: getattr(found, name) for name in ("sound", "rows", "persons", "head")}
    return keys | {
        "recomputed": found.recomputed,
        "revealed": found.revealed,
        "rehearsal": found.rehearsal,
        "findings": findings,
    }


def _verified_lines(found: "Verified", *, published: bool) -> list[str]:
    lines = [f"row {one.row}: {one.says}" if one.row else one.says for one in found.findings]
    lines += ["sound" if found.sound else "NOT SOUND"]
    lines += [f"{found.persons} persons in {found.rows} rows, head {found.head}"]
    if found.recomputed:
        lines.append("every arm was recomputed from the seed")
    else:
        lines.append("arms were not recomputed: the list is not revealed and no --secret was given")
    if found.rehearsal:
        lines.append("this list is a rehearsal")
    if not published:
        lines.append("give a published hash with --head: a chain cannot see its own end cut off")
    return lines


def _level(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise TrialError(f"'{text}' is not written as factor=level", field="level")
    return name, value


def _when(at: str | None) -> str:
    return at or datetime.now(UTC).isoformat(timespec="seconds")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise TrialError("there is no such file", file=str(path)) from None
    except (UnicodeDecodeError, OSError):
        raise TrialError("is not a sealed list", file=str(path)) from None
