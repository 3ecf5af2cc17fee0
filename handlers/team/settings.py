"""/settings: what is set at a glance, and groups of settings to change: one's own, notices, the company's."""

from dataclasses import replace
from datetime import time

from handlers.audit.undo import undo_row
from handlers.buttons.team import SettingGroup, open_setting_group, open_settings
from handlers.chat import NOT_YOURS, Card, Field, Line, Redraw, Reply, Request, UserError, command
from handlers.clients.phone_country import dial_in
from handlers.forms.answers import value_shown
from handlers.forms.fields import Choice
from handlers.holidays import country_of
from handlers.i18n import N_, _, city_name, clock, country_name, speaking
from handlers.team.setting_fields import Clock, Country, Hours, OwnCountry, Zone, own_country
from handlers.team.settings_form import (
    COMPANY,
    COMPANY_WIDE,
    COUNTRY,
    CURRENCY,
    ESCALATING,
    JOINING,
    OWN_COUNTRY,
    REMINDERS,
    SETTINGS,
    channel_choices,
    filled_form,
    language_choices,
    quiet_text,
)
from handlers.working_time import local
from storage import rights
from storage.activities import recurrences
from storage.models import Rep, Role, Visibility
from storage.team import accounts

GROUPS = {
    SettingGroup.ME: ("locale", "timezone", OWN_COUNTRY, "working_days", "quiet"),
    SettingGroup.NOTICES: ("digest_at", "birthday_notice", REMINDERS),
    SettingGroup.COMPANY: COMPANY_WIDE,
}
TITLES = {
    SettingGroup.ME: N_("About me"),
    SettingGroup.NOTICES: N_("Notices"),
    SettingGroup.COMPANY: N_("Company"),
}
# What the overview shows line by line, and of the company's below.
SHOWN = ("working_days", "quiet", "digest_at", "birthday_notice", REMINDERS)
COMPANY_SHOWN = (COMPANY, CURRENCY, COUNTRY, ESCALATING)


@command("settings", N_("Language, time zone, working and quiet hours, digest"), reads=True, stands_alone=True)
async def settings(req: Request, _line: Line) -> Reply:
    return await overview(req)


@open_settings.handler
async def show(req: Request) -> Reply:
    return Redraw(await overview(req))


@open_setting_group.handler
async def show_group(req: Request, group: SettingGroup) -> Reply:
    """The settings of a group, each to be changed."""
    if group is SettingGroup.COMPANY:
        _only_for_admins(req)
    form = await filled_form(req)
    others = (field.name for field in form.fields if field.name not in GROUPS[group])
    return replace(form.without(*others), title=TITLES[group], back=overview)


async def overview(req: Request) -> Card:
    """What is set, in a few lines."""
    form = await filled_form(req)
    value = {field.name: value_shown(form, field, form.values.get(field.name, "")) for field in form.fields}
    label = {field.name: _(field.label) for field in form.fields}
    time_there = clock(local(req.now, req.rep.timezone))
    place = _("{time}, {city}").format(time=time_there, city=city_name(req.rep.timezone))
    groups = [group for group in SettingGroup if any(name in GROUPS[group] for name in value)]
    return Card(
        title=_("Settings"),
        subtitle=" · ".join(filter(None, (value["locale"], place, value[OWN_COUNTRY]))),
        fields=tuple((label[name], value[name]) for name in SHOWN if name in value),
        footer=" · ".join(f"{label[name]}: {value[name]}" for name in COMPANY_SHOWN if value.get(name)),
        buttons=(tuple(open_setting_group.button(_(TITLES[group]), group) for group in groups),),
    )


@replace(SETTINGS, back=overview).submit
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
        channels = channel_choices(await accounts.get_of(req.db, rep))
        said = [
            _setting_text(req, rep, field, given[field.name], channels)
            for field in SETTINGS.fields
            if field.name in given
        ]
        back = open_settings.button(_("‹ Settings"))
        return Card(_("Saved."), body="\n".join(said), buttons=((*undo_row(req), back),))


def _setting_text(
    req: Request, rep: Rep, field: Field, given: object, channels: tuple[tuple[str, str], ...]
) -> str:
    """The setting as it is now: "Time zone: Europe/Kyiv. It is 12:22 there." """
    match field:
        case Zone():
            time_there = clock(local(req.now, rep.timezone))
            return f"{_(field.label)}: {rep.timezone}. " + _("It's {time} there now.").format(time=time_there)
        case Hours():
            shown = quiet_text(rep)
        case OwnCountry():
            shown = own_country(country_of(rep), req.now.year) or "—"
        case Country():
            shown = country_name(str(given)) if given else "—"
        case Clock():
            shown = f"{rep.digest_at:%H:%M}"
        case Choice():
            options = {"locale": language_choices(), REMINDERS: channels}.get(field.name) or tuple(
                (value, _(label)) for value, label in field.options
            )
            shown = dict(options).get(str(given)) or field.shown(str(given))
        case _:
            shown = field.shown(str(given))
    return f"{_(field.label)}: {shown}"


def _only_for_admins(req: Request) -> None:
    if req.rep.role is not Role.ADMIN:
        raise UserError(_(NOT_YOURS[Role.ADMIN]))
