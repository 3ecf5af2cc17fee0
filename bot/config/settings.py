"""The settings: from the environment and a `.env` file; secrets also from the file named by NAME_FILE."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url

from bot.config import validators
from bot.config.base_location import BASE, Places, url_text
from bot.config.secret_files import BadSettings, SecretFiles, is_secret, reason, setting_name
from bot.config.setting_types import AppToken, BotToken, PublicUrl, Secret

TWO_BASES = (
    "there are two bases, {here} and {there}: set RAPPORT_DATA_DIR to the folder of the one you mean,"
    " or move the other one away"
)

S = TypeVar("S", bound=BaseSettings)


def read(places: Places | None = None) -> "Settings":
    """Read all settings, and locate the database. Raises BadSettings, with all errors at once."""
    places = places or Places.here()
    file = places.env_file()
    return _with_base(_read(Settings, file), places, file)


def read_public_url() -> str | None:
    """Read the public URL, regardless of the other settings. Raises BadSettings."""
    return _read(Address, Places.here().env_file()).public_url


def _read(settings: type[S], file: Path | None) -> S:
    try:
        return settings(_env_file=file)
    except ValidationError as error:
        raise BadSettings([_line(problem["loc"], problem["msg"]) for problem in error.errors()]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{file}: it cannot be read ({reason(error)})"]) from error


def _with_base(settings: "Settings", places: Places, file: Path | None) -> "Settings":
    """Paths in the `.env` are relative to its folder. Raises BadSettings if there are two databases."""
    folder = settings.data_dir or _found(places, is_needed=settings.database_url is None)
    found: dict[str, Any] = {"data_dir": _origin("RAPPORT_DATA_DIR", places, file) / folder}
    url = make_url(settings.database) if settings.database_url else None
    if url and url.get_backend_name() == "sqlite":
        path = _origin("DATABASE_URL", places, file) / str(url.database)
        found["database_url"] = SecretStr(url.set(database=str(path)).render_as_string(hide_password=False))
    return settings.model_copy(update=found)


def _found(places: Places, *, is_needed: bool) -> Path:
    bases = places.bases()
    if len(bases) > 1 and is_needed:
        raise BadSettings([TWO_BASES.format(here=bases[0] / BASE, there=bases[1] / BASE)])
    return bases[0] if len(bases) == 1 else places.new_data_folder()


def _origin(name: str, places: Places, file: Path | None) -> Path:
    """The folder that the path in this setting is relative to."""
    return places.working if file is None or os.environ.get(name) else file.parent


ENVIRONMENT = SettingsConfigDict(
    env_ignore_empty=True, extra="ignore", validate_default=False, populate_by_name=True
)


class Settings(BaseSettings):
    """All settings. The descriptions are the documentation: a test compares docs/settings.md with them."""

    model_config = ENVIRONMENT

    data_dir: Path | None = Field(
        default=None,
        validation_alias="RAPPORT_DATA_DIR",
        description="The folder of the SQLite file and of copies of files; created if it does not exist."
        " Default: the folder of the existing database.",
    )
    database_url: Annotated[SecretStr, AfterValidator(validators.database)] | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="Where the database is: `sqlite:///…` or `postgresql://…`."
        " Default: the file `rapport.db` in the data folder.",
    )
    public_url: PublicUrl = Field(
        default=None,
        validation_alias="RAPPORT_PUBLIC_URL",
        description="The public address of the web server. If set, Slack and Telegram call it over HTTP,"
        " and clients and deals have addresses there (`/c12`, `/d7`). If not set: Socket Mode and polling,"
        " which need no address.",
    )
    bind: Annotated[str, AfterValidator(validators.host_and_port)] = Field(
        default="127.0.0.1:8080",
        validation_alias="RAPPORT_BIND",
        description="host:port of the web server; port 0 picks a free one and logs it."
        " The server runs if a platform calls it (`/slack/events`, `/telegram/updates`) or if this is set;"
        " `/healthz`, `/readyz` and `/metrics` report its state.",
    )
    telegram_bot_token: Annotated[SecretStr, AfterValidator(validators.telegram_token)] | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="From @BotFather. If set, the Telegram bot runs.",
    )
    telegram_api_base: Annotated[str, AfterValidator(validators.address)] = Field(
        default="https://api.telegram.org",
        validation_alias="TELEGRAM_API_BASE",
        description="The Bot API; change it to use a local Bot API server.",
    )
    slack_bot_token: BotToken | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="From the app's “OAuth & Permissions”. If set, the Slack bot runs.",
    )
    slack_app_token: AppToken | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="For Socket Mode: from “Basic Information”, with the scope `connections:write`.",
    )
    slack_signing_secret: Secret = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        validate_default=True,
        description="For Slack over HTTP: from “Basic Information”.",
    )
    slack_client_id: str | None = Field(
        default=None,
        validation_alias="SLACK_CLIENT_ID",
        description="For workspaces besides that of SLACK_BOT_TOKEN: from “Basic Information”."
        " `rapport workspace` then prints where to install the app in another one.",
    )
    slack_client_secret: Secret = Field(
        default=None,
        validation_alias="SLACK_CLIENT_SECRET",
        description="For more workspaces: from “Basic Information”.",
    )
    slack_reaction: Annotated[str, AfterValidator(validators.emoji)] = Field(
        default="memo",
        validation_alias="RAPPORT_SLACK_REACTION",
        description="The name of the emoji that logs a message of a Slack channel; `none` turns this off.",
    )
    slack_api_base: Annotated[str, AfterValidator(validators.methods_address)] = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_BASE",
        description="Slack's methods; `https://slack-gov.com/api/` for GovSlack.",
    )
    secret_key: Annotated[SecretStr, AfterValidator(validators.key)] | None = Field(
        default=None,
        validation_alias="RAPPORT_SECRET_KEY",
        validate_default=True,
        description="For more workspaces: their tokens are stored encrypted with it. 32 random bytes, made by"
        f" `{validators.MAKE_A_KEY}`. If it is lost, the app has to be installed there again.",
    )
    timezone: Annotated[str, AfterValidator(validators.zone)] = Field(
        default_factory=validators.machine_zone,
        validation_alias="RAPPORT_TIMEZONE",
        description="Of people whose platform does not give one: an IANA name.",
    )
    locale: Annotated[str, AfterValidator(validators.locale)] = Field(
        default="en",
        validation_alias="RAPPORT_LOCALE",
        description="The language of people whose platform does not give one.",
    )
    currency: Annotated[str, AfterValidator(validators.currency)] = Field(
        default="USD",
        validation_alias="RAPPORT_CURRENCY",
        description="Of amounts without a currency: an ISO 4217 code."
        " One that an admin sets in `/settings` comes first.",
    )
    country: Annotated[str, AfterValidator(validators.country)] = Field(
        default="",
        validation_alias="RAPPORT_COUNTRY",
        description="Of phone numbers without one: an ISO 3166 code; what an admin sets in `/settings` wins.",
    )
    file_megabytes: int = Field(
        default=20,
        ge=0,
        le=20,
        validation_alias="RAPPORT_FILE_MEGABYTES",
        description="A file saved with a client is copied to the folder `files` of the data folder up to this"
        " size; bigger ones stay in Telegram only. 0: no copies.",
    )
    log_level: Annotated[str, AfterValidator(validators.level)] = Field(
        default="INFO",
        validation_alias="RAPPORT_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR. The console shows only warnings unless this is set.",
    )

    @field_validator("slack_signing_secret")
    @classmethod
    def _slack_is_whole(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Runs after the settings it depends on; those that are invalid are missing from `info.data`."""
        known = info.data
        if not {"slack_bot_token", "slack_app_token", "public_url"} <= known.keys():
            return secret
        if known["slack_bot_token"] is None:
            if known["slack_app_token"] or secret:
                raise ValueError("Slack also needs SLACK_BOT_TOKEN (xoxb-…)")
        elif known["public_url"] and not secret:
            raise ValueError("with RAPPORT_PUBLIC_URL set, Slack uses HTTP and needs this secret")
        elif not known["slack_app_token"] and not secret:
            raise ValueError("Slack needs SLACK_APP_TOKEN (Socket Mode), or this secret (HTTP)")
        return secret

    @field_validator("secret_key")
    @classmethod
    def _workspaces_are_whole(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Runs after the settings it depends on."""
        if not info.data.get("slack_client_id") or not validators.WORKSPACES.keys() <= info.data.keys():
            return key
        if missing := [name for field, name in validators.WORKSPACES.items() if not info.data[field]]:
            raise ValueError(f"to install in more workspaces, SLACK_CLIENT_ID also needs {', '.join(missing)}")
        if key is None:
            raise ValueError(
                "to install in more workspaces, SLACK_CLIENT_ID needs this key; make it with:"
                f" {validators.MAKE_A_KEY}"
            )
        return key

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls, dotenv_settings)

    @property
    def database(self) -> str:
        """The URL of the database. It may contain a password."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.folder.resolve()}/{BASE}"

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.data_dir or Places.here().new_data_folder()

    @property
    def base(self) -> str:
        """The database as shown to people: a file, or a URL without its password."""
        return url_text(make_url(self.database))

    @property
    def database_setting(self) -> str:
        """The name of the setting that determines the database."""
        return "DATABASE_URL" if self.database_url else "RAPPORT_DATA_DIR"

    @property
    def has_channel(self) -> bool:
        """Whether a chat platform is configured; if not, the console is used."""
        return bool(self.telegram_bot_token or self.slack_bot_token)

    @property
    def slack_over_http(self) -> bool:
        return bool(self.slack_bot_token and (self.public_url or not self.slack_app_token))

    @property
    def telegram_over_http(self) -> bool:
        return bool(self.telegram_bot_token and self.public_url)

    @property
    def host_and_port(self) -> tuple[str, int]:
        host, _colon, port = self.bind.rpartition(":")
        return host.strip("[]"), int(port)


class Address(BaseSettings):
    """Only the public URL: a Slack app's manifest is created before there are tokens."""

    model_config = ENVIRONMENT

    public_url: PublicUrl = Field(default=None, validation_alias="RAPPORT_PUBLIC_URL")


@cache
def names() -> frozenset[str]:
    """The names of all settings, including those that name a secret's file."""
    known = [setting_name(field) for field in Settings.model_fields.values()]
    return frozenset([*known, *(f"{name}_FILE" for name in known if is_secret(name))])


def plain(secret: SecretStr | None) -> str:
    """The secret's value, or ""."""
    return secret.get_secret_value() if secret else ""


def _line(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]) if where else "settings"
    field = Settings.model_fields.get(name)  # pydantic reports an invalid default under the field's own name
    return f"{setting_name(field) if field else name}: {message.removeprefix('Value error, ')}"
