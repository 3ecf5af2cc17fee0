"""The command line: what each command prints, and how it ends."""

import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from tests.running.quiet_clock import watching
from tests.support.command import OURS, PATIENCE, Rapport, environment, errors, one_line

STOP_TIMEOUT = 10.0  # seconds
TOKEN = "123456789:AAEhBP0av28"
BASELESS = (
    ["invite"],
    ["import", str(OURS)],
    ["backup", "copy.db"],
    ["copy", "--to", "sqlite:///other.db"],
    ["updates"],
)


@pytest.fixture
def rapport(tmp_path: Path) -> Rapport:
    return Rapport(tmp_path)


@pytest.fixture
async def platforms() -> AsyncIterator[str]:
    """A Telegram and a Slack which know one token each, and nothing else."""

    async def get_me(request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            answer = {"ok": False, "error_code": 401, "description": "Unauthorized"}
            return web.json_response(answer, status=401)
        return web.json_response({"ok": True, "result": {"id": 1, "username": "acme_bot"}})

    async def slack(request: web.Request) -> web.Response:
        if request.headers["Authorization"] not in ("Bearer xoxb-good", "Bearer xapp-good"):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, "team": "Acme", "user_id": "U0", "bot_id": "B0", "team_id": "T0"})

    application = web.Application()
    application.router.add_post("/bot{token}/getMe", get_me)
    application.router.add_post("/api/{method}", slack)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_input_that_is_no_terminal_is_answered_and_ends(rapport: Rapport) -> None:
    result = rapport.process("console", typed="find ivan\n")
    assert (result.returncode, errors(result)) == (0, [])
    assert result.stdout.startswith("> find ivan\n")
    assert "ivan" in result.stdout.removeprefix("> find ivan\n")


def test_without_a_token_run_talks_here_and_says_how_to_connect_a_chat(rapport: Rapport) -> None:
    result = rapport("run", typed="/deals\n")
    assert result.returncode == 0
    assert all(word in result.stdout for word in ("TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "demo", "> /deals"))
    assert (rapport.folder / "data" / "rapport.db").exists()


def test_what_to_type_next_is_told_as_it_works_here(rapport: Rapport) -> None:
    assert f"`{sys.executable} -m bot manifest`" in rapport("run").stdout
    script = Path(sys.executable).parent / "rapport"
    for path, told in (("/bin", str(script)), (f"/bin:{script.parent}", "rapport")):
        result = subprocess.run(
            [script, "run"],
            stdin=subprocess.DEVNULL,
            cwd=rapport.folder,
            env=environment(PATH=path),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        assert f"`{told} manifest`" in result.stdout


def test_the_sample_base_can_be_looked_at_and_is_thrown_away(rapport: Rapport) -> None:
    from_run = rapport("run", typed="demo\nfind anna\n")
    assert "Fjord & Fir" in from_run.stdout
    alone = rapport("demo", typed="/pipeline\n/today\nfind anna\n1\n")
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "Fjord & Fir" in alone.stdout
    assert "Fjord" not in rapport("console", typed="find anna\n").stdout


def test_the_version_and_the_commands_are_told(rapport: Rapport) -> None:
    assert rapport("--version").stdout.startswith("rapport 0.")
    told = rapport("--help").stdout
    commands = ["run", "console", "demo", "migrate", "invite", "import", "check", "manifest", "workspace"]
    assert all(f"\n  {command} " in told for command in commands)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--loud"], "--loud"),
        (["run", "--loud"], "--loud"),
        (["sing"], "sing"),
        (["import"], "FILE.csv"),
        (["import", "nowhere.csv"], "nowhere.csv"),
        (["invite", "--role", "boss"], "'--role': 'boss' is not one of"),
    ],
)
def test_what_was_mistyped_is_told_in_one_line(words: list[str], told: str, rapport: Rapport) -> None:
    assert told in one_line(rapport(*words))


def test_each_bad_setting_is_a_line(rapport: Rapport) -> None:
    result = rapport("run", RAPPORT_BIND="x", RAPPORT_CURRENCY="y")
    assert result.returncode == 1
    assert [line.split(": ")[:2] for line in errors(result)] == [
        ["rapport", "RAPPORT_BIND"],
        ["rapport", "RAPPORT_CURRENCY"],
    ]


def test_a_base_that_cannot_be_opened_is_told(rapport: Rapport) -> None:
    (rapport.folder / "file").touch()
    assert "RAPPORT_DATA_DIR" in one_line(rapport("migrate", RAPPORT_DATA_DIR="file"))
    assert "DATABASE_URL" in one_line(rapport("migrate", DATABASE_URL="sqlite:///file/crm.db"))
    (rapport.folder / "rapport.db").write_text("this is no base, " * 100)
    for name, value in (("DATABASE_URL", "sqlite:///rapport.db"), ("RAPPORT_DATA_DIR", ".")):
        assert "rapport restore FILE" in one_line(rapport("migrate", **{name: value}))
        assert "database: wrong: the database is damaged" in rapport("check", **{name: value}).stdout


@pytest.mark.parametrize("words", BASELESS, ids=lambda words: words[0])
def test_what_needs_a_base_makes_none(words: list[str], rapport: Rapport) -> None:
    assert "no database yet" in one_line(rapport(*words))
    assert [path.name for path in rapport.folder.iterdir()] == [".env"]


def test_the_base_is_the_same_wherever_one_stands(rapport: Rapport) -> None:
    (rapport.folder / ".env").write_text("RAPPORT_DATA_DIR=clients\n")
    places = {"RAPPORT_DATA_DIR": "", "XDG_DATA_HOME": str(rapport.folder / "home")}
    made = rapport("migrate", **places)
    assert f"Database: {rapport.folder}/clients/rapport.db" in made.stderr
    assert "It gives access to" in rapport("invite", **places).stdout


def test_nobody_else_on_the_machine_can_read_what_rapport_writes(rapport: Rapport) -> None:
    rapport("migrate")
    rapport("copy", "--to", "sqlite:///copy.db")
    rapport("console", typed="/new Ann Lee\n")
    rapport("copy", "--to", "sqlite:///copy.db")
    rapport("backup", "backup.db")
    base = rapport.folder / "data" / "rapport.db"
    base.chmod(0o644)
    assert f"chmod 600 {base}" in rapport("check").stdout
    rapport("restore", "backup.db")
    written = [path for path in rapport.folder.rglob("*db*") if path.is_file()]
    assert {path.name for path in written} == {
        "copy.db",
        "backup.db",
        "rapport.db",
        "rapport.db.before-restore",
    }
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("offset", [0, 8192], ids=["its beginning", "a page of it"])
def test_a_damaged_base_is_told_of_with_the_way_out(offset: int, rapport: Rapport) -> None:
    rapport("migrate")
    base = rapport.folder / "data" / "rapport.db"
    with base.open("r+b") as file:
        file.seek(offset)
        file.write(random.Random(7).randbytes(20_000))
    checked = rapport("check")
    assert checked.returncode == 1
    assert "the database is damaged" in checked.stdout
    talked = rapport("console", typed="/new Ann Lee\n/today\n")
    assert "rapport restore FILE" in talked.stderr or "base is damaged" in talked.stdout
    assert "INSERT" not in talked.stderr + talked.stdout


def test_names_of_settings_that_are_none_are_told_with_what_is_meant(rapport: Rapport) -> None:
    (rapport.folder / ".env").write_text(
        "RAPPORT_CURENCY=EUR\nTELEGRAM_TOKEN=1\nTELEGRAM_BOT_TOKN=1\nEDITOR=vi\n"
    )
    checked = rapport("check", RAPPORT_TIMEZON="Europe/Kyiv", RAPPORT_CURRENCY="RUR", RAPPORT_XYZ="1")
    assert checked.returncode == 1
    assert "of a current currency, like EUR" in checked.stdout
    checked = rapport("check", RAPPORT_TIMEZON="Europe/Kyiv", RAPPORT_XYZ="1", RAPPORT_DATA_DIR="/proc/nope")
    assert checked.returncode == 1
    for line in (
        "RAPPORT_TIMEZON: no such setting; did you mean RAPPORT_TIMEZONE?",
        "RAPPORT_CURENCY: no such setting; did you mean RAPPORT_CURRENCY?",
        "TELEGRAM_BOT_TOKN: no such setting; did you mean TELEGRAM_BOT_TOKEN?",
        "RAPPORT_XYZ: no such setting; docs/settings.md lists them all",
        "RAPPORT_DATA_DIR: cannot write to /proc",
    ):
        assert line in checked.stdout
    assert "EDITOR" not in checked.stdout


def test_a_file_is_imported_with_figures_and_reasons(rapport: Rapport) -> None:
    rapport("migrate")
    no_country = (
        "Phone numbers without a country code are imported as they are. To complete them, set RAPPORT_COUNTRY."
    )
    assert rapport("import", str(OURS)).stdout.splitlines() == [
        no_country,
        "30 rows read: 30 clients added, 0 already known, 0 rejected.",
    ]
    (rapport.folder / "more.csv").write_text("Name,Phone,City\nAnn Lee,+14155550134,Rome\n,,Oslo\n")
    result = rapport("import", "more.csv")
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        no_country,
        "2 rows read: 1 clients added, 0 already known, 1 rejected.",
        "  line 3: no name, no company, no phone and no e-mail",
    ]
    assert "Ann Lee" in rapport("console", typed="0134\n").stdout
    assert "nobody" in one_line(rapport("import", "more.csv", "--owner", "nobody"))
    (rapport.folder / "other.csv").write_text("A,B\n1,2\n")
    other = rapport("import", "other.csv")
    assert other.returncode == 1
    assert "other.csv: no clients found" in other.stderr
    (rapport.folder / "none.csv").write_text("Name;Phone\n\n")
    assert "none.csv: there are no rows" in one_line(rapport("import", "none.csv"))


async def test_an_invitation_is_printed_for_each_chat(rapport: Rapport, platforms: str) -> None:
    await asyncio.to_thread(rapport, "migrate")
    plain = await asyncio.to_thread(rapport, "invite", "--role", "manager")
    assert len(plain.stdout.splitlines()[0]) == len("7F3K-Q2MV-9DXA")
    chats = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": platforms,
        "SLACK_BOT_TOKEN": "xoxb-good",
        "SLACK_APP_TOKEN": "xapp-good",
    }
    linked = await asyncio.to_thread(rapport, "invite", "--role", "admin", **chats)
    code, telegram, slack, *_rest = linked.stdout.splitlines()
    assert telegram == f"Telegram: https://t.me/acme_bot?start={code}"
    assert slack == f"Slack: /crm start {code}"


async def test_check_tells_what_is_well_and_how_to_mend_the_rest(rapport: Rapport, platforms: str) -> None:
    assert "ok" in rapport("check").stdout
    addresses = {"TELEGRAM_API_BASE": platforms, "SLACK_API_BASE": f"{platforms}/api"}
    good = {"TELEGRAM_BOT_TOKEN": TOKEN, "SLACK_BOT_TOKEN": "xoxb-good", "SLACK_APP_TOKEN": "xapp-good"}
    well = await asyncio.to_thread(rapport, "check", **addresses, **good)
    assert well.returncode == 0, well.stdout
    assert "@acme_bot" in well.stdout
    bad = {"TELEGRAM_BOT_TOKEN": "1:bad", "SLACK_BOT_TOKEN": "xoxb-bad", "SLACK_APP_TOKEN": "xapp-bad"}
    wrong = await asyncio.to_thread(rapport, "check", **addresses, **bad)
    assert wrong.returncode == 1
    assert wrong.stdout.count("wrong:") == 2
    settings = rapport("check", RAPPORT_LOCALE="tlh")
    assert (settings.returncode, settings.stdout.count("wrong:")) == (1, 1)


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN"])
async def test_a_wrong_token_ends_run_with_one_line(name: str, rapport: Rapport, platforms: str) -> None:
    tokens = {
        "TELEGRAM_BOT_TOKEN": {name: "1:bad"},
        "SLACK_BOT_TOKEN": {name: "xoxb-bad", "SLACK_APP_TOKEN": "xapp-1"},
    }
    addresses = {"TELEGRAM_API_BASE": platforms, "SLACK_API_BASE": f"{platforms}/api/"}
    result = await asyncio.to_thread(rapport.process, "run", **addresses, **tokens[name])
    assert result.returncode == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("rapport:")]
    assert len(told) == 1
    assert name in told[0]
    assert "Traceback" not in result.stderr


async def test_a_taken_port_ends_run_with_one_line(rapport: Rapport, platforms: str, taken_port: int) -> None:
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-good",
        "SLACK_SIGNING_SECRET": "abc",
        "SLACK_API_BASE": f"{platforms}/api/",
    }
    result = await asyncio.to_thread(rapport.process, "run", RAPPORT_BIND=f"127.0.0.1:{taken_port}", **slack)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith(
        f"rapport: RAPPORT_BIND: port {taken_port} on 127.0.0.1 is taken"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_says_when_it_is_ready_and_stops_when_told(
    number: signal.Signals, rapport: Rapport, platforms: str
) -> None:
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-good",
        "SLACK_SIGNING_SECRET": "abc",
        "SLACK_API_BASE": f"{platforms}/api/",
    }
    process = await rapport.start(RAPPORT_BIND="127.0.0.1:0", **slack)
    assert process.stdout
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    assert "ready" in line
    address = line.split()[-1]
    async with ClientSession() as session:
        for path in ("healthz", "readyz", "metrics"):
            async with session.get(f"{address}/{path}") as asked:
                assert asked.status == 200, await asked.text()
    async with watching(process.pid) as clock:
        began = clock()
        process.send_signal(number)
        _out, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert clock() - began < STOP_TIMEOUT
    assert process.returncode == 0, errors
    assert "rapport invite --role admin" in errors.decode()


def test_the_manifest_is_json_with_the_command(rapport: Rapport) -> None:
    manifest = json.loads(rapport("manifest").stdout)
    assert manifest["features"]["slash_commands"][0]["command"] == "/crm"


def test_one_more_workspace_begins_with_an_address(rapport: Rapport) -> None:
    assert "SLACK_CLIENT_ID" in one_line(rapport("workspace"))
    rapport("migrate")
    told = rapport(
        "workspace",
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET="abc",
        SLACK_CLIENT_ID="11.22",
        SLACK_CLIENT_SECRET="abc",
        RAPPORT_SECRET_KEY="A" * 43 + "=",
        RAPPORT_PUBLIC_URL="https://crm.example",
    ).stdout
    assert told.startswith("https://slack.com/oauth/v2/authorize?state=")
    assert "redirect_uri=https://crm.example/slack/installed" in told


def test_the_manifest_is_made_before_the_tokens_are_there(rapport: Rapport) -> None:
    (rapport.folder / ".env").write_text("RAPPORT_PUBLIC_URL=https://crm.example\n")
    half = rapport("manifest", SLACK_BOT_TOKEN="xoxb-1", TELEGRAM_BOT_TOKEN="x", RAPPORT_LOCALE="tlh")
    assert json.loads(half.stdout)["features"]["slash_commands"][0]["url"] == "https://crm.example/slack/events"
    assert "RAPPORT_PUBLIC_URL" in one_line(rapport("manifest", RAPPORT_PUBLIC_URL="crm"))


def test_the_second_start_imports_nothing_heavy(rapport: Rapport) -> None:
    rapport("migrate")
    heavy = ["aiogram", "slack_bolt", "slack_sdk", "alembic", "aiohttp", "prompt_toolkit"]
    code = (
        "import sys, bot.__main__ as m; sys.argv[1:] = ['console']\n"
        "try: m.main()\nexcept SystemExit: pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        input="find ivan\n",
        cwd=rapport.folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert result.stdout.splitlines()[-1] == "[]"
