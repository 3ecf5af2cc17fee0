"""Read a CSV file of any encoding and delimiter into rows."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from handlers.chat.contact_rows import ContactRow

DELIMITERS = ",;\t|"
MAX_CELL = 10_000_000  # characters
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableFile(Exception):
    """The message names the file and the reason."""


def read(path: Path) -> list[ContactRow]:
    """The rows below the column names. Raises UnreadableFile."""
    try:
        text = text_of(path.read_bytes())
        rows = list(rows_of(text))
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error
    except (UnicodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: not a CSV file ({error})") from error
    if not text.strip():
        raise UnreadableFile(f"{path}: the file is empty")
    if not rows:
        raise UnreadableFile(f"{path}: there are no rows below the first line, which must name the columns")
    return rows


def text_of(data: bytes) -> str:
    """The text of the file, in any encoding. Raises UnicodeError."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _without_nulls(data.decode(encoding))
    try:
        return _without_nulls(data.decode())
    except UnicodeDecodeError:
        return _without_nulls(_guessed(data))


def _guessed(data: bytes) -> str:
    """The text in the likeliest of the older encodings that CSV files use."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["cp1250", "cp1251", "cp1252", "koi8_r", "cp866", "utf_16"]).best()
    if best is None:
        raise UnicodeError("its encoding is unknown")
    return str(best)


def _without_nulls(text: str) -> str:
    if "\0" in text:
        raise UnicodeError("it is not text")
    return text


def rows_of(text: str) -> Iterator[ContactRow]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header: list[str] | None = None
    begins = 1
    for cells in reader:
        line, begins = begins, reader.line_num + 1  # a cell may have several lines
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [name.strip() for name in cells]
        else:
            names = [*header, *(f"Column {n}" for n in range(len(header) + 1, len(cells) + 1))]
            filled = ((name, cell) for name, cell in zip(names, cells, strict=False) if cell.strip())
            yield ContactRow(line, tuple(filled))


def _delimiter(text: str) -> str:
    """The most frequent delimiter between the column names, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
