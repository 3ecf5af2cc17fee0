"""Greeting and onboarding: answers to new members, strangers and suspended people."""

from collections.abc import Sequence

from handlers.buttons.help import begin_tour
from handlers.chat import Card
from handlers.i18n import _
from storage.models import Rep


def unknown() -> str:
    """Answer to a stranger."""
    return _("You don't have access yet. If your admin gave you an invitation, send me /start CODE.")


def come_in() -> str:
    """Answer to a stranger who may join without an admin."""
    return _("You don't have access yet. Any member of this workspace can join.")


def unknown_here() -> str:
    """Answer in a group to strangers and suspended people."""
    return _("I can't answer here. Please message me privately.")


def not_any_more() -> str:
    """Answer to a suspended or removed person."""
    return _("You don't have access right now. Your admin can tell you why.")


def no_such_invitation() -> str:
    return _("That invitation is not valid or has expired. Ask your admin for a new one.")


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
        buttons=((begin_tour.button(_("Take the tour (two minutes)"), rep.id),),),
    )


def linked_greeting(rep: Rep, channels: Sequence[str]) -> Card:
    """Greeting for a member on a newly linked channel."""
    text = _(
        "You can use Rapport here too, and everything works as before. Choose where reminders go in /settings."
    )
    fields = ((_("Channels"), ", ".join(channels)),)
    return Card(title=_("Hello again, {name}!").format(name=rep.name), fields=fields, body=text)
