"""The base and the `.env` are found whatever folder a command is started in."""

from pathlib import Path

import pytest

from bot.config.base_location import Places
from bot.config.secret_files import BadSettings
from bot.config.settings import read
from tests.bot.config.test_settings import fresh_machine

__all__ = ["fresh_machine"]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Three folders with nothing in them."""
    found = Places(tmp_path / "working", tmp_path / "checkout", tmp_path / "user")
    for folder in (found.working, tmp_path / "checkout", found.user):
        folder.mkdir()
    return found


def _make_base(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rapport.db").touch()
    return folder


def test_a_new_base_is_made_in_the_checkout_or_for_the_user(places: Places) -> None:
    assert places.checkout
    assert read(places).folder == places.checkout / "data"
    assert read(Places(places.working, None, places.user)).folder == places.user


@pytest.mark.parametrize("where", ["working/data", "checkout/data", "user"])
def test_the_one_base_is_used_from_anywhere(where: str, places: Places, tmp_path: Path) -> None:
    assert read(places).folder != _make_base(tmp_path / where) or where == "checkout/data"
    assert read(places).folder == tmp_path / where


def test_of_two_bases_none_is_taken_and_both_are_named(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = _make_base(tmp_path / "working" / "data"), _make_base(tmp_path / "user")
    with pytest.raises(BadSettings) as error:
        read(places)
    assert f"{here}/rapport.db and {there}/rapport.db" in str(error.value)
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(here))
    assert read(places).folder == here


def test_a_base_that_is_named_wins_over_any_that_is_there(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_base(tmp_path / "working" / "data")
    _make_base(tmp_path / "user")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere/crm.db")
    assert read(places).database == f"sqlite+aiosqlite:///{tmp_path}/working/elsewhere/crm.db"


@pytest.mark.parametrize("where", ["working", "checkout", "user"])
def test_the_env_file_is_looked_for_in_the_same_places(where: str, places: Places, tmp_path: Path) -> None:
    (tmp_path / where / ".env").write_text("RAPPORT_CURRENCY=PLN\nRAPPORT_DATA_DIR=clients\n")
    settings = read(places)
    assert settings.currency == "PLN"
    assert settings.folder == tmp_path / where / "clients"


def test_the_nearest_env_file_is_read_but_none_of_another_project(places: Places, tmp_path: Path) -> None:
    (tmp_path / "checkout" / ".env").write_text("RAPPORT_CURRENCY=PLN\n")
    (tmp_path / "working" / ".env").write_text("NODE_ENV=production\n")
    assert read(places).currency == "PLN"
    (tmp_path / "working" / ".env").write_text("RAPPORT_LOCALE=pl\n")
    assert (read(places).currency, read(places).locale) == ("USD", "pl")


def test_what_an_env_file_names_lies_beside_it(places: Places, tmp_path: Path) -> None:
    (tmp_path / "checkout" / ".env").write_text(
        "DATABASE_URL=sqlite:///crm.db\nTELEGRAM_BOT_TOKEN_FILE=token\n"
    )
    (tmp_path / "checkout" / "token").write_text("123456789:AAEhBP0av28")
    settings = read(places)
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/checkout/crm.db"
    assert settings.telegram_bot_token
