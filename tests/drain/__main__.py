"""python -m tests.drain [--reminders 20000] [--reps 500] [--scale 3] [--ordered]"""

import asyncio
import tempfile
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from bot.runtime import log_setup
from tests.drain.bases import kept_base
from tests.drain.heap import Drained, Heap, drain


def main(
    reminders: Annotated[int, typer.Option(help="How many are due.")] = 20_000,
    reps: Annotated[int, typer.Option(help="To how many people.")] = 500,
    scale: Annotated[float, typer.Option(max=3, help="How many times faster than the real limits.")] = 3,
    ordered: Annotated[bool, typer.Option("--ordered", help="One person's after the other's.")] = False,
) -> None:
    """Send a heap of due reminders as fast as Telegram allows, and look something up meanwhile."""
    log_setup.begin("WARNING")
    drained = asyncio.run(_drain(Heap(reminders, reps, scale, ordered)))
    raise typer.Exit(0 if _tell(drained) else 1)


async def _drain(heap: Heap) -> Drained:
    with tempfile.TemporaryDirectory(prefix="rapport-drain-") as folder:
        return await drain(heap, Path(folder), typer.echo, await kept_base(heap))


def _tell(drained: Drained) -> bool:
    share = drained.rate / drained.limit
    slowest = max(drained.answers, default=0.0)
    typer.echo(f"messages a second    {drained.rate:.1f} of {drained.limit:.0f} allowed: {share:.1%}")
    typer.echo(f"refused as too fast  {drained.refused}")
    typer.echo(f"sent twice           {drained.repeated}")
    typer.echo(f"look-ups             {len(drained.answers)}, answered in {median(drained.answers):.2f} s")
    typer.echo(f"the slowest of them  {slowest:.2f} s")
    return share >= 0.95 and not drained.refused and not drained.repeated and slowest < 1


if __name__ == "__main__":
    typer.run(main)
