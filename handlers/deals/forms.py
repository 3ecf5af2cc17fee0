"""Forms for deals: adding, editing, the amount, the lost reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.chat import Form, requests
from handlers.chat.requests import Request
from handlers.forms.fields import Day, Money, Percent, Person, Text
from handlers.i18n import N_, _, money
from handlers.parsing.deals.deal_line import read_deal
from handlers.text import TEXT, colon
from storage.models import Deal


@dataclass(frozen=True)
class Title(Text):
    """A deal's title, which may be typed like a line: "website, 9k, closing dec 15"."""

    async def also(self, req: Request, text: str) -> Mapping[str, str]:
        read = read_deal(text, requests.scene(req))
        amount = money(read.amount.amount, read.amount.currency) if read.amount else ""
        close = f"{read.close:%d.%m.%Y}" if read.close else ""
        return {name: typed for name, typed in (("amount", amount), ("expected_close", close)) if typed}


NEW = Form(
    "deal.new",
    N_("New deal"),
    (
        Person("client", N_("Which client?"), required=True),
        Title(
            "title",
            N_("What's the deal about?"),
            required=True,
            hint=N_("For example: website, 9k, closing dec 15"),
        ),
        Money("amount", N_("Amount"), hint=N_("12 000 USD, 12k, 1.2m")),
        Day("expected_close", N_("Expected close"), hint=N_("15.03, in 2 weeks")),
    ),
)
EDIT = Form(
    "deal.edit",
    N_("Edit deal"),
    (
        Text("title", N_("What's the deal about?"), required=True),
        *NEW.without("client", "title").fields,
        Percent("probability", N_("Probability"), hint=N_("60%; empty: as the stage says")),
    ),
    picks=True,
)
AMOUNT = replace(NEW.without("client", "title", "expected_close"), name="deal.amount", title=N_("Amount"))
LOSE = Form("deal.lose", N_("Deal lost"), (Text("reason", N_("Why was it lost?"), most=TEXT),))


def why_lost(deal: Deal, was: int, to: int) -> Form:
    """The form for the lost reason; its title names the deal, as it may be answered later."""
    form = replace(LOSE, title=colon(_(LOSE.title), deal.title))
    return form.concerning(deal_id=deal.id, was=was, to=to)
