"""After joining: time there, country, language and currency on one card, confirmed by one press."""

from collections.abc import Sequence
from datetime import datetime

from babel.core import get_global
from babel.numbers import get_territory_currencies

from handlers.buttons.team import Setup, choose_setup, confirm_setup, open_setup, set_setup, type_setup
from handlers.chat import OLD_BUTTON, Button, Card, Form, Redraw, Reply, Request, Row, UserError
from handlers.clients.phone_country import dial_in
from handlers.i18n import N_, _, city_name, clock, country_name, language_name, languages, speaking
from handlers.parsing.places.countries import NOWHERE, region
from handlers.parsing.places.time_zones import is_zone
from handlers.team.greetings import welcome
from handlers.team.setting_fields import Country, Currency, Zone, currencies_in_use
from handlers.working_time import local
from storage import rights
from storage.activities import recurrences
from storage.models import Rep, Role
from storage.team import accounts

ANY_CURRENCY = "USD"  # if nobody has chosen one
IN_A_ROW = 2  # buttons
# Offered first, by language; the time there says which one is meant.
ZONES = {
    "en": (
        *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
        *("Europe/London", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney"),
    ),
    "ru": (
        *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"),
        *("Asia/Omsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Vladivostok"),
    ),
    "uk": ("Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin", "Europe/London"),
    "pl": ("Europe/Warsaw", "Europe/London", "Europe/Berlin", "Europe/Kyiv"),
    "zh": ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore"),
}
COUNTRIES = {
    "en": ("US", "GB", "CA", "AU", "IE", "DE", "IN"),
    "ru": ("RU", "KZ", "BY", "UA", "KG", "UZ", "AM"),
    "uk": ("UA", "PL", "DE", "CZ"),
    "pl": ("PL", "DE", "GB", "UA"),
    "zh": ("CN", "HK", "TW", "SG"),
}
CURRENCIES = ("USD", "EUR", "GBP", "PLN", "UAH", "RUB", "CNY", "KZT")

SETUP = Form(
    "setup",
    N_("Settings"),
    (
        Zone(Setup.ZONE, N_("Which city are you in?"), required=True, hint=N_("Europe/Warsaw, or the city")),
        Country(
            Setup.COUNTRY,
            N_("Which country are you in?"),
            required=True,
            hint=N_("Poland, or PL: for phones and holidays"),
        ),
        Currency(Setup.CURRENCY, N_("Which currency do you sell in?"), required=True, hint=N_("EUR, or zł")),
    ),
)


def first_card(rep: Rep, now: datetime, *, country: str, currency: str) -> Card:
    """What has been guessed, to be confirmed. `now` is UTC; `country`, `currency`: the company's, or ""."""
    country = rep.country or rep.dials_in or country or likely_country(rep)
    currency = (rep.trades_in or likely_currency(currency, country)) if rep.role is Role.ADMIN else ""
    there = _("{time}, {city}").format(time=clock(local(now, rep.timezone)), city=city_name(rep.timezone))
    fields = (
        (_("Time now"), there),
        (_("Country"), country_name(country) if country else ""),
        (_("Language"), language_name(rep.locale)),
        (_("Currency"), currency),
    )
    changes = [
        choose_setup.button(_("Another time"), Setup.ZONE),
        choose_setup.button(_("Another country"), Setup.COUNTRY),
        choose_setup.button(_("Another language"), Setup.LANGUAGE),
        *([choose_setup.button(_("Another currency"), Setup.CURRENCY)] if currency else []),
    ]
    right = confirm_setup.button(_("Yes, all right"), rep.timezone, country, currency).styled("primary")
    return Card(
        title=_("Welcome, {name}!").format(name=rep.name),
        fields=fields,
        body=_("Is this right? Reminders, phone numbers and holidays depend on it."),
        buttons=((right,), *_rows(changes)),
    )


@open_setup.handler
async def show(req: Request) -> Reply:
    return own_card(req)


@choose_setup.handler
async def choose(req: Request, what: Setup) -> Reply:
    buttons = [set_setup.button(label, what, value) for value, label in _choices(req, what)]
    other = () if what is Setup.LANGUAGE else ((type_setup.button(_("Something else"), what),),)
    rows = (*_rows(buttons), *other, (open_setup.button(_("‹ Back")),))
    return Redraw(Card(title=_question(what), buttons=rows))


@set_setup.handler
async def choose_value(req: Request, what: Setup, value: str) -> Reply:
    return Redraw(await _set(req, what, value))


@type_setup.handler
async def type_value(_req: Request, what: Setup) -> Reply:
    if what is Setup.LANGUAGE:
        raise UserError(_(OLD_BUTTON))
    return SETUP.without(*(each for each in Setup if each is not what))


@SETUP.submit
async def submit(
    req: Request, zone: str | None = None, country: str | None = None, currency: str | None = None
) -> Reply:
    values = ((Setup.ZONE, zone), (Setup.COUNTRY, country), (Setup.CURRENCY, currency))
    what, value = next((what, value) for what, value in values if value)
    return await _set(req, what, value)


@confirm_setup.handler
async def confirm(req: Request, zone: str, country: str, currency: str) -> Reply:
    """What the card showed is right."""
    rep = await _me(req)
    chosen = ((rep.timezone, zone), (rep.country, country), (rep.trades_in, currency))
    if any(now and shown and now != shown for now, shown in chosen):
        raise UserError(_(OLD_BUTTON))
    if country and _is_country(country):
        rep.country = country
    if rep.role is Role.ADMIN:
        await _set_company(req, country, currency)
    rep.setup_at = req.now
    await req.db.flush()
    return Redraw(welcome(rep))


def likely_country(rep: Rep) -> str:
    """The country of the time zone, else of the language (ISO 3166); "" if neither says."""
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    by_zone = str(territories.get(aliases.get(rep.timezone, rep.timezone), ""))
    return by_zone if _is_country(by_zone) else region(rep.locale, "")


def likely_currency(company: str, country: str) -> str:
    """The configured currency, else that of the country (ISO 4217)."""
    local_ones = get_territory_currencies(country) if country else []
    return str(local_ones[0]) if company == ANY_CURRENCY and local_ones else company


async def _set(req: Request, what: Setup, value: str) -> Card:
    rep = await _me(req)
    match what:
        case Setup.ZONE if is_zone(value):
            was_in, rep.timezone = rep.timezone, value
            await recurrences.replan(req.db, rep, was_in)
        case Setup.COUNTRY if _is_country(value):
            rep.country = value
        case Setup.LANGUAGE if value in languages():
            rep.locale = value
        case Setup.CURRENCY if rep.role is Role.ADMIN and value in currencies_in_use():
            await rights.set_currency(req.db, value)
            await req.db.refresh(rep, ["trades_in"])
        case _:
            raise UserError(_(OLD_BUTTON))
    await req.db.flush()
    with speaking(rep.locale):
        return first_card(rep, req.now, country=req.country, currency=req.currency)


async def _set_company(req: Request, country: str, currency: str) -> None:
    """An admin has confirmed the company's currency, and its country if nobody has set another."""
    if currency in currencies_in_use() and currency != req.rep.trades_in:
        await rights.set_currency(req.db, currency)
    if country and _is_country(country) and not req.rep.dials_in:
        await dial_in(req, country)


def own_card(req: Request) -> Card:
    return first_card(req.rep, req.now, country=req.country, currency=req.currency)


def _choices(req: Request, what: Setup) -> Sequence[tuple[str, str]]:
    rep = req.rep
    match what:
        case Setup.ZONE:
            zones = dict.fromkeys((*ZONES.get(rep.locale, ZONES["en"]), rep.timezone))
            there = sorted((local(req.now, zone).replace(tzinfo=None), zone) for zone in zones)
            return [(zone, f"{clock(at)} {city_name(zone)}") for at, zone in there]
        case Setup.COUNTRY:
            codes = dict.fromkeys((likely_country(rep), *COUNTRIES.get(rep.locale, COUNTRIES["en"])))
            return [(code, country_name(code)) for code in codes if code]
        case Setup.LANGUAGE:
            return [(code, language_name(code)) for code in languages()]
        case Setup.CURRENCY:
            likely = likely_currency(ANY_CURRENCY, rep.country or likely_country(rep))
            return [(code, code) for code in dict.fromkeys((likely, *CURRENCIES))]


def _question(what: Setup) -> str:
    return {
        Setup.ZONE: _("What time is it where you are?"),
        Setup.COUNTRY: _("Which country are you in?"),
        Setup.LANGUAGE: _("Which language do you prefer?"),
        Setup.CURRENCY: _("Which currency do you sell in?"),
    }[what]


def _is_country(code: str) -> bool:
    return code != NOWHERE and code in get_global("territory_zones")


async def _me(req: Request) -> Rep:
    rep = await accounts.get(req.db, req.rep.id)
    if rep is None:
        raise UserError(_("You no longer have access."))
    return rep


def _rows(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW))
