"""Types of settings that are checked when they are read: addresses, secrets, tokens."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

from bot import values

PublicUrl = Annotated[str, AfterValidator(values.address)] | None
Secret = SecretStr | None
BotToken = Annotated[
    SecretStr, AfterValidator(values.token("xoxb-", "xoxe.xoxb-", example="xoxb-1234-5678-AbCd"))
]
AppToken = Annotated[SecretStr, AfterValidator(values.token("xapp-", example="xapp-1-A0123-4567-89ab"))]
