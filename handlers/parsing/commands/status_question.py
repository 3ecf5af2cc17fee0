"""A question how things stand with a client or a deal: "where are we with the racks", "水泥订单怎么样了"."""

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.help_words import ASKS_STATUS, ASKS_STATUS_IN_HAN

MAX_QUESTION = 80  # letters
ENDS = " \t?？!.。！,，"
BEGINS = lazy_regex(rf"(?:{ASKS_STATUS})\s+(?:(?:the|our|deal|сделк\w{{1,2}}|угод\w{{1,2}}|szans\w)\s+)?")
ENDS_IN_HAN = lazy_regex(rf"(?:的?(?:{ASKS_STATUS_IN_HAN}))\Z")


def status_subject(text: str) -> str:
    """The words that are to name the client or the deal; "" if it is no such question."""
    said = text.strip(ENDS)
    if len(said) > MAX_QUESTION or "\n" in said:
        return ""
    if begun := BEGINS.match(said.lower().translate(lexicon.PLAINER)):
        return said[begun.end() :]
    ended = ENDS_IN_HAN.search(said)
    return said[: ended.start()].strip(ENDS) if ended else ""
