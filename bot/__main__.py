"""Command line of Rapport. Each command imports what it needs when it runs, to start quickly."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from bot.config.settings import Settings

T = TypeVar("T")

cli = typer.Typer(
    name="rapport",
    help="Rapport: a CRM that lives in chat. With no chat connected, you can use it in this terminal.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
failed_updates = typer.Typer(invoke_without_command=True)
cli.add_typer(failed_updates, name="updates")


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


def main() -> None:
    """Run the command line: errors are one line each on stderr and a non-zero exit. New files are private."""
    os.umask(0o077)
    gc.disable()  # until `_do`: what is imported is never garbage
    try:
        sys.exit(cli(standalone_mode=False, prog_name="rapport") or 0)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        where = f" (see {context.command_path} --help)" if context else ""
        message = error.format_message().replace("Value error, ", "")
        _fail(f"{message}{where}", code=error.exit_code)
    except typer.Abort:
        sys.exit(1)


@cli.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"rapport {installed('rapport')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@cli.command()
def run() -> None:
    """Run the bots; with no token set, open the console in this terminal."""
    settings = _settings()
    if settings.has_channel:
        from bot.runtime import log_setup, server
        from bot.runtime.event_loop import new_event_loop

        log_setup.begin(settings.log_level)
        _do(server.serve(settings, typer.echo), new_event_loop)
    else:
        _talk(settings, first_steps=True)


@cli.command()
def console() -> None:
    """Open the console in this terminal."""
    _talk(_settings())


@cli.command()
def demo() -> None:
    """Open the console with sample clients."""
    from bot.cli import console_session
    from bot.config import settings as config

    _do(console_session.run_demo(_quiet(_read_settings(config.read))))


@cli.command()
def migrate() -> None:
    """Migrate the database to this version. Every other command does it automatically."""
    from bot.cli import admin

    _do(admin.migrate(_quiet(_settings()), typer.echo))


@cli.command()
def invite(
    role: Annotated[Role, typer.Option(help="The new person's role.")] = Role.REP,
) -> None:
    """Create an invitation: a code that gives one person access."""
    from bot.cli import admin
    from storage.models import Role as StoredRole

    _do(admin.invite(_quiet(_settings()), StoredRole(role.value), typer.echo))


@cli.command()
def workspace() -> None:
    """Install the Slack app in another workspace: prints the link to open."""
    from bot.cli import admin

    _do(admin.workspace(_quiet(_settings()), typer.echo))


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Clients; the first row names the columns.")],
    owner: Annotated[
        str, typer.Option(metavar="NAME", help="The clients' owner; the first admin by default.")
    ] = "",
) -> None:
    """Import clients from a CSV file. Importing the same file twice makes no duplicates."""
    from bot.cli import admin

    _do(admin.bring_in(_quiet(_settings()), file, owner, typer.echo))


@cli.command()
def copy(
    to: Annotated[
        str, typer.Option(metavar="URL", help="An empty database: postgresql://user@host/name, or sqlite:///…")
    ],
) -> None:
    """Copy the whole database into another one and compare both. If interrupted, run it again to continue."""
    from bot.cli import base_copy

    _do(base_copy.copy(_quiet(_settings()), to, typer.echo))


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    files: Annotated[bool, typer.Option("--files", help="With photos and documents, as one archive.")] = False,
) -> None:
    """Back up the database to one file, even while Rapport runs. On PostgreSQL: print the command to use."""
    from bot.cli import backups

    _do(backups.back_up(_quiet(_settings()), file, typer.echo, force=force, with_files=files))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file written by `rapport backup`.")],
) -> None:
    """Replace the database (and kept files) with a backup. On PostgreSQL: print the command to use."""
    from bot.cli import backups

    _do(backups.restore(_quiet(_settings()), file, typer.echo))


@failed_updates.callback()
def list_updates(
    context: typer.Context,
    raw: Annotated[
        str, typer.Option(metavar="KEY", help="Show this update in full, with everything that was typed.")
    ] = "",
) -> None:
    """List the updates that kept failing; retry or drop them."""
    from bot.cli import failed_updates

    if context.invoked_subcommand is None:
        settings = _quiet(_settings())
        _do(
            failed_updates.show_raw(settings, raw, typer.echo)
            if raw
            else failed_updates.show(settings, typer.echo)
        )


@failed_updates.command("retry")
def retry_updates(
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="The update to retry.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Retry all of them.")] = False,
) -> None:
    """Retry failed updates."""
    from bot.cli import failed_updates

    if bool(key) is every:
        raise typer.BadParameter("give one KEY, or --all")
    _do(failed_updates.retry(_quiet(_settings()), key or None, typer.echo))


@failed_updates.command("drop")
def drop_update(key: Annotated[str, typer.Argument(metavar="KEY", help="The update to drop.")]) -> None:
    """Drop a failed update for good."""
    from bot.cli import failed_updates

    _do(failed_updates.drop(_quiet(_settings()), key, typer.echo))


@cli.command()
def check() -> None:
    """Check settings, database and tokens; each problem is shown with how to fix it."""
    from bot.cli import checks
    from bot.config import settings as config
    from bot.config.secret_files import BadSettings

    try:
        settings = config.read()
    except BadSettings as error:
        typer.echo("\n".join(f"settings: wrong: {line}" for line in error.lines))
        raise typer.Exit(1) from error
    if not _do(checks.check(_quiet(settings), typer.echo)):
        raise typer.Exit(1)


@cli.command()
def manifest() -> None:
    """Print the Slack app's manifest.

    Paste it at https://api.slack.com/apps: “Create New App”, “From a manifest”.
    """
    import json

    from bot.channels.slack.manifest import manifest as written
    from bot.config import settings as config

    typer.echo(json.dumps(written(_read_settings(config.read_public_url)), indent=2, ensure_ascii=False))


def _settings() -> "Settings":
    """Read the settings and print the database on stderr: programs may read stdout."""
    from bot.config import settings as config

    settings = _read_settings(config.read)
    typer.echo(f"Database: {settings.base}", err=True)
    return settings


def _read_settings(read: Callable[[], T]) -> T:
    from bot.config.secret_files import BadSettings

    try:
        return read()
    except BadSettings as error:
        _fail(*error.lines)


def _talk(settings: "Settings", *, first_steps: bool = False) -> None:
    from bot.cli import console_session

    _do(console_session.talk(_quiet(settings), first_steps=first_steps))


def _quiet(settings: "Settings") -> "Settings":
    """In a terminal log only warnings, unless a log level is set."""
    from bot.runtime import log_setup

    log_setup.begin(settings.log_level if "log_level" in settings.model_fields_set else "WARNING")
    return settings


def _do(work: Coroutine[Any, Any, T], new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None) -> T:
    from sqlalchemy.exc import DatabaseError

    import storage
    from bot.app import DAMAGED, Stopped
    from bot.runtime.database_threads import run_to_the_end

    gc.freeze()
    gc.enable()
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(run_to_the_end(work))
    except Stopped as error:
        _fail(str(error))
    except DatabaseError as error:
        if not storage.is_damaged(error):
            raise
        _fail(DAMAGED)


def _fail(*lines: str, code: int = 1) -> NoReturn:
    for line in lines:
        typer.echo(f"rapport: {line}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
