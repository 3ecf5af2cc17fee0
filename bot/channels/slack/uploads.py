"""Send a file that Rapport made: https://docs.slack.dev/messaging/working-with-files#upload"""

from bot.channels.slack import render
from bot.channels.slack.client import MISSING_SCOPE, Api, Refusal
from bot.outbound.made_files import MadeFiles
from handlers.chat import Card, MadeFile
from handlers.i18n import _

SCOPE = "files:write"


async def send_file(
    api: Api, space: str, conversation: str, card: Card, made: MadeFile, files: MadeFiles
) -> str:
    """Upload the file unless that was done, and share it in the conversation. Raises SendError.

    Slack tells no ID of the message: it appears a little later. Without the scope for files it says so instead.
    """
    try:
        file_id = await files.uploaded(made, space)
        if file_id is None:
            file_id = await api.upload(made.name, await files.content(made))
            await files.put_uploaded(made, file_id, space)
        await api.share_file(conversation, file_id, made.name, render.messages(card)[0]["blocks"])
    except Refusal as refusal:
        if refusal.name != MISSING_SCOPE:
            raise
        text = _("I can't send files in this workspace yet: an admin has to add the scope {scope} to the app.")
        return await api.show(conversation, render.notice(text.format(scope=SCOPE)))
    return ""
