"""Buttons of the questions after joining: time there, country, language, currency."""

from enum import StrEnum

from handlers.chat.buttons import button


class Setup(StrEnum):
    """What is asked after joining."""

    ZONE = "zone"
    COUNTRY = "country"
    LANGUAGE = "language"
    CURRENCY = "currency"


@button("setup", reads=True)
def open_setup() -> None: ...


@button("setup.choose", reads=True)
def choose_setup(what: Setup) -> None: ...


@button("setup.set")
def set_setup(what: Setup, value: str) -> None: ...


@button("setup.type", reads=True)
def type_setup(what: Setup) -> None: ...


@button("setup.confirm")
def confirm_setup(zone: str, country: str, currency: str) -> None: ...
