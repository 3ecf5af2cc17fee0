"""Forms for deals: adding, editing, the amount, the lost reason."""

from dataclasses import replace

from handlers.chat import Form
from handlers.forms.fields import Day, Money, Person, Text
from handlers.i18n import N_, _
from handlers.text import TEXT
from storage.models import Deal

NEW = Form(
    "deal.new",
    N_("New deal"),
    (
        Person("client", N_("Which client?"), required=True),
        Text("title", N_("What's the deal about?"), required=True),
        Money("amount", N_("Amount"), hint=N_("12 000 USD, 12k, 1.2m")),
        Day("expected_close", N_("Expected close"), hint=N_("15.03, in 2 weeks")),
    ),
)
EDIT = replace(NEW.without("client"), name="deal.edit", title=N_("Edit deal"), picks=True)
AMOUNT = replace(NEW.without("client", "title", "expected_close"), name="deal.amount", title=N_("Amount"))
LOSE = Form("deal.lose", N_("Deal lost"), (Text("reason", N_("Why was it lost?"), most=TEXT),))


def why_lost(deal: Deal, was: int, to: int) -> Form:
    """The form for the lost reason; its title names the deal, as it may be answered later."""
    form = replace(LOSE, title=f"{_(LOSE.title)}: {deal.title}")
    return form.concerning(deal_id=deal.id, was=was, to=to)
