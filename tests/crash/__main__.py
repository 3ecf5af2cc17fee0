"""python -m tests.crash --kills 50 --updates 5000 [--database postgresql] [--faults] [--seed 1]"""

import asyncio
import logging
import random
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tests.crash.trial import Plan, run
from tests.crash.verdict import Finding


def main(
    kills: Annotated[int, typer.Option(help="How often a process is killed.")] = 50,
    updates: Annotated[int, typer.Option(help="How much people write and press.")] = 5000,
    database: Annotated[str, typer.Option(help="sqlite, or postgresql with two processes.")] = "sqlite",
    faults: Annotated[bool, typer.Option("--faults", help="With bad days of platforms and base.")] = False,
    seed: Annotated[int | None, typer.Option(help="To do it again.")] = None,
) -> None:
    """Kill Rapport while people write, and see that nothing is lost and nothing is done twice."""
    seed = random.randrange(10_000) if seed is None else seed
    plan = Plan(kills, updates, database, faults, seed=seed)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # the fakes hang up on purpose
    folder = Path(tempfile.mkdtemp(prefix="rapport-crash-"))
    typer.echo(f"seed {seed}, logs in {folder}")
    findings = asyncio.run(run(plan, folder, typer.echo))
    Console().print(_table(plan, findings))
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


def _table(plan: Plan, findings: list[Finding]) -> Table:
    table = Table("", "found", "allowed", "", title=f"{plan.database}{', with faults' if plan.faults else ''}")
    for finding in findings:
        mark = "" if not finding.allowed else "ok" if finding.is_well else "WRONG"
        said = "\n".join((finding.what, *finding.examples))
        table.add_row(said, str(finding.found), finding.allowed, mark)
    return table


if __name__ == "__main__":
    typer.run(main)
