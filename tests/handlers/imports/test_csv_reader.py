"""A CSV is read as it was written, whoever wrote it."""

from pathlib import Path

import pytest

from handlers.imports import csv_reader
from handlers.imports.csv_reader import UnreadableFile


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clients.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encoding_and_the_delimiter_are_found_out(file: Path, encoding: str, delimiter: str) -> None:
    names = ["Полное имя", "Название компании", "Примечание"]
    rows = [
        ["Марков Георгий Тихонович", "Автотор холдинг", "перезвонить после отпуска"],
        ["Игнатьева Фаина Никифоровна", "АО «Тарасов»", "просила прислать каталог"],
        ["Козлов Павел", "Южный берег", "встреча на выставке"],
    ]
    lines = (delimiter.join(row) for row in [names, *rows])
    file.write_bytes("\r\n".join(lines).encode(encoding))
    assert [[cell for _name, cell in row.cells] for row in csv_reader.read(file)] == rows


def test_a_row_is_where_it_begins_though_cells_hold_several_lines(file: Path) -> None:
    file.write_text('Name,Notes\n\nAnn,"one\ntwo\nthree"\nBoris,"a ""quoted"", word"\n', newline="")
    ann, boris = csv_reader.read(file)
    assert (ann.line, boris.line) == (3, 6)
    assert boris.cells == (("Name", "Boris"), ("Notes", 'a "quoted", word'))


def test_a_cell_beyond_the_columns_is_kept(file: Path) -> None:
    file.write_text("Name,Phone\nAnn,1,2\n")
    assert csv_reader.read(file)[0].cells[-1] == ("Column 3", "2")


@pytest.mark.parametrize("content", [b"", b" \n", b"PK\x03\x04\x00\x00", b"\x00\x01\x02"])
def test_what_is_no_csv_is_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"clients\.csv"):
        csv_reader.read(file)


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        csv_reader.read(file)
