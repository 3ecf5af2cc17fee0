"""Telegram's limits: the pace of messages, and the lengths of texts, buttons and menus."""

from bot.channel import Limits

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
# Slightly below the limit: 20 a minute in a group includes the first one.
PACE = Limits(total=30, per_chat=1, chat_burst=4, per_group=19 / 60, group_burst=1)
# https://core.telegram.org/bots/api#sendmessage and #inlinekeyboardbutton
MAX_TEXT_UNITS = 4096  # UTF-16 code units of a message's text, without markup
MAX_CAPTION_UNITS = 1024  # https://core.telegram.org/bots/api#senddocument
MAX_BUTTONS = 100
BUTTONS_IN_A_ROW = 8
LABEL_LENGTH = 64  # letters; phones cut off more
TOAST_LENGTH = 200  # https://core.telegram.org/bots/api#answercallbackquery
MENU_TEXT = 256  # letters, https://core.telegram.org/bots/api#botcommand
