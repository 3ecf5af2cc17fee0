"""Buttons for members, teams, join requests, linked accounts and the questions after joining."""

from enum import StrEnum

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button
from storage.models import Role


class Setup(StrEnum):
    """What is asked after joining."""

    ZONE = "zone"
    COUNTRY = "country"
    LANGUAGE = "language"
    CURRENCY = "currency"


class SettingGroup(StrEnum):
    """What belongs together in the settings."""

    ME = "me"
    NOTICES = "notices"
    COMPANY = "company"


@button("settings", reads=True)
def open_settings() -> None: ...


@button("settings.group", reads=True)
def open_setting_group(group: SettingGroup) -> None: ...


@button("join.ask", reads=True)
def request_to_join() -> None: ...


@button("join.approve", role=Role.ADMIN)
def approve_request(request_id: int) -> None: ...


@button("join.decline", role=Role.ADMIN)
def decline_request(request_id: int) -> None: ...


@button("link.drop")
def unlink_account(account_id: int) -> None: ...


@button("team", role=Role.MANAGER, reads=True)
def list_members(offset: Offset) -> None: ...


@button("team.person", role=Role.MANAGER, reads=True)
def open_member(rep_id: int) -> None: ...


@button("team.role", role=Role.ADMIN, reads=True)
def choose_role(rep_id: int) -> None: ...


@button("team.be", role=Role.ADMIN)
def set_role(rep_id: int, role: Role, was: Role) -> None: ...


@button("team.teams", role=Role.ADMIN, reads=True)
def choose_team(rep_id: int) -> None: ...


@button("team.into", role=Role.ADMIN)
def set_team(rep_id: int, team_id: int, was: int) -> None: ...


@button("team.new", role=Role.ADMIN, reads=True)
def create_team(rep_id: int, was: int) -> None: ...


@button("team.suspend", role=Role.ADMIN)
def suspend_member(rep_id: int) -> None: ...


@button("team.back", role=Role.ADMIN)
def reinstate_member(rep_id: int) -> None: ...


@button("team.remove", role=Role.ADMIN)
def remove_member(rep_id: int) -> None: ...


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
