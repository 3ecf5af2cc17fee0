"""What is written is true: commands, settings and links are there, and the transcripts are played again.

python -m tests.architecture.test_docs writes the table of commands in the guide anew.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import typer

import storage
from bot.__main__ import cli
from bot.config.secret_files import is_secret
from bot.config.settings import Settings
from handlers.chat import COMMANDS
from storage.models import Role
from tests.paths import ROOT
from tests.support import people
from tests.support.chat import CHANNELS, AtConsole, Person, Seen
from tests.support.world import World

GUIDE, README = ROOT / "docs/guide.md", ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

TABLE = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- /commands -->)", re.DOTALL)
PLAYED = re.compile(r"<!-- played: ([\w-]+), after: ([^\n]+) -->\n```text\n(.*?)```", re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
MADE = re.compile(r"\bmake (?:-n )?([a-z]+)")
TYPED = re.compile(r"(?:^|[/| ])rapport (?!is )([a-z]+)", re.MULTILINE)
SETTING = re.compile(r"\b(?:RAPPORT|TELEGRAM|SLACK|DATABASE)_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
FOR_WHOM = {Role.REP: "", Role.MANAGER: " (managers, admins)", Role.ADMIN: " (admins)"}
FOR_TESTS = {"RAPPORT_TEST_POSTGRES"}


def table() -> str:
    """All commands as a table in Markdown, in the order of /help."""
    rows = ["| command | what it does | for example |", "|---|---|---|"]
    for command in COMMANDS.values():
        example = f"`{command.example}`" if command.example else ""
        rows.append(f"| `/{command.name}` | {command.about}{FOR_WHOM[command.role]} | {example} |")
    return "\n".join(rows) + "\n"


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _code(page: Path) -> str:
    return "\n".join(fenced or span for fenced, span in CODE.findall(_read(page)))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", _read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_command_is_in_the_guide() -> None:
    found = TABLE.search(_read(GUIDE))
    assert found and found.group() == table(), "python -m tests.architecture.test_docs writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_be_made_can_be_made(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", _read(ROOT / "Makefile"), re.MULTILINE))
    assert set(MADE.findall(_code(ROOT / name))) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_command_line_is_known(name: str) -> None:
    assert set(TYPED.findall(_code(ROOT / name))) <= _words()


def test_every_word_of_the_command_line_is_in_the_readme() -> None:
    assert _words() <= set(TYPED.findall(_code(README)))


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_that_is_named_is_there(name: str) -> None:
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    files = {f"{setting}_FILE" for setting in known if is_secret(setting)}
    assert set(SETTING.findall(_read(ROOT / name))) <= known | files | FOR_TESTS


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for path, anchor in LINK.findall(FENCED.sub("", _read(page))):
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{name} leads to {path}"
        assert not anchor or anchor in _anchors(there), f"{name} leads to {path}#{anchor}"


@pytest.mark.parametrize(("channel", "before", "script"), PLAYED.findall(_read(README)))
async def test_transcripts_are_what_people_see(world: World, channel: str, before: str, script: str) -> None:
    async with storage.transaction(world.database) as db:
        await people.rep(db, "Ann", world.clock(), role=Role.ADMIN)  # who sits down at the console
    async with CHANNELS[channel](world) as ann:
        await ann.joins()
        await ann.says(before)
        played = [line async for line in _play(ann, script)]
    assert "\n".join(played).strip() == script.strip()


def _words() -> set[str]:
    command = typer.main.get_command(cli)
    return set(getattr(command, "commands", {}))


async def _play(ann: Person, script: str) -> AsyncIterator[str]:
    """The transcript as it is now: '> ' is typed, '> [' pressed, and '-- ' is the next day at the same time."""
    for line in script.splitlines():
        if line.startswith("> ["):
            await ann.presses(line[3:-1])
        elif line.startswith("> "):
            await ann.says(line[2:].replace("/crm ", "/"))
        elif line.startswith("-- "):
            await _a_day_passes(ann)
        else:
            continue
        yield line
        for seen in ann.news:
            yield _shown(ann, seen) + "\n"


async def _a_day_passes(ann: Person) -> None:
    await ann.world.wait(hours=23)
    await ann.looks()
    await ann.world.wait(hours=1)
    await ann.looks()


def _shown(ann: Person, seen: Seen) -> str:
    if isinstance(ann, AtConsole) or not seen.buttons:
        return seen.text
    return f"{seen.text}\n\n{' '.join(f'[{label}]' for label in seen.buttons)}"


if __name__ == "__main__":
    GUIDE.write_text(TABLE.sub(lambda _old: table(), _read(GUIDE)), encoding="utf-8")
