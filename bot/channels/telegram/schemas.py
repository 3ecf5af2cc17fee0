"""Build aiogram's pydantic schemas when they are first used, not all of them when aiogram is imported.

All of them take two seconds and 60 MB; Rapport uses a tenth. This module must be imported before aiogram;
after it, everything has been built, and nothing changes.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict

BUILD_INTERVAL = 0.5  # seconds

_lock = threading.RLock()  # pydantic does not build in several threads at once
_rebuild = BaseModel.__dict__["model_rebuild"]


@contextmanager
def _put_off() -> Iterator[None]:
    """Models that are defined here are not built yet, nor does aiogram build them when it asks for it."""

    def rebuild(cls: type[BaseModel], /, **how: Any) -> bool | None:
        return None if cls.__module__.startswith("aiogram.") else _original(cls, **how)

    config = BaseModel.model_config
    BaseModel.model_config = ConfigDict(defer_build=True)
    BaseModel.model_rebuild = classmethod(rebuild)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = _rebuild  # type: ignore[method-assign]


def _original(cls: type[BaseModel], /, **how: Any) -> bool | None:
    built: bool | None = _rebuild.__func__(cls, **how)
    return built


def _build_first_used(cls: type[BaseModel], /, **how: Any) -> bool | None:
    """`model_rebuild` of aiogram's models, which pydantic calls at the first use of one."""
    how.pop("_parent_namespace_depth", None)
    with _lock:
        return _original(cls, **{"_types_namespace": NAMES, **how})


with _put_off():
    from aiogram import methods, types
    from aiogram.client.default import Default

# What the annotations of models are written with, as at the end of `aiogram.types`.
NAMES: dict[str, Any] = {
    **{"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default},
    **{name: getattr(library, name) for library in (types, methods) for name in library.__all__},
}
for base in (types.TelegramObject, methods.TelegramMethod, methods.Response):
    base.model_rebuild = classmethod(_build_first_used)  # type: ignore[assignment, method-assign]
# What most conversations need. The message first: the others contain it.
USUAL = (types.Message, types.CallbackQuery, types.Update, methods.SendMessage, methods.EditMessageText)


async def build_usual() -> None:
    """Build the usual schemas while nobody waits, with pauses: the largest takes a tenth of a second."""
    for model in USUAL:
        await asyncio.sleep(BUILD_INTERVAL)
        model.model_rebuild()
