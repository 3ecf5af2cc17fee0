"""The form of all settings, as they are now: one's own, and the company's for an admin."""

from collections.abc import Sequence

from handlers.chat import Form, Request
from handlers.forms.fields import Choice
from handlers.holidays import country_of
from handlers.i18n import N_, _, country_name, language_name, languages, weekday_names
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
from storage import rights
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
            N_("Birthday reminder"),
            required=True,
            hint=N_("how many days before: 0 (only on the day) to 14"),
        ),
        Choice(REMINDERS, N_("Send reminders to"), required=True),
        Choice(COMPANY, N_("Reps can see"), required=True, options=VISIBILITIES),
        Choice(JOINING, N_("Joining from Slack"), required=True, options=DOORS),
        Wait(
            ESCALATING,
            N_("Escalate after"),
            required=True,
            hint=N_("hours until a manager hears about a missed follow-up; 0 for never"),
        ),
        Country(
            COUNTRY,
            N_("Phone country"),
            hint=N_("for numbers typed without a country code: Poland, or PL"),
        ),
        Currency(CURRENCY, N_("Currency"), hint=N_("for amounts without a currency: EUR, or zł")),
    ),
    picks=True,
)


async def filled_form(req: Request) -> Form:
    """The form with all that this role may change, as it is now."""
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
    return form.offering("locale", language_choices()).filled(
        locale=rep.locale,
        timezone=rep.timezone,
        own_country=own_country(country_of(rep), req.now.year),
        working_days=rep.working_days,
        quiet=quiet_text(rep),
        digest_at=f"{rep.digest_at:%H:%M}",
        birthday_notice=str(rep.birthday_notice),
    )


async def _with_channels(req: Request, form: Form) -> Form:
    mine = await accounts.get_of(req.db, req.rep)
    if len(mine) < 2:
        return form.without(REMINDERS)
    return form.offering(REMINDERS, channel_choices(mine)).filled(reminders=str(mine[0].id))


def _weeks(rep: Rep) -> tuple[tuple[str, str], ...]:
    """The usual weeks, and the person's own if it is another one."""
    usual = tuple((days, _(label)) for days, label in WORKING_DAYS)
    own = rep.working_days
    return usual if own in dict(usual) else ((own, weekday_names(own)), *usual)


def language_choices() -> tuple[tuple[str, str], ...]:
    return tuple((code, language_name(code)) for code in languages())


def channel_choices(mine: Sequence[Account]) -> tuple[tuple[str, str], ...]:
    return tuple((str(account.id), name) for account, name in zip(mine, names(mine), strict=True))


def quiet_text(rep: Rep) -> str:
    is_ever = rep.quiet_from != rep.quiet_to
    return f"{rep.quiet_from:%H:%M}-{rep.quiet_to:%H:%M}" if is_ever else _("no quiet hours")
