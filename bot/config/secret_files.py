"""Secrets from the file named by NAME_FILE, as containers provide them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


class BadSettings(Exception):
    """What is wrong: one line per setting, with what to write instead."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class SecretFiles(PydanticBaseSettingsSource):
    """A settings source: NAME_FILE is the path of a file with the secret NAME, as containers provide it."""

    def __init__(self, settings_cls: type[BaseSettings], dotenv: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._file: Path | None = getattr(dotenv, "env_file", None)

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:
        name = setting_name(field)
        path = self._environment.get(f"{name}_FILE") if is_secret(name) else None
        return (_secret(f"{name}_FILE", Path(path)) if path else None), name, False

    def __call__(self) -> dict[str, Any]:
        self._environment = {**_relative(self._file), **os.environ}
        found = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {alias: value for value, alias, _complex in found if value}


def is_secret(name: str) -> bool:
    return name == "DATABASE_URL" or name.endswith(("_TOKEN", "_SECRET", "_SECRET_KEY"))


def setting_name(field: FieldInfo) -> str:
    return str(field.validation_alias)


def reason(error: OSError | UnicodeDecodeError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _relative(file: Path | None) -> Mapping[str, str | None]:
    """The lines of a `.env`, with paths of secret files made relative to the folder of the `.env`."""
    lines = dotenv_values(file) if file else {}
    return {
        name: str(file.parent / value) if file and value and name.endswith("_FILE") else value
        for name, value in lines.items()
    }


def _secret(name: str, file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{name}: cannot read {file} ({reason(error)})"]) from error
