"""A client's contact points as a card shows them: phones with extensions, e-mails, messengers, addresses."""

from handlers.chat import shorten
from handlers.i18n import _
from handlers.text import NAME
from storage.models import EXTENSION_MARK, ContactPoint, PointKind


def shown_point(point: ContactPoint) -> str:
    """As typed; a national number follows its international form, which can be dialled from anywhere."""
    if point.kind is PointKind.PHONE and point.value.startswith("+") and not point.typed.startswith("+"):
        return f"{_phone(point.value)} ({shorten(point.typed, NAME)})"
    return shorten(point.typed, NAME)


def _phone(value: str) -> str:
    number, _mark, extension = value.partition(EXTENSION_MARK)
    return _("{phone} ext. {digits}").format(phone=number, digits=extension) if extension else number
