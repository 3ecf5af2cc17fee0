"""Cells of a CSV file that any spreadsheet opens as text: nothing in it is run, and no digit is lost.

Formulas: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
from collections.abc import Iterable, Sequence

from handlers.i18n import decimal_symbol

MARK = "\ufeff"  # tells Excel that the file is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PHONE = frozenset("0123456789+ ()-/.")
MIME = "text/csv"


def rows(values: Iterable[Sequence[str]]) -> bytes:
    """The rows as UTF-8, quoted where necessary.

    Spreadsheets expect semicolons between the cells where a comma stands before decimals.
    """
    text, delimiter = io.StringIO(), ";" if decimal_symbol() == "," else ","
    csv.writer(text, delimiter=delimiter).writerows([cell(value) for value in row] for row in values)
    return text.getvalue().encode()


def header(names: Sequence[str]) -> bytes:
    """The first row, after the mark of UTF-8."""
    return MARK.encode() + rows([names])


def cell(value: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula.

    A phone with blanks ("+49 30 123456") is text to every spreadsheet, and stays as it is.
    """
    if not value.startswith(FORMULA):
        return value
    is_phone = " " in value and value[0] == "+" and PHONE.issuperset(value)
    return value if is_phone else f"'{value}"
