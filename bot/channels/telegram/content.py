"""Content of Telegram messages besides text and files: locations, polls, checklists, text links."""

from collections.abc import Iterator

from aiogram.enums import ContentType, MessageEntityType
from aiogram.types import Checklist, Location, Message, Poll

from handlers.chat.hidden_links import Link
from handlers.text import clean

# 1.1 metres: https://wiki.openstreetmap.org/wiki/Precision_of_coordinates
DECIMALS = 5
MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
# Content that cannot be stored. All other types are service messages, or have text.
UNSUPPORTED = frozenset(
    {
        ContentType.DICE,
        ContentType.GAME,
        ContentType.GIVEAWAY,
        ContentType.GIVEAWAY_WINNERS,
        ContentType.INVOICE,
        ContentType.PAID_MEDIA,
        ContentType.RICH_MESSAGE,
        ContentType.STICKER,
        ContentType.STORY,
    }
)


def as_text(message: Message) -> str:
    """A location, poll or checklist as text; "" for anything else."""
    if venue := message.venue:
        return _lines(venue.title, venue.address, _map(venue.location))
    if place := message.location:
        return _lines("{}, {}".format(*_coordinates(place)), _map(place))
    if message.poll:
        return _lines(*_poll(message.poll))
    return _lines(*_checklist(message.checklist)) if message.checklist else ""


def is_unsupported(message: Message) -> bool:
    return message.content_type in UNSUPPORTED


def links(message: Message) -> tuple[Link, ...]:
    """The text links of a message or caption: https://core.telegram.org/bots/api#messageentity."""
    text, entities = message.text or message.caption or "", message.entities or message.caption_entities or ()
    found = [each for each in entities if each.type == MessageEntityType.TEXT_LINK and each.url]
    return tuple((clean(each.extract_from(text)).strip(), clean(each.url or "")) for each in found)


def _map(place: Location) -> str:
    latitude, longitude = _coordinates(place)
    return MAP.format(latitude=latitude, longitude=longitude)


def _coordinates(place: Location) -> tuple[str, str]:
    return f"{place.latitude:.{DECIMALS}f}", f"{place.longitude:.{DECIMALS}f}"


def _poll(poll: Poll) -> Iterator[str]:
    yield poll.question
    for option in poll.options:
        yield f"- {option.text}: {option.voter_count}" if option.voter_count else f"- {option.text}"


def _checklist(checklist: Checklist) -> Iterator[str]:
    yield checklist.title
    for task in checklist.tasks:
        yield f"{'☑' if task.completion_date else '☐'} {task.text}"


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in lines)))
