"""Validate settings: each check returns the normalised value, or raises ValueError saying what to write."""

import base64
import importlib.util
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

# The settings required for more workspaces.
WORKSPACES = {
    "slack_client_secret": "SLACK_CLIENT_SECRET",
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "public_url": "RAPPORT_PUBLIC_URL",
}
KEY_BYTES = 32
MAKE_A_KEY = "python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


# IANA zones without daylight saving time, although most people who write them have it.
WITHOUT_SUMMER = {"EST": "Etc/GMT+5", "MST": "Etc/GMT+7"}


def machine_zone() -> str:
    """the machine's, else UTC"""
    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
        return zone(WITHOUT_SUMMER.get(name, name))
    except (LookupError, ValueError, OSError):
        return "UTC"


def database(text: SecretStr) -> SecretStr:
    """The URL with the driver that Rapport uses."""
    try:
        url = make_url(text.get_secret_value())
        driver = DRIVERS[url.drivername]
        if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
            raise ValueError("a base that is forgotten at the end")
    except (ArgumentError, KeyError, ValueError) as error:
        raise ValueError("use sqlite:///path/to/file.db or postgresql://user:password@host/name") from error
    if driver.startswith("postgresql") and not importlib.util.find_spec("psycopg"):
        raise ValueError(
            "PostgreSQL needs psycopg: run `make run` here once, or `pip install '.[postgres]'` in this folder"
        )
    return SecretStr(url.set(drivername=driver).render_as_string(hide_password=False))


def token(*begins: str, example: str) -> Callable[[SecretStr], SecretStr]:
    def check(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(begins) or " " in token.get_secret_value():
            raise ValueError(f"this does not look right; it should look like {example}")
        return token

    return check


def telegram_token(token: SecretStr) -> SecretStr:
    number, colon, rest = token.get_secret_value().partition(":")
    if not (number.isdecimal() and colon and rest) or " " in rest:
        raise ValueError("use the token from @BotFather, like 123456789:AAEhBP0av28…")
    return token


def address(url: str) -> str:
    """A web address, without a trailing slash."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("use a web address, like https://crm.example.com")
    return url.rstrip("/")


def methods_address(url: str) -> str:
    return address(url) + "/"  # Slack's method names are appended directly


def host_and_port(text: str) -> str:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("use host:port, like 127.0.0.1:8080; port 0 picks a free one")
    return text


def zone(name: str) -> str:
    """The IANA name; for a city, the error suggests its zone."""
    from handlers.parsing.places.time_zones import is_zone, near_names

    if name in WITHOUT_SUMMER:
        raise ValueError(f"{name} has no daylight saving time: use a city's zone, like America/New_York")
    if not is_zone(name):
        near = " or ".join(near_names(name)) or "Europe/Berlin"
        raise ValueError(f"use an IANA name, like {near}")
    return name


def key(secret: SecretStr) -> SecretStr:
    """32 bytes in URL-safe base64, as `cryptography.fernet` needs."""
    try:
        size = len(base64.urlsafe_b64decode(secret.get_secret_value()))
    except ValueError:
        size = 0
    if size != KEY_BYTES:
        raise ValueError(f"use {KEY_BYTES} random bytes, made with: {MAKE_A_KEY}")
    return secret


def emoji(name: str) -> str:
    """The emoji's name in Slack, with or without colons."""
    name = name.strip().strip(":")
    if not re.fullmatch(r"[^\s:]{1,100}", name):
        raise ValueError("use the name of a Slack emoji, like memo")
    return name


def locale(code: str) -> str:
    from handlers.i18n import languages

    if code not in languages():
        raise ValueError(f"use one of {', '.join(languages())}")
    return code


def currency(code: str) -> str:
    from babel.core import get_global

    in_use = {
        name
        for used in get_global("territory_currencies").values()
        for name, _since, until, is_tender in used
        if until is None and is_tender
    }
    if code.upper() not in in_use:
        raise ValueError("use the ISO 4217 code of a current currency, like EUR")
    return code.upper()


def country(code: str) -> str:
    from babel.core import get_global

    if code and code.upper() not in get_global("territory_zones"):
        raise ValueError("use the ISO 3166 code of a country, like PL")
    return code.upper()


def level(name: str) -> str:
    if name.upper() not in LEVELS:
        raise ValueError(f"use one of {', '.join(LEVELS)}")
    return name.upper()
