"""Types of settings with validation: URLs, secrets, tokens."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

from bot.config import validators

PublicUrl = Annotated[str, AfterValidator(validators.address)] | None
Secret = SecretStr | None
BotToken = Annotated[
    SecretStr, AfterValidator(validators.token("xoxb-", "xoxe.xoxb-", example="xoxb-1234-5678-AbCd"))
]
AppToken = Annotated[SecretStr, AfterValidator(validators.token("xapp-", example="xapp-1-A0123-4567-89ab"))]
