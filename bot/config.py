"""The settings: from the environment and a `.env` file; secrets also from the file that NAME_FILE names."""

import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import values

DOT_ENV = Path(".env")

S = TypeVar("S", bound=BaseSettings)


class BadSettings(Exception):
    """What is wrong, one line for each setting, with what to write instead."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read() -> "Settings":
    """Raises BadSettings, with all that is wrong at once."""
    return _read(Settings)


def read_public_url() -> str | None:
    """Whatever the other settings are. Raises BadSettings."""
    return _read(Address).public_url


def _read(settings: type[S]) -> S:
    try:
        return settings()
    except ValidationError as error:
        raise BadSettings([_line(problem["loc"], problem["msg"]) for problem in error.errors()]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{DOT_ENV}: it cannot be read ({_reason(error)})"]) from error


ENVIRONMENT = SettingsConfigDict(
    env_file=DOT_ENV, env_ignore_empty=True, extra="ignore", validate_default=False, populate_by_name=True
)

PublicUrl = Annotated[str, AfterValidator(values.address)] | None
Secret = SecretStr | None
BotToken = Annotated[
    SecretStr, AfterValidator(values.token("xoxb-", "xoxe.xoxb-", example="xoxb-1234-5678-AbCd"))
]
AppToken = Annotated[SecretStr, AfterValidator(values.token("xapp-", example="xapp-1-A0123-4567-89ab"))]


class Settings(BaseSettings):
    """Every setting. The descriptions are the documentation: a test holds docs/settings.md to them."""

    model_config = ENVIRONMENT

    data_dir: Path = Field(
        default=Path("data"),
        validation_alias="RAPPORT_DATA_DIR",
        description="The folder of the SQLite file, and of copies of files; made where there is none.",
    )
    database_url: Annotated[SecretStr, AfterValidator(values.database)] | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="Where the base is: `sqlite:///…` or `postgresql://…`."
        " Default: the file `rapport.db` in the data folder.",
    )
    public_url: PublicUrl = Field(
        default=None,
        validation_alias="RAPPORT_PUBLIC_URL",
        description="The address at which the web server is reached from outside. Set: Slack and Telegram call"
        " us over HTTP, and clients and deals are found there (`/c12`, `/d7`). Unset: Socket Mode and polling,"
        " which need no address.",
    )
    bind: Annotated[str, AfterValidator(values.host_and_port)] = Field(
        default="127.0.0.1:8080",
        validation_alias="RAPPORT_BIND",
        description="host:port of the web server; port 0 picks a free one and logs it."
        " The server runs where it is called (`/slack/events`, `/telegram/updates`) or this is set;"
        " `/healthz`, `/readyz` and `/metrics` tell how it is.",
    )
    telegram_bot_token: Annotated[SecretStr, AfterValidator(values.telegram_token)] | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="From @BotFather. Set: the Telegram bot runs.",
    )
    telegram_api_base: Annotated[str, AfterValidator(values.address)] = Field(
        default="https://api.telegram.org",
        validation_alias="TELEGRAM_API_BASE",
        description="The Bot API; elsewhere with a local Bot API server.",
    )
    slack_bot_token: BotToken | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="From the app's “OAuth & Permissions”. Set: the Slack bot runs.",
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
        description="For more workspaces than that of SLACK_BOT_TOKEN: from “Basic Information”."
        " `rapport workspace` then tells where to install the app in one more.",
    )
    slack_client_secret: Secret = Field(
        default=None,
        validation_alias="SLACK_CLIENT_SECRET",
        description="For more workspaces: from “Basic Information”.",
    )
    slack_reaction: Annotated[str, AfterValidator(values.emoji)] = Field(
        default="memo",
        validation_alias="RAPPORT_SLACK_REACTION",
        description="The emoji (its name in Slack) that logs a message of a channel; `none`: there is none.",
    )
    slack_api_base: Annotated[str, AfterValidator(values.methods_address)] = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_BASE",
        description="Slack's methods; `https://slack-gov.com/api/` for GovSlack.",
    )
    secret_key: Annotated[SecretStr, AfterValidator(values.key)] | None = Field(
        default=None,
        validation_alias="RAPPORT_SECRET_KEY",
        validate_default=True,
        description="For more workspaces: their tokens are kept enciphered with it. 32 random bytes, made by"
        f" `{values.MAKE_A_KEY}`. Lost, the app has to be installed there again.",
    )
    timezone: Annotated[str, AfterValidator(values.zone)] = Field(
        default_factory=values.machine_zone,
        validation_alias="RAPPORT_TIMEZONE",
        description="Of people whose platform tells none: an IANA name.",
    )
    locale: Annotated[str, AfterValidator(values.locale)] = Field(
        default="en",
        validation_alias="RAPPORT_LOCALE",
        description="The language of people whose platform tells none.",
    )
    currency: Annotated[str, AfterValidator(values.currency)] = Field(
        default="USD",
        validation_alias="RAPPORT_CURRENCY",
        description="Of amounts that name none: an ISO 4217 code.",
    )
    file_megabytes: int = Field(
        default=20,
        ge=0,
        le=20,
        validation_alias="RAPPORT_FILE_MEGABYTES",
        description="Up to this size a file that is kept with a client is copied into the folder `files` of the"
        " data folder; bigger ones stay in Telegram only. 0: no copies.",
    )
    log_level: Annotated[str, AfterValidator(values.level)] = Field(
        default="INFO",
        validation_alias="RAPPORT_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR. In the console only warnings are shown unless this is set.",
    )

    @field_validator("slack_signing_secret")
    @classmethod
    def _slack_is_whole(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """It comes after the settings it is compared with; one that is wrong in itself is not there."""
        known = info.data
        if not {"slack_bot_token", "slack_app_token", "public_url"} <= known.keys():
            return secret
        if known["slack_bot_token"] is None:
            if known["slack_app_token"] or secret:
                raise ValueError("Slack needs SLACK_BOT_TOKEN as well (xoxb-…)")
        elif known["public_url"] and not secret:
            raise ValueError("with RAPPORT_PUBLIC_URL Slack speaks HTTP, and needs this secret")
        elif not known["slack_app_token"] and not secret:
            raise ValueError("Slack needs SLACK_APP_TOKEN (Socket Mode), or this secret (HTTP)")
        return secret

    @field_validator("secret_key")
    @classmethod
    def _workspaces_are_whole(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """It comes after the settings it needs."""
        if not info.data.get("slack_client_id") or not values.WORKSPACES.keys() <= info.data.keys():
            return key
        if missing := [name for field, name in values.WORKSPACES.items() if not info.data[field]]:
            raise ValueError(f"SLACK_CLIENT_ID, for more workspaces, needs {', '.join(missing)} as well")
        if key is None:
            raise ValueError(f"SLACK_CLIENT_ID, for more workspaces, needs this key: {values.MAKE_A_KEY}")
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
        return init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls)

    @property
    def database(self) -> str:
        """The address of the base. It may hold a password."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve()}/rapport.db"

    @property
    def database_setting(self) -> str:
        """The name of the setting that says where the base is."""
        return "DATABASE_URL" if self.database_url else "RAPPORT_DATA_DIR"

    @property
    def has_channel(self) -> bool:
        """Whether there is a chat to connect to; if not, it is the console."""
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
    """The manifest of a Slack app is made before there are tokens."""

    model_config = ENVIRONMENT

    public_url: PublicUrl = Field(default=None, validation_alias="RAPPORT_PUBLIC_URL")


class SecretFiles(PydanticBaseSettingsSource):
    """NAME_FILE holds the path of a file with the secret NAME, as containers like it."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:
        name = _name(field)
        path = self._environment.get(f"{name}_FILE") if is_secret(name) else None
        return (_secret(f"{name}_FILE", Path(path)) if path else None), name, False

    def __call__(self) -> dict[str, Any]:
        self._environment = {**dotenv_values(DOT_ENV), **os.environ}
        found = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {alias: value for value, alias, _complex in found if value}


def is_secret(name: str) -> bool:
    return name == "DATABASE_URL" or name.endswith(("_TOKEN", "_SECRET", "_SECRET_KEY"))


def plain(secret: SecretStr | None) -> str:
    """The secret itself, or nothing."""
    return secret.get_secret_value() if secret else ""


def _name(field: FieldInfo) -> str:
    return str(field.validation_alias)


def _secret(name: str, file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{name}: {file} cannot be read ({_reason(error)})"]) from error


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _line(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]) if where else "settings"
    field = Settings.model_fields.get(name)  # a default that is wrong is told by the field's own name
    return f"{_name(field) if field else name}: {message.removeprefix('Value error, ')}"
