"""Settings: where they come from, and what one is told about those that are wrong."""

from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from bot.config import settings as config
from bot.config.base_location import Places
from bot.config.secret_files import BadSettings, is_secret
from bot.config.settings import Settings, read
from tests.paths import ROOT

DOCS = ROOT / "docs" / "settings.md"
TELEGRAM = "123456789:AAEhBP0av28"


@pytest.fixture(autouse=True)
def fresh_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting is set, and there is no .env."""
    for field in Settings.model_fields.values():
        for name in (f"{field.validation_alias}", f"{field.validation_alias}_FILE"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def told(**wrong: str) -> dict[str, str]:
    """What is said about the settings, by name."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in wrong.items():
            patch.setenv(name, value)
        with pytest.raises(BadSettings) as error:
            read()
    return dict(line.split(": ", 1) for line in error.value.lines)


def test_a_fresh_machine_needs_no_settings(tmp_path: Path) -> None:
    settings = read(Places(tmp_path / "anywhere", None, tmp_path / "mine"))
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path.resolve()}/mine/rapport.db"
    assert not settings.has_channel
    assert settings.host_and_port == ("127.0.0.1", 8080)
    assert (settings.locale, settings.currency, settings.log_level) == ("en", "USD", "INFO")


def test_the_environment_goes_before_the_env_file_and_what_is_empty_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("RAPPORT_CURRENCY=EUR\nRAPPORT_LOCALE=en\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("RAPPORT_CURRENCY", "pln")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    settings = read()
    assert settings.currency == "PLN"
    assert settings.telegram_bot_token is None


def test_a_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TELEGRAM}\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert config.plain(read().telegram_bot_token) == TELEGRAM
    assert TELEGRAM not in repr(read())


def test_a_secret_file_that_is_not_there_is_told() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLACK_BOT_TOKEN_FILE", "/nowhere/token")
        with pytest.raises(BadSettings, match="SLACK_BOT_TOKEN_FILE: cannot read /nowhere/token"):
            read()


def test_an_env_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"RAPPORT_LOCALE=\xff\xfe")
    with pytest.raises(BadSettings, match=r"\.env: it cannot be read"):
        read()


def test_all_that_is_wrong_is_told_at_once_with_what_to_write() -> None:
    wrong = {
        "DATABASE_URL": "mysql://crm",
        "TELEGRAM_BOT_TOKEN": "secret",
        "TELEGRAM_API_BASE": "api.telegram.org",
        "SLACK_BOT_TOKEN": "xapp-1",
        "SLACK_APP_TOKEN": "xoxb-1",
        "RAPPORT_PUBLIC_URL": "crm.example.com",
        "RAPPORT_BIND": "8080",
        "RAPPORT_TIMEZONE": "Berlin",
        "RAPPORT_LOCALE": "tlh",
        "RAPPORT_CURRENCY": "EURO",
        "RAPPORT_LOG_LEVEL": "LOUD",
    }
    said = told(**wrong)
    assert set(said) == set(wrong)
    assert all("use " in text or "should look like" in text for text in said.values())


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:////srv/crm.db", "sqlite+aiosqlite:////srv/crm.db"),
        ("sqlite+aiosqlite:////var/crm.db", "sqlite+aiosqlite:////var/crm.db"),
        ("postgres://ann:p%40ss@db/crm", "postgresql+psycopg://ann:p%40ss@db/crm"),
        ("postgresql://db:5433/crm?sslmode=require", "postgresql+psycopg://db:5433/crm?sslmode=require"),
    ],
)
def test_an_address_of_a_base_is_written_as_people_write_it(
    written: str, used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    assert read().database == used


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "not an address", "postgresql"])
def test_a_base_that_would_be_forgotten_is_refused(address: str) -> None:
    assert "DATABASE_URL" in told(DATABASE_URL=address)


@pytest.mark.parametrize(
    ("set_too", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "abc"}, "SLACK_BOT_TOKEN"),
        (
            {
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_APP_TOKEN": "xapp-1",
                "RAPPORT_PUBLIC_URL": "https://a.example",
            },
            "RAPPORT_PUBLIC_URL",
        ),
    ],
)
def test_half_of_slack_is_told(set_too: dict[str, str], missing: str) -> None:
    assert missing in told(**set_too)["SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize(
    "missing", ["SLACK_CLIENT_SECRET", "RAPPORT_PUBLIC_URL", "RAPPORT_SECRET_KEY", "SLACK_BOT_TOKEN"]
)
def test_half_of_more_workspaces_is_told(missing: str) -> None:
    whole = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "abc",
        "SLACK_CLIENT_ID": "11.22",
        "SLACK_CLIENT_SECRET": "abc",
        "RAPPORT_SECRET_KEY": "A" * 43 + "=",
        "RAPPORT_PUBLIC_URL": "https://crm.example",
    }
    said = told(**{name: value for name, value in whole.items() if name != missing})
    assert "base64" in said["RAPPORT_SECRET_KEY"] if missing == "RAPPORT_SECRET_KEY" else missing in str(said)


@pytest.mark.parametrize("key", ["short", "A" * 43, "A" * 60, "ключ"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    assert "32 random bytes" in told(RAPPORT_SECRET_KEY=key)["RAPPORT_SECRET_KEY"]


@pytest.mark.parametrize(
    ("set_too", "over_http"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, False),
        ({"SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "abc"}, False),
        ({"SLACK_SIGNING_SECRET": "abc"}, True),
        (
            {
                "SLACK_APP_TOKEN": "xapp-1",
                "SLACK_SIGNING_SECRET": "abc",
                "RAPPORT_PUBLIC_URL": "https://a.example/",
            },
            True,
        ),
    ],
)
def test_an_app_token_means_socket_mode_until_there_is_a_public_address(
    set_too: dict[str, str], over_http: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SLACK_BOT_TOKEN": "xoxb-1", **set_too}.items():
        monkeypatch.setenv(name, value)
    assert read().slack_over_http is over_http


def test_telegram_calls_where_there_is_a_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TELEGRAM)
    assert not read().telegram_over_http
    monkeypatch.setenv("RAPPORT_PUBLIC_URL", "https://crm.example.com")
    assert read().telegram_over_http


def test_addresses_are_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_PUBLIC_URL", "https://crm.example.com/")
    monkeypatch.setenv("SLACK_API_BASE", "https://slack-gov.com/api")
    monkeypatch.setenv("RAPPORT_BIND", "[::1]:0")
    settings = read()
    assert settings.public_url == "https://crm.example.com"
    assert settings.slack_api_base == "https://slack-gov.com/api/"
    assert settings.host_and_port == ("::1", 0)


def test_the_docs_hold_the_table_of_all_settings() -> None:
    assert table() in DOCS.read_text()


def table() -> str:
    """All settings as a table in Markdown."""
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for field in Settings.model_fields.values():
        name = str(field.validation_alias)
        secret = f" Secret: may be in the file that `{name}_FILE` names." if is_secret(name) else ""
        rows.append(f"| `{name}` | {_default(field)} | {field.description}{secret} |")
    return "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    if field.default_factory:
        return str(field.default_factory.__doc__)
    return f"`{field.default}`" if field.default is not None else ""
