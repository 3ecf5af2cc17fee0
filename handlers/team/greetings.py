"""Greeting and onboarding: answers to new members, strangers and suspended people."""

from collections.abc import Sequence

from handlers.chat import Card
from handlers.i18n import _
from storage.models import Rep


def unknown() -> str:
    """Answer to a stranger."""
    return _("I do not know you yet. If your admin has sent you an invitation, send it to me as /start CODE.")


def come_in() -> str:
    """Answer to a stranger who may join without an admin."""
    return _("I do not know you yet. All members of this workspace may use me.")


def unknown_here() -> str:
    """Answer in a group to strangers and suspended people."""
    return _("I cannot answer you here. Please write to me in private.")


def not_any_more() -> str:
    """Answer to a suspended or removed person."""
    return _("You cannot use me any more, or not for the moment. Your admin can tell you why.")


def no_such_invitation() -> str:
    return _("That invitation is not valid (any more): please ask your admin for a new one.")


def welcome(rep: Rep) -> Card:
    return Card(
        title=_("Welcome, {name}!").format(name=rep.name),
        body=_(
            "Write to me as you would to a colleague:\n"
            "/new Ivan Petrov, Acme Ltd, +7 912 345-67-89 adds a client\n"
            "/call Ivan Petrov: 15 min, wants a discount; next: tuesday 10:00 send the offer\n"
            "Any other words are a search.\n"
            "/today shows what is due, /help all I can do."
        ),
    )


def linked(rep: Rep, channels: Sequence[str]) -> Card:
    """Greeting for a member on a newly linked channel."""
    text = _("You can use me here, too, and all is as you know it. Where I send reminders to: /settings.")
    fields = ((_("Channels"), ", ".join(channels)),)
    return Card(title=_("It is you, {name}!").format(name=rep.name), fields=fields, body=text)
