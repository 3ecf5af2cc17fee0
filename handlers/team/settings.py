"""/settings: language, time zone, working days, quiet hours, digest; company settings for admins."""

from collections.abc import Sequence
from datetime import time

from handlers.chat import (
    NOT_YOURS,
    Field,
    Form,
    Line,
    Reply,
    Request,
    UserError,
    command,
)
from handlers.clients.phone_country import dial_in
from handlers.forms.fields import Choice
from handlers.holidays import country_of
from handlers.i18n import N_, _, clock, country_name, language_name, languages, speaking, weekday_names
from handlers.team.linked_accounts import names
from handlers.team.setting_fields import (
    Clock,
    Country,
    Currency,
    Days,
    Hours,
    OwnCountry,
    Wait,
    WorkingDays,
    Zone,
    own_country,
)
from handlers.working_time import local
from storage import rights
from storage.activities import recurrences
from storage.models import Account, Rep, Role, Visibility
from storage.team import accounts, join_requests

WORKING_DAYS = (
    ("12345", N_("Monday to Friday")),
    ("123456", N_("Monday to Saturday")),
    ("23456", N_("Tuesday to Saturday")),
    ("7123", N_("Sunday to Wednesday")),
    ("71234", N_("Sunday to Thursday")),
    ("1234567", N_("Every day")),
)
REMINDERS = "reminders"  # asked if there are several channels
OWN_COUNTRY = "own_country"
# The fields that apply to the whole company.
COMPANY, JOINING, ESCALATING = "visibility", "members_join", "escalate_after"
COUNTRY, CURRENCY = "country", "currency"
COMPANY_WIDE = (COMPANY, JOINING, ESCALATING, COUNTRY, CURRENCY)
DOORS = (
    ("ask", N_("An admin approves them")),
    ("join", N_("Full members join on their own")),
)
VISIBILITIES = (
    (Visibility.OWN, N_("Their own clients")),
    (Visibility.TEAM, N_("Their team's clients")),
    (Visibility.ALL, N_("All clients")),
)


SETTINGS = Form(
    "settings",
    N_("Settings"),
    (
        Choice("locale", N_("Language"), required=True),
        Zone("timezone", N_("Time zone"), required=True, hint=N_("Europe/Warsaw, or the city")),
        OwnCountry(OWN_COUNTRY, N_("Country"), hint=N_("Poland, or PL: for phones and holidays")),
        WorkingDays(
            "working_days",
            N_("Working days"),
            required=True,
            options=WORKING_DAYS,
            hint=N_("or type them: tue-sat"),
        ),
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
        Currency(
            CURRENCY, N_("Currency (company-wide)"), hint=N_("for amounts without a currency: EUR, or zł")
        ),
    ),
    picks=True,
)


@command("settings", N_("Language, time zone, working and quiet hours, digest"), reads=True, stands_alone=True)
async def settings(req: Request, _line: Line) -> Reply:
    rep = req.rep
    form = SETTINGS.without(*COMPANY_WIDE)
    if rep.role is Role.ADMIN:
        door = "join" if await join_requests.members_join(req.db) else "ask"
        hours = await rights.escalate_after(req.db)
        code = rep.dials_in or ("" if rep.country else req.country)
        where = country_name(code) if code else ""
        form = SETTINGS.filled(visibility=rep.sees, members_join=door, escalate_after=str(hours), country=where)
        form = form.filled(currency=req.currency)
    form = await _with_channels(req, form)
    form = form.offering("working_days", _weeks(rep))
    return form.offering("locale", _languages()).filled(
        locale=rep.locale,
        timezone=rep.timezone,
        own_country=own_country(country_of(rep), req.now.year),
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


def _weeks(rep: Rep) -> tuple[tuple[str, str], ...]:
    """The usual weeks, and the person's own if it is another one."""
    usual = tuple((days, _(label)) for days, label in WORKING_DAYS)
    own = rep.working_days
    return usual if own in dict(usual) else ((own, weekday_names(own)), *usual)


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
    if OWN_COUNTRY in changed:
        rep.country = str(changed.pop(OWN_COUNTRY) or "") or None
    if CURRENCY in changed:
        _only_for_admins(req)
        await rights.set_currency(req.db, str(changed.pop(CURRENCY) or ""))
    if wanted := changed.pop(REMINDERS, None):
        await accounts.prefer(req.db, rep, int(str(wanted)), req.now)
    match changed.pop("quiet", None):
        case (time() as start, time() as end):
            rep.quiet_from, rep.quiet_to = start, end
    was_in = rep.timezone
    for name, value in changed.items():
        if value is not None:
            setattr(rep, name, value)
    await req.db.flush()
    await recurrences.replan(req.db, rep, was_in)
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
        case OwnCountry():
            shown = own_country(country_of(rep), req.now.year) or "—"
        case Country():
            shown = country_name(str(given)) if given else "—"
        case Clock():
            shown = f"{rep.digest_at:%H:%M}"
        case Choice():
            options = {"locale": _languages(), REMINDERS: channels}.get(field.name) or tuple(
                (value, _(label)) for value, label in field.options
            )
            shown = dict(options).get(str(given)) or field.shown(str(given))
        case _:
            shown = field.shown(str(given))
    return f"{_(field.label)}: {shown}"


def _only_for_admins(req: Request) -> None:
    if req.rep.role is not Role.ADMIN:
        raise UserError(_(NOT_YOURS[Role.ADMIN]))


def _quiet(rep: Rep) -> str:
    is_ever = rep.quiet_from != rep.quiet_to
    return f"{rep.quiet_from:%H:%M}-{rep.quiet_to:%H:%M}" if is_ever else _("no quiet hours")
