"""Paging buttons for lists: previous and next page."""

from collections.abc import Callable

from handlers.chat.replies import Button, Row
from handlers.i18n import _


def pager(page: Callable[[str, int], Button], offset: int, size: int, total: int) -> tuple[Row, ...]:
    """A row with these buttons; no row if everything is on one page.

    `page` draws a button from its label and the offset where its page begins.
    """
    earlier = (page(_("‹ Earlier"), max(0, offset - size)),) if offset else ()
    later = (page(_("More ›"), offset + size),) if offset + size < total else ()
    return ((*earlier, *later),) if earlier or later else ()
