"""python -m tests.prove [NAME ...]: the long proofs in full. `make test` has them in short."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tests.paths import ROOT
from tests.support.postgres import POSTGRES

PROOF_TIMEOUT = 20 * 60.0  # seconds, on two cores
KILLS = ("tests.crash", "--kills", "50", "--updates", "5000")
ON_POSTGRES = ("--database", "postgresql")
PYTEST = ("pytest", "--quiet", "-p", "no:cacheprovider")
CLIENTS = ("--clients", "100000")
UPDATES = ("--updates", "10000")


@dataclass(frozen=True)
class Proof:
    """`commands`: modules and their arguments. `needs_postgres`: it is left out where there is no server."""

    commands: Sequence[tuple[str, ...]]
    needs_postgres: bool = False


PROOFS = {
    "crash": Proof([KILLS]),
    "crash-faults": Proof([(*KILLS, "--faults")]),
    "crash-postgresql": Proof([(*KILLS, *ON_POSTGRES)], needs_postgres=True),
    "crash-postgresql-faults": Proof([(*KILLS, *ON_POSTGRES, "--faults")], needs_postgres=True),
    "drain": Proof([("tests.drain",), ("tests.drain", "--ordered")]),
    "deaths": Proof([(*PYTEST, "--full", "tests/bot/inbound/test_exactly_once.py")]),
    "copies": Proof([(*PYTEST, "--full", "tests/storage/maintenance/test_base_copy.py")]),
    "poisons": Proof([(*PYTEST, "--full", "tests/handlers/parsing/test_reading_time.py")]),
    "stories": Proof([(*PYTEST, "--everything", "tests/stories")]),
    "search": Proof(
        [
            (*PYTEST, "--full", "tests/architecture/test_benchmarks.py"),
            ("benchmarks.base", *CLIENTS),
            ("benchmarks.search", *CLIENTS),
        ]
    ),
    "chats": Proof([("benchmarks.base", *CLIENTS), ("benchmarks.chats", *CLIENTS, *UPDATES)]),
    "reminders": Proof([("benchmarks.reminders",)]),
}


@dataclass(frozen=True)
class Outcome:
    name: str
    result: str
    seconds: float = 0.0


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(PROOFS)}; all if none.")] = None,
) -> None:
    """Prove at length what the tests show in short."""
    if unknown := {*(names or [])} - {*PROOFS}:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: there are {', '.join(PROOFS)}")
    outcomes = [_prove(name) for name in names or PROOFS]
    table = Table("", "", "seconds")
    for outcome in outcomes:
        table.add_row(outcome.name, outcome.result, f"{outcome.seconds:.0f}")
    Console().print(table)
    raise typer.Exit(any(outcome.result.startswith("FAILED") for outcome in outcomes))


def _prove(name: str) -> Outcome:
    proof, began = PROOFS[name], time.monotonic()
    if proof.needs_postgres and not POSTGRES:
        return Outcome(name, "left out: RAPPORT_TEST_POSTGRES says where PostgreSQL is")
    failed = [" ".join(words) for words in proof.commands if not _succeeds(words, began + PROOF_TIMEOUT)]
    return Outcome(name, f"FAILED: {', '.join(failed)}" if failed else "proved", time.monotonic() - began)


def _succeeds(words: Sequence[str], end: float) -> bool:
    """It has until then."""
    typer.echo(f"== python -m {' '.join(words)}")
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT)
    try:
        return process.wait(max(0.0, end - time.monotonic())) == 0
    except subprocess.TimeoutExpired:
        typer.echo(f"It is not over in {PROOF_TIMEOUT:.0f} seconds.")
        return False
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    typer.run(main)
