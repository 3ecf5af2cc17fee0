"""Pages of a list: buttons to the one before and the one after."""

from collections.abc import Callable

from handlers.chat.replies import Button, Row
from handlers.i18n import _


def pager(page: Callable[[str, int], Button], offset: int, size: int, total: int) -> tuple[Row, ...]:
    """A row with these buttons, or none where all is on one page.

    `page` draws the button, labelled so, to the page that begins at an offset.
    """
    earlier = (page(_("‹ Earlier"), max(0, offset - size)),) if offset else ()
    later = (page(_("More ›"), offset + size),) if offset + size < total else ()
    return ((*earlier, *later),) if earlier or later else ()
