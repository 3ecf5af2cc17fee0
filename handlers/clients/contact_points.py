"""A client's contact points as a card shows them: phones with extensions, e-mails, messengers, addresses."""

from functools import lru_cache

from handlers.chat import Contact, shorten
from handlers.i18n import _
from handlers.text import NAME
from storage.models import EXTENSION_MARK, ContactPoint, PointKind

MAX_FORMATTED = 4096  # phones kept formatted


def shown_point(point: ContactPoint) -> Contact:
    """In one form: phones in international writing, which can be dialled from anywhere, all others as typed."""
    typed = shorten(point.typed, NAME)
    if point.kind is PointKind.PHONE and point.value.startswith("+"):
        return Contact(_phone(point.value), f"tel:{point.value}")
    return Contact(typed, f"mailto:{point.value}" if point.kind is PointKind.EMAIL else "")


def _phone(value: str) -> str:
    number, _mark, extension = value.partition(EXTENSION_MARK)
    shown = _international(number)
    return _("{phone} ext. {digits}").format(phone=shown, digits=extension) if extension else shown


@lru_cache(MAX_FORMATTED)
def _international(number: str) -> str:
    """An E.164 number with the spaces that are usual in its country."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
