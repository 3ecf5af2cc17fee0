"""Admin commands of the CLI: migrate, invite, workspace, import. `say` prints to the terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import storage
from bot.app import App, Stopped, in_tenths, now, open_app
from bot.channels.console import sit_down
from bot.config.settings import Settings
from handlers.chat.contact_rows import ContactRow
from handlers.imports import csv_reader
from handlers.imports.import_clients import Report, import_clients
from handlers.parsing.places import countries
from storage import rights
from storage.maintenance import backfills, schema
from storage.models import Rep, Role
from storage.team import accounts, invitations
from storage.team.invitations import FIRST_INVITATION_LIFE, INVITATION_LIFE

BATCH = 500  # rows per transaction: an interrupted import can simply be repeated

NOBODY = "{file}: no clients found. The first line must name the columns: Name, Company, Phone, E-mail …"

Say = Callable[[str], None]


async def migrate(settings: Settings, say: Say) -> None:
    """Migrate the database, with all that `run` would do in the background. All commands raise Stopped."""

    def tell(name: str, percent: int) -> None:
        say(f"Upgrading the database ({name}): {percent} %")

    async with open_app(settings, may_make=True) as app:
        await backfills.run(app.database, tell=in_tenths(tell), size=backfills.LARGE_BATCH)
        say(f"The database is up to date (migration {await schema.version(app.database)}).")


async def invite(settings: Settings, role: Role, say: Say) -> None:
    from bot.config.credentials import ways_in

    async with open_app(settings) as app, storage.transaction(app.database) as db:
        is_first = role is Role.ADMIN and await accounts.is_empty(db)
        life = FIRST_INVITATION_LIFE if is_first else INVITATION_LIFE
        code = await invitations.invite(db, role, now(), life=life)
    for line in await ways_in(settings, code):
        say(line)
    say(f"It gives access to one {role} and is valid for {'one hour' if is_first else f'{life.days} days'}.")


async def workspace(settings: Settings, say: Say) -> None:
    """Print the URL that installs the Slack app in another workspace."""
    if not settings.slack_client_id:
        raise Stopped(
            "SLACK_CLIENT_ID: set it to install in more workspaces; docs/settings.md lists what else is needed"
        )
    from bot.channels.slack.oauth import STATE_LIFE, Installing

    async with open_app(settings) as app:
        say(await Installing.of(settings, app.database, now).address())
    minutes = int(STATE_LIFE.total_seconds() // 60)
    say(f"Open the link in a browser and choose the workspace. It works once, within {minutes} minutes.")


async def bring_in(settings: Settings, file: Path, owner: str, say: Say) -> None:
    try:
        rows = csv_reader.read(file)
    except csv_reader.UnreadableFile as error:
        raise Stopped(str(error)) from error
    async with open_app(settings) as app:
        rep = await _owner(app, owner)
        region = await _region(app, rep)
        if not region:
            say(
                "Phone numbers without a country code are imported as they are. To complete them, set"
                " RAPPORT_COUNTRY."
            )
        report = await _import(app, rep, rows, region)
    for line in _report_lines(report):
        say(line)
    if report.refused and not report.made and not report.known:
        raise Stopped(NOBODY.format(file=file))


async def _region(app: App, rep: Rep) -> str:
    zone = "" if rep.timezone == app.defaults.guessed_timezone else rep.timezone
    async with storage.reading(app.database) as db:
        country = await rights.country(db) or app.defaults.country
    return countries.region(rep.locale, zone, country)


async def _import(app: App, rep: Rep, rows: Sequence[ContactRow], region: str) -> Report:
    report = Report()
    with _progress(len(rows)) as advance:
        left = iter(rows)
        while batch := list(islice(left, BATCH)):
            async with storage.transaction(app.database) as db:
                report += await import_clients(db, rep, batch, now(), region=region)
            advance(len(batch))
    return report


def _report_lines(report: Report) -> list[str]:
    refused = [f"  line {line}: {reason}" for line, reason in report.refused]
    counts = f"{report.made} clients added, {report.known} already known, {len(refused)} rejected"
    return [f"{report.read} rows read: {counts}.", *refused]


async def _owner(app: App, name: str) -> Rep:
    """The owner of the imported clients: the rep with that name, else the first admin or the console's user."""
    async with storage.transaction(app.database) as db:
        if not name:
            return await accounts.first_admin(db) or await sit_down(db, app.defaults, now())
        people = await accounts.active(db)
    named = [rep for rep in people if rep.name.casefold() == name.strip().casefold()]
    if len(named) == 1:
        return named[0]
    known = ", ".join(rep.name for rep in people) or "nobody yet"
    raise Stopped(f"--owner: {len(named) or 'no'} people are called {name}; choose from: {known}")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, if there are many rows."""
    if total <= BATCH or not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=total)
        yield lambda count: progress.advance(task, count)
