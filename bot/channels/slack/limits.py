"""Slack's limits: the pace of messages, and the sizes of texts, blocks and modals."""

from bot.channel import Limits

# https://docs.slack.dev/apis/web-api/rate-limits: about one a second in a channel, short bursts allowed.
PACE = Limits(total=20, per_chat=1, chat_burst=4)
# In characters: https://docs.slack.dev/reference/block-kit/blocks
MAX_HEADER = 150
MAX_TEXT = 3000
MAX_BUTTON = 75
MAX_FALLBACK = 4000  # Slack's recommendation; from 40,000 on it cuts the text
MAX_ROW = 25  # buttons
MAX_MENU = 5  # entries: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_BLOCKS_JSON = 12_000  # for all blocks: from about 13,000 on Slack returns msg_blocks_too_long
# Of modals, in characters.
MAX_TITLE = 24
MAX_LABEL = 2000
MAX_INPUT = 3000
MAX_OPTION = 75
MAX_OPTIONS = 100
