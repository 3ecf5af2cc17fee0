"""/settings: language, time zone, working days, quiet hours, digest; company settings for admins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from handlers.chat import (
    NOT_YOURS,
    Ambiguous,
    Field,
    Form,
    Line,
    Reply,
    Request,
    UserError,
    command,
    requests,
    shorten,
)
from handlers.clients.phone_country import dial_in
from handlers.forms.fields import Choice
from handlers.i18n import N_, _, clock, country_name, language_name, languages, speaking
from handlers.parsing.places import countries
from handlers.parsing.places.time_zones import find_zones
from handlers.parsing.time.times import when
from handlers.team.linked_accounts import names
from handlers.text import ECHO
from handlers.working_time import local
from storage import rights
from storage.models import Account, Rep, Role, Visibility
from storage.team import accounts, join_requests

WORKING_DAYS = (
    ("12345", N_("Monday to Friday")),
    ("123456", N_("Monday to Saturday")),
    ("7123", N_("Sunday to Wednesday")),
    ("71234", N_("Sunday to Thursday")),
    ("1234567", N_("Every day")),
)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?|点)?", re.IGNORECASE)
FROM = re.compile(r"\A(?:from|between|со|с|между|від|між|з|od|między|从)\s*(?=\S)", re.IGNORECASE)
NEVER = (  # answers for “none”
    *("off", "none", "no", "never", "выкл", "нет", "никогда", "вимк", "немає", "ні", "ніколи"),
    *("brak", "wyłącz", "nie", "nigdy", "无", "没有", "关闭"),
)
UNTIL = re.compile(r"\s*[-–—到至]\s*|\s+(?:to|till|until|and|до|и|і|та|do|i|a)\s+", re.IGNORECASE)
REMINDERS = "reminders"  # asked if there are several channels
# The fields that apply to the whole company.
COMPANY, JOINING, ESCALATING, COUNTRY = "visibility", "members_join", "escalate_after", "country"
MAX_WAIT = 720  # hours
DOORS = (
    ("ask", N_("An admin approves them")),
    ("join", N_("Full members join on their own")),
)
VISIBILITIES = (
    (Visibility.OWN, N_("Their own clients")),
    (Visibility.TEAM, N_("Their team's clients")),
    (Visibility.ALL, N_("All clients")),
)


@dataclass(frozen=True)
class Zone(Field):
    """An IANA time zone, typed as its name or a city in it."""

    async def parse(self, req: Request, text: str) -> str:
        found = find_zones(text, req.rep.locale)
        if found.is_certain:
            return found.zones[0][0]
        if found.zones:
            names = ", ".join(zone for zone, _name in found.zones)
            options = tuple((zone, f"{name}: {zone}") for zone, name in found.zones)
            raise Ambiguous(_("Which one: {zones}?").format(zones=names), options)
        if found.is_offset:
            said = _("“{words}” doesn't say when the clocks change. Which city are you in? For example: Kyiv.")
            raise UserError(said.format(words=shorten(text, ECHO)))
        raise UserError(_("I don't know that time zone. Try: Europe/Warsaw, or a city: Kyiv."))


@dataclass(frozen=True)
class Hours(Field):
    """Quiet hours: local start and end; equal times mean none."""

    async def parse(self, req: Request, text: str) -> tuple[time, time]:
        if text.strip().casefold() in (*NEVER, _("no quiet hours").casefold()):
            return time(), time()
        ends = UNTIL.split(FROM.sub("", text.strip()))  # "21:00-08:00", "с 22 до 7", "10 in the evening to 7am"
        if len(ends) != len(("from", "to")):
            raise UserError(_("I couldn't read those hours. Try: 21:00-08:00."))
        return _hour(req, ends[0]), _hour(req, ends[1])


@dataclass(frozen=True)
class Clock(Field):
    """A local time of day."""

    async def parse(self, req: Request, text: str) -> time:
        return _clock(text)


@dataclass(frozen=True)
class Days(Field):
    """A number of days, 0 to 14."""

    async def parse(self, req: Request, text: str) -> int:
        if not text.isdecimal() or int(text) > 14:
            raise UserError(_("How many days before? Type a number from 0 (only on the day) to 14."))
        return int(text)


@dataclass(frozen=True)
class Wait(Field):
    """A number of hours, 0 to 720."""

    async def parse(self, req: Request, text: str) -> int:
        if not text.isdecimal() or int(text) > MAX_WAIT:
            raise UserError(_("After how many hours? Type a number up to 720, or 0 for never."))
        return int(text)


@dataclass(frozen=True)
class Country(Field):
    """An ISO 3166 code, typed as itself or as the country's name in any supported language."""

    async def parse(self, req: Request, text: str) -> str:
        code = countries.country(text)
        if code is None and text.strip().casefold() not in NEVER:
            raise UserError(_("I don't know that country. Try: Poland, or PL."))
        return code or ""


SETTINGS = Form(
    "settings",
    N_("Settings"),
    (
        Choice("locale", N_("Language"), required=True),
        Zone("timezone", N_("Time zone"), required=True, hint=N_("Europe/Warsaw, or the city")),
        Choice("working_days", N_("Working days"), required=True, options=WORKING_DAYS),
        Hours(
            "quiet",
            N_("Quiet hours"),
            required=True,
            hint=N_("21:00-08:00; follow-ups set for an exact time still come"),
        ),
        Clock("digest_at", N_("Morning digest at"), required=True, hint="9:00"),
        Days(
            "birthday_notice",
            N_("Birthday reminder: days before"),
            required=True,
            hint=N_("0 (only on the day) to 14"),
        ),
        Choice(REMINDERS, N_("Send reminders to"), required=True),
        Choice(COMPANY, N_("Reps can see (company-wide)"), required=True, options=VISIBILITIES),
        Choice(JOINING, N_("Joining from Slack (company-wide)"), required=True, options=DOORS),
        Wait(
            ESCALATING,
            N_("Escalate after (company-wide)"),
            required=True,
            hint=N_("hours until a manager hears about a missed follow-up; 0 for never"),
        ),
        Country(
            COUNTRY,
            N_("Phone country (company-wide)"),
            hint=N_("for numbers typed without a country code: Poland, or PL"),
        ),
    ),
    picks=True,
)


@command("settings", N_("Language, time zone, working and quiet hours, digest"), reads=True, stands_alone=True)
async def settings(req: Request, _line: Line) -> Reply:
    rep = req.rep
    form = SETTINGS.without(COMPANY, JOINING, ESCALATING, COUNTRY)
    if rep.role is Role.ADMIN:
        door = "join" if await join_requests.members_join(req.db) else "ask"
        hours = await rights.escalate_after(req.db)
        where = country_name(req.country) if req.country else ""
        form = SETTINGS.filled(visibility=rep.sees, members_join=door, escalate_after=str(hours), country=where)
    form = await _with_channels(req, form)
    return form.offering("locale", _languages()).filled(
        locale=rep.locale,
        timezone=rep.timezone,
        working_days=rep.working_days,
        quiet=_quiet(rep),
        digest_at=f"{rep.digest_at:%H:%M}",
        birthday_notice=str(rep.birthday_notice),
    )


async def _with_channels(req: Request, form: Form) -> Form:
    mine = await accounts.get_of(req.db, req.rep)
    if len(mine) < 2:
        return form.without(REMINDERS)
    return form.offering(REMINDERS, _channels(mine)).filled(reminders=str(mine[0].id))


def _languages() -> tuple[tuple[str, str], ...]:
    return tuple((code, language_name(code)) for code in languages())


def _channels(mine: Sequence[Account]) -> tuple[tuple[str, str], ...]:
    return tuple((str(account.id), name) for account, name in zip(mine, names(mine), strict=True))


@SETTINGS.submit
async def change(req: Request, **changed: object) -> Reply:
    """`changed` has only the fields that were changed."""
    rep = await accounts.get(req.db, req.rep.id)
    if rep is None:
        raise UserError(_("You no longer have access."))
    given = dict(changed)
    if seen := changed.pop(COMPANY, None):
        _only_for_admins(req)
        await rights.set_visibility(req.db, Visibility(str(seen)))
    if door := changed.pop(JOINING, None):
        _only_for_admins(req)
        (await rights.company(req.db)).members_join = door == "join"
    if (hours := changed.pop(ESCALATING, None)) is not None:
        _only_for_admins(req)
        (await rights.company(req.db)).escalate_after = int(str(hours))
    if COUNTRY in changed:
        _only_for_admins(req)
        await dial_in(req, str(changed.pop(COUNTRY) or ""))
    if wanted := changed.pop(REMINDERS, None):
        await accounts.prefer(req.db, rep, int(str(wanted)), req.now)
    match changed.pop("quiet", None):
        case (time() as start, time() as end):
            rep.quiet_from, rep.quiet_to = start, end
    for name, value in changed.items():
        if value is not None:
            setattr(rep, name, value)
    await req.db.flush()
    with speaking(rep.locale):
        channels = _channels(await accounts.get_of(req.db, rep))
        said = [
            _setting_text(req, rep, field, given[field.name], channels)
            for field in SETTINGS.fields
            if field.name in given
        ]
        return "\n".join((_("Saved."), *said))


def _setting_text(
    req: Request, rep: Rep, field: Field, given: object, channels: tuple[tuple[str, str], ...]
) -> str:
    """The setting as it is now: "Time zone: Europe/Kyiv. It is 12:22 there." """
    match field:
        case Zone():
            time_there = clock(local(req.now, rep.timezone))
            return f"{_(field.label)}: {rep.timezone}. " + _("It's {time} there now.").format(time=time_there)
        case Hours():
            shown = _quiet(rep)
        case Country():
            shown = country_name(str(given)) if given else "—"
        case Clock():
            shown = f"{rep.digest_at:%H:%M}"
        case Choice():
            options = {"locale": _languages(), REMINDERS: channels}.get(field.name) or tuple(
                (value, _(label)) for value, label in field.options
            )
            shown = dict(options).get(str(given), str(given))
        case _:
            shown = str(given)
    return f"{_(field.label)}: {shown}"


def _only_for_admins(req: Request) -> None:
    if req.rep.role is not Role.ADMIN:
        raise UserError(_(NOT_YOURS[Role.ADMIN]))


def _quiet(rep: Rep) -> str:
    is_ever = rep.quiet_from != rep.quiet_to
    return f"{rep.quiet_from:%H:%M}-{rep.quiet_to:%H:%M}" if is_ever else _("no quiet hours")


def _hour(req: Request, text: str) -> time:
    """A local time of day, typed as on a clock or in words: "10 вечера", "9 in the evening"."""
    said = when(text, requests.scene(req))
    return local(said, req.rep.timezone).time() if said and not CLOCK.fullmatch(text.strip()) else _clock(text)


def _clock(text: str) -> time:
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return _no_clock()
    hour, half = int(found[1]), (found[3] or "").lower()
    try:
        return time(hour % 12 + 12 * (half == "p") if half and hour <= 12 else hour, int(found[2] or 0))
    except ValueError:
        return _no_clock()


def _no_clock() -> time:
    raise UserError(_("I couldn't read that time. Try: 9:00."))
