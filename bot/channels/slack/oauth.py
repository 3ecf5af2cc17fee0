"""OAuth: install the app in another workspace, and store its token encrypted.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import SendError
from bot.channels.slack.manifest import INSTALLED, SCOPES, redirect
from bot.config.settings import Settings, plain
from storage.messaging import workspaces

log = structlog.get_logger()

STATE_LIFE = timedelta(minutes=30)  # of an installation URL
OAUTH_TIMEOUT = aiohttp.ClientTimeout(total=10)  # seconds
METHODS, AUTHORIZE = "/api/", "/oauth/v2/authorize"  # on the same host
DONE = "Rapport is installed in {name}. People join with an invitation. You can close this page."
NOT_GOOD = "This link has expired. Run `rapport workspace` to get a new one."
REFUSED = "Slack refused the installation ({error}). Run `rapport workspace` to get a new link."
AWAY = "Slack or the database could not be reached. Run `rapport workspace` to get a new link."

Clock = Callable[[], datetime]


class Store(AsyncInstallationStore):
    """slack_sdk's installation store on our database. Tokens are only stored encrypted."""

    def __init__(self, database: storage.Database, clock: Clock, key: str) -> None:
        self.database, self.clock = database, clock
        self._cipher = Fernet(key)

    async def async_save(self, installation: Installation) -> None:
        space, name = installation.team_id, installation.team_name
        if installation.is_enterprise_install:
            space, name = installation.enterprise_id, installation.enterprise_name
        token = self._cipher.encrypt((installation.bot_token or "").encode()).decode()
        async with storage.transaction(self.database) as db:
            told = (name or "", token, installation.bot_user_id or "")
            await workspaces.put(db, space or "", *told, self.clock())

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Raises InvalidToken if the token was encrypted with another key."""
        space = (enterprise_id if is_enterprise_install else team_id) or ""
        async with storage.reading(self.database) as db:
            found = await workspaces.get(db, space)
        if found is None:
            return None
        token = self._cipher.decrypt(found.token.encode()).decode()
        at = found.installed_at.timestamp()
        return Bot(bot_id="", bot_user_id=found.bot_user, bot_token=token, team_id=space, installed_at=at)


class Installing:
    def __init__(self, store: Store, client: tuple[str, str], base: str, public_url: str) -> None:
        """`client`: the app's ID and secret. `base`: the Web API's URL."""
        self.store = store
        self._id, self._secret = client
        self._base, self._redirect = base, redirect(public_url)

    @classmethod
    def of(cls, settings: Settings, database: storage.Database, clock: Clock) -> "Installing":
        store = Store(database, clock, plain(settings.secret_key))
        client = (settings.slack_client_id or "", plain(settings.slack_client_secret))
        return cls(store, client, settings.slack_api_base, settings.public_url or "")

    async def address(self) -> str:
        """A one-time URL that installs the app in another workspace."""
        async with storage.transaction(self.store.database) as db:
            state = await workspaces.begin(db, self.store.clock(), STATE_LIFE)
        url = self._base.replace(METHODS, AUTHORIZE)
        asked = AuthorizeUrlGenerator(
            client_id=self._id, redirect_uri=self._redirect, scopes=SCOPES, authorization_url=url
        )
        return str(asked.generate(state))

    async def token(self, space: str) -> str | None:
        """The workspace's token; None: use the configured one. Raises SendError."""
        try:
            found = await self.store.async_find_bot(enterprise_id=None, team_id=space)
        except InvalidToken:
            log.error("RAPPORT_SECRET_KEY has changed: the workspace has to be installed again", space=space)
            raise SendError("the workspace's token cannot be read") from None
        except (SQLAlchemyError, OSError) as error:  # database outage
            raise SendError(f"the workspace's token: {type(error).__name__}") from error
        return found.bot_token if found else None

    def routes(self) -> list[web.RouteDef]:
        return [web.get(INSTALLED, self._on_installed)]

    async def _on_installed(self, request: web.Request) -> web.Response:
        """The OAuth redirect from Slack."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        try:
            if not await self._is_good(state):
                return web.Response(status=403, text=NOT_GOOD)
            told = await self._exchanged(code) if code else {"error": request.query.get("error", "no code")}
            if not told.get("ok"):
                return web.Response(status=400, text=REFUSED.format(error=told.get("error")))
            installation = _installation(told)
            await self.store.async_save(installation)
        except (SQLAlchemyError, OSError, aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("installation failed", channel="slack", error=type(error).__name__)
            return web.Response(status=503, text=AWAY)
        log.info("installed", channel="slack", space=installation.team_id or installation.enterprise_id)
        return web.Response(text=DONE.format(name=installation.team_name or installation.enterprise_name))

    async def _is_good(self, state: str) -> bool:
        async with storage.transaction(self.store.database) as db:
            return await workspaces.claim(db, state, self.store.clock())

    async def _exchanged(self, code: str) -> Mapping[str, Any]:
        """Exchange the code for a token. As a form, so that our secret is in no URL."""
        asked = {"client_id": self._id, "client_secret": self._secret, "code": code}
        form = {**asked, "redirect_uri": self._redirect}
        async with (
            aiohttp.ClientSession(timeout=OAUTH_TIMEOUT) as session,
            session.post(f"{self._base}oauth.v2.access", data=form) as response,
        ):
            told = await response.json()
        return told if isinstance(told, dict) else {}


def _installation(told: Mapping[str, Any]) -> Installation:
    team, organisation = told.get("team") or {}, told.get("enterprise") or {}
    return Installation(
        user_id=(told.get("authed_user") or {}).get("id", ""),
        team_id=team.get("id"),
        team_name=team.get("name"),
        enterprise_id=organisation.get("id"),
        enterprise_name=organisation.get("name"),
        is_enterprise_install=bool(told.get("is_enterprise_install")),
        bot_token=told["access_token"],
        bot_user_id=told.get("bot_user_id"),
        bot_scopes=told.get("scope", ""),
    )
