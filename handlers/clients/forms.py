"""Forms for clients: adding and editing."""

from dataclasses import replace

from handlers.chat import Form
from handlers.forms.fields import BirthdayField, Emails, Phones, Tags, Text
from handlers.i18n import N_
from handlers.recurrence.keep_in_touch import Interval

NEW = Form(
    "client.new",
    N_("New client"),
    (
        Text("name", N_("Name"), required=True),
        Text("company", N_("Company")),
        Phones("phones", N_("Phone"), hint=N_("You can list several, separated by commas.")),
        Emails("emails", N_("E-mail")),
        BirthdayField("birthday", N_("Birthday"), hint=N_("12.03.1985, or 12.03 without the year")),
    ),
)
EDIT = replace(
    NEW,
    name="client.edit",
    title=N_("Edit client"),
    fields=(
        *NEW.fields,
        Text("title", N_("Role in the company")),
        Text("prefers", N_("Preferred contact"), hint=N_("phone, Telegram, e-mail …")),
        Text("hours", N_("Best time to call")),
        Text("address_as", N_("Salutation"), hint=N_("as in a greeting: Mr Petrov, Ivan")),
        Interval("contact_every", N_("Keep in touch"), hint=N_("6 weeks, every month")),
        Tags("tags", N_("Tags"), hint=N_("separated by commas")),
        Text("about", N_("About"), long=True),
    ),
    picks=True,
)
