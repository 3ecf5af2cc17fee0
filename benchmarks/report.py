"""What was measured: as a table on the screen, and as JSON beside the bases."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

KEPT = Path(__file__).parent.parent / "data" / "benchmarks"  # bases and results, from one run to the next


@dataclass(frozen=True)
class Row:
    """One figure beside its limit, both in `unit`, measured in the same run; `goal`: of their ratio."""

    what: str
    figure: float
    limit: float
    unit: str
    goal: str
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.figure / self.limit if self.limit else 0.0


def machine() -> str:
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    cores = f"{platform.machine()}, {os.cpu_count()} cores"
    return f"{cores}, Python {platform.python_version()}, load {load}"


def tell(name: str, title: str, rows: Sequence[Row]) -> None:
    """Print the rows, and write them to NAME.json."""
    title = f"{title}; {machine()}"
    table = Table(title=title)
    for column in ("what", "measured", "limit", "", "ratio", "goal", "note"):
        table.add_column(column, justify="left" if column in ("what", "", "note") else "right")
    for row in rows:
        table.add_row(
            row.what, _shown(row.figure), _shown(row.limit), row.unit, _shown(row.ratio), row.goal, row.note
        )
    Console(width=140).print(table)
    write(name, {"title": title, "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]})


def write(name: str, told: dict[str, Any]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(told, indent=1))


def median_and_p99(took: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th of a hundred."""
    return statistics.median(took), percentile(took, 99)


def percentile(took: Sequence[float], of_a_hundred: int) -> float:
    ordered = sorted(took)
    return ordered[min(len(ordered) - 1, len(ordered) * of_a_hundred // 100)]


def _shown(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
