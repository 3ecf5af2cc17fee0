"""Check the Telegram and Slack tokens, before importing the platforms' libraries."""

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import SecretStr

from bot.config.settings import Settings, plain

PROBE_TIMEOUT = ClientTimeout(total=10)  # seconds
UNKNOWN_TOKEN = (401, 404)  # https://core.telegram.org/bots/api#making-requests
# https://docs.slack.dev/reference/methods/auth.test#errors
SLACK_REFUSES = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
    "no_permission",
    "missing_scope",
    "access_denied",
}


class Refused(Exception):
    """The platform answered, and rejects the token."""


class Unreachable(Exception):
    """No answer, or one that says nothing about the token: a network error."""


async def telegram_name(settings: Settings) -> str:
    """The bot's name, without the @. Raises Refused, Unreachable."""
    url = f"{settings.telegram_api_base}/bot{plain(settings.telegram_bot_token)}/getMe"
    said = await _ask("Telegram", url, {})
    if not said.get("ok"):
        if said.get("error_code") in UNKNOWN_TOKEN:
            text = "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather"
            raise Refused(text)
        raise Unreachable(f"Telegram answers: {said.get('description')}")
    return str(said["result"]["username"])


async def slack_team(settings: Settings) -> str:
    """The name of the workspace. Raises Refused, Unreachable."""
    said = await _slack(settings, "auth.test", "SLACK_BOT_TOKEN", settings.slack_bot_token)
    return str(said.get("team"))


async def slack_socket(settings: Settings) -> None:
    """Check that Socket Mode may be opened. Raises Refused, Unreachable."""
    await _slack(settings, "apps.connections.open", "SLACK_APP_TOKEN", settings.slack_app_token)


async def ways_in(settings: Settings, code: str) -> list[str]:
    """The code as a link or command for each configured platform."""
    lines = [code]
    if settings.telegram_bot_token:
        try:
            lines.append(f"Telegram: https://t.me/{await telegram_name(settings)}?start={code}")
        except (Refused, Unreachable) as error:
            lines.append(f"Telegram: /start {code}   ({error})")
    if settings.slack_bot_token:
        lines.append(f"Slack: /crm start {code}")
    return lines


async def _slack(settings: Settings, method: str, name: str, token: SecretStr | None) -> Mapping[str, Any]:
    headers = {"Authorization": f"Bearer {plain(token)}"}
    said = await _ask("Slack", f"{settings.slack_api_base}{method}", headers)
    if not said.get("ok"):
        error = said.get("error")
        if error in SLACK_REFUSES:
            raise Refused(f"{name}: Slack refuses this token ({error}); copy it again from the app's settings")
        raise Unreachable(f"Slack answers: {error}")
    return said


async def _ask(platform: str, url: str, headers: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        async with (
            ClientSession(timeout=PROBE_TIMEOUT) as session,
            session.post(url, headers=headers) as answer,
        ):
            said = await answer.json(content_type=None)
    except (ClientError, TimeoutError, ValueError) as error:
        # Not the error's own text: it may contain the URL, which contains the token.
        raise Unreachable(f"cannot reach {platform} ({type(error).__name__})") from error
    if not isinstance(said, Mapping):
        raise Unreachable(f"{platform} gave an unexpected answer")
    return said
