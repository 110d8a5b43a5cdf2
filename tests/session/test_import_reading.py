"""Data files are read as they are written: encodings, delimiters, decimal signs, headers, sheets, arrays."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.numbers import NumberError, parse_number
from bpgui.session.data_cells import CellReader
from bpgui.session.data_files import is_data_file, look_at, read
from bpgui.session.data_reading import DataFile, Delimiter, Kind, Reading
from bpgui.session.data_table import DataError, DataTable

Rows = list[list[str]]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def table_of(path: Path) -> tuple[DataFile, DataTable]:
    data = look_at(path)
    return data, read(data, data.proposed)


def texts(table: DataTable) -> Rows:
    return [[table.text(row, column) for column in range(table.column_count)] for row in range(table.row_count)]


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        table_of(path)
    return str(caught.value)


# --- text


@pytest.mark.parametrize(
    ("text", "delimiter", "comma"),
    [
        ("a,b,c\n1,2.5,u\n3,-4,v\n", Delimiter.comma, False),
        ("a\tb\tc\n1\t2.5\tu\n3\t-4\tv\n", Delimiter.tab, False),
        ("a;b;c\n1;2,5;u\n3;-4,0;v\n", Delimiter.semicolon, True),
        ("a;b;c\r\n1;2.5;u\r\n3;-4;v\r\n", Delimiter.semicolon, False),
        ("a b c\n1 2.5 u\n3 -4 v\n", Delimiter.spaces, False),
        ("  a   b  c\n  1   2,5  u\n  3   -4,0  v\n", Delimiter.spaces, True),
        ("a|b|c\r1|2.5|u\r3|-4|v", Delimiter.bar, False),
        ('"a","b","c"\n"1","2,5","u"\n"3","-4,0","v"\n', Delimiter.comma, True),
        ("# a b c\n1 2.5 u\n3 -4 v\n", Delimiter.spaces, False),
        ("a,b,c\n1,2.5,u\n\n3,−4,v\n\n", Delimiter.comma, False),
    ],
)
def test_delimiter_decimal_sign_and_header_are_proposed_from_the_file(
    tmp_path: Path, text: str, delimiter: Delimiter, comma: bool
) -> None:
    data, table = table_of(write(tmp_path / "some.csv", text))
    assert (data.proposed.delimiter, data.proposed.decimal_comma) == (delimiter, comma)
    assert table.has_header
    assert table.names == ("a", "b", "c")
    assert texts(table) == [["1", "2.5", "u"], ["3", "−4", "v"]]
    assert table.values[0].tolist()[:2] == [1.0, 2.5]
    assert math.isnan(table.values[0, 2])


def test_what_is_proposed_can_be_chosen_otherwise(tmp_path: Path) -> None:
    data = look_at(write(tmp_path / "some.csv", "1,5\n2,5\n"))
    assert texts(read(data, data.proposed)) == [["1", "5"], ["2", "5"]]
    one_column = replace(data.proposed, delimiter=Delimiter.semicolon, decimal_comma=True)
    assert texts(read(data, one_column)) == [["1.5"], ["2.5"]]
    assert read(data, replace(one_column, has_header=True)).names == ("1,5",)


def test_the_other_decimal_sign_is_no_number(tmp_path: Path) -> None:
    data = look_at(write(tmp_path / "some.csv", "1.5;1,5\n2.5;2,5\n3,5;3,5\n"))
    with_comma = read(data, data.proposed)
    assert np.isnan(with_comma.values[:2, 0]).all()
    assert with_comma.text(0, 0) == "1.5"
    with_point = read(data, replace(data.proposed, decimal_comma=False))
    assert np.isnan(with_point.values[:, 1]).all()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8, as its first bytes say"),
        ("utf-16", "UTF-16, as its first bytes say"),
        ("latin-1", "Latin-1, since byte 3 is not UTF-8"),
    ],
)
def test_the_encoding_is_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    data, table = table_of(write(tmp_path / "some.csv", "Größe,b\n1,2\n", encoding))
    assert data.told == told
    assert table.names == ("Größe", "b")


def test_a_letter_that_is_no_utf8_far_below_is_found_too(tmp_path: Path) -> None:
    data, table = table_of(write(tmp_path / "some.csv", "1,ascii\n" * 200_000 + "2,Größe\n", "latin-1"))
    assert data.told.startswith("Latin-1, since byte 1")
    assert table.text(200_000, 1) == "Größe"


def test_a_short_row_has_missing_cells_and_a_long_one_is_noted(tmp_path: Path) -> None:
    _, table = table_of(write(tmp_path / "some.csv", "a,b\n1,2\n3\n4,5,6\n7,8,\n9,10\n11,12\n13,14\n15,16\n17,18\n"))
    assert texts(table)[1] == ["3", ""]
    assert dict(table.too_long) == {2: 3}


@given(st.lists(st.lists(st.text(alphabet='ab1.5,;"\t\n −/é', max_size=6), min_size=2, max_size=4), min_size=2))
def test_a_cell_is_read_alike_whatever_stands_beside_it(columns: Rows) -> None:
    for comma in (False, True):
        reader = CellReader(comma)
        for column in columns:
            together = reader.column(column)
            for row, cell in enumerate(column):
                alone = CellReader(comma).column([cell, "x"])
                assert alone.values[0] == together.values[row] or (
                    math.isnan(alone.values[0]) and math.isnan(together.values[row])
                )
                assert alone.texts.get(0) == together.texts.get(row)
                assert alone.exact.get(0) == together.exact.get(row)


@given(st.text(alphabet="0123456789.,eE+-−/_ xanif", max_size=9))
def test_what_is_read_as_a_number_is_what_may_be_typed(cell: str) -> None:
    for comma in (False, True):
        part = CellReader(comma).column([cell])
        if math.isfinite(part.values[0]):
            assert part.values[0] == float(parse_number(cell))
        else:
            with_the_sign = cell.replace(*(".,;" if comma else ",.;")[::2])
            with pytest.raises(NumberError):
                parse_number(with_the_sign)


def test_fractions_stay_exact_and_decimals_are_floats(tmp_path: Path) -> None:
    _, table = table_of(write(tmp_path / "some.csv", "1/3,0.1\n1/2,1e-3\n2/6,0.12345678901234567890123\n"))
    assert dict(table.exact) == {(0, 0): Fraction(1, 3), (2, 0): Fraction(1, 3)}
    assert table.values[:, 1].tolist() == [0.1, 0.001, 0.12345678901234568]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty.csv: the file is empty."),
        ("blank.csv", b"\n \n", "blank.csv: the file is empty: there are no rows in it."),
        ("junk.csv", bytes(range(256)) * 9, "junk.csv: this is no text file: byte 1 is 0, which no text has."),
        ("open.csv", b'a,b\n1,"2\n3,4\n', "open.csv: line 3: the file ends within quotation marks."),
        ("huge.csv", b'a,b\n1,"' + b"x" * 200_000, "a cell is longer than 131 072 characters"),
        ("long.txt", b"1 " * 5_000_000, "long.txt: line 1 is longer than 8 000 000 characters."),
        ("wide.csv", b"1," * 60_000, "wide.csv: there are 60 001 columns, more than the 50 000 that fit."),
        ("half.csv", "a,b\n1,2\n".encode("utf-16")[:-1], "this is not UTF-16 any more"),
        ("header.csv", b"a,b\n", "header.csv"),
        ("book.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "book.xls: this kind of workbook is not read here"),
        ("book.xlsx", b"a,b\n1,2\n", "book.xlsx: this is no XLSX file"),
        ("book.xlsx", b"PK\x03\x04" + bytes(90), "book.xlsx: the file is damaged or cut off."),
        ("x.npy", b"\x93NUMPY\x01\x00", "x.npy: it is no whole array"),
        ("x.npy", b"1 2", "x.npy: this is no NPY file"),
    ],
)
def test_a_bad_file_gets_a_sentence_that_says_what_and_where(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if name == "header.csv":
        data = look_at(path)
        with pytest.raises(DataError, match="there are no rows below the header"):
            read(data, replace(data.proposed, has_header=True))
    else:
        assert said in refused(path).replace("\N{THIN SPACE}", " ")


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "can't be opened" in refused(tmp_path / "nothing.csv")
    assert "can't be opened" in refused(tmp_path)


# --- workbooks


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_sheets_of_a_workbook_can_be_chosen(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        First=[["a", "b", "kind"], [1.5, 2, "u"], [None, "1/3", "v"], [], [True, "0.5", 3]],
        Second=[[1, 2], [3, 4]],
    )
    data, table = table_of(path)
    assert data.parts == ("First", "Second")
    assert table.names == ("a", "b", "kind")
    assert texts(table) == [["1.5", "2", "u"], ["", "1/3", "v"], ["true", "0.5", "3"]]
    assert table.exact[1, 1] == Fraction(1, 3)
    assert table.notes == ("1 empty row was left out.",)
    second = read(data, Reading(("Second",)))
    assert not second.has_header
    assert second.values.tolist() == [[1, 2], [3, 4]]
    with pytest.raises(DataError, match="can't be read"):
        read(data, Reading(("Third",)))


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path / "book.xlsx", Nothing=[])) == "book.xlsx: the sheet “Nothing” is empty."


# --- arrays


def test_an_array_is_a_table_whatever_its_kind_and_order(tmp_path: Path) -> None:
    values = np.arange(12).reshape(3, 4)
    for number, array in enumerate((values, np.asfortranarray(values), values.astype(">f4"), values.astype("u1"))):
        np.save(tmp_path / f"{number}.npy", array)
        _, table = table_of(tmp_path / f"{number}.npy")
        assert table.values.tolist() == values.tolist()
        assert table.values.dtype == np.float64
    np.save(tmp_path / "one.npy", np.array([1.5, np.nan, np.inf, 1e60]))
    assert texts(table_of(tmp_path / "one.npy")[1]) == [["1.5"], [""], ["inf"], ["1e+60"]]


def test_arrays_with_equally_many_rows_stand_side_by_side(tmp_path: Path) -> None:
    images = np.arange(20.0).reshape(5, 2, 2)
    np.savez_compressed(
        tmp_path / "all.npz", images=images, digit=np.arange(5), name=np.array(list("abcde")), other=np.zeros(3)
    )
    data, table = table_of(tmp_path / "all.npz")
    assert data.parts == ("images", "digit", "name", "other")
    assert data.part_notes[0] == "5 × 2 × 2, float64"
    assert data.proposed.parts == ("images", "digit", "name")
    assert table.names == ("images 1", "images 2", "images 3", "images 4", "digit", "name")
    assert table.values[:, :4].tolist() == images.reshape(5, 4).tolist()
    assert table.text(2, 5) == "c"
    assert table.notes == ("Each 2 × 2 block of images is laid out in one row.",)
    assert read(data, Reading(("digit",))).column_count == 1
    for parts, said in ((("digit", "other"), "has 5 rows and “other” has 3"), ((), "choose at least one array")):
        with pytest.raises(DataError, match=said):
            read(data, Reading(parts))


def test_named_columns_of_an_array_keep_their_names(tmp_path: Path) -> None:
    np.save(tmp_path / "named.npy", np.array([(1.5, "u"), (2, "v")], dtype=[("size", "f8"), ("kind", "U3")]))
    _, table = table_of(tmp_path / "named.npy")
    assert table.names == ("size", "kind")
    assert texts(table) == [["1.5", "u"], ["2", "v"]]


class Boom:
    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return eval, ("1/0",)


def test_pickled_objects_are_refused_and_never_run(tmp_path: Path) -> None:
    np.save(tmp_path / "boom.npy", np.array([Boom()], dtype=object), allow_pickle=True)
    said = "boom.npy: the array holds Python objects, which are never read, since reading them may run code."
    assert refused(tmp_path / "boom.npy") == said
    np.savez(tmp_path / "boom.npz", good=np.zeros((1, 2)), bad=np.array([Boom()], dtype=object))
    data, table = table_of(tmp_path / "boom.npz")
    assert (data.proposed.parts, table.column_count) == (("good",), 2)
    with pytest.raises(DataError, match="never read"):
        read(data, Reading(("bad",)))


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.array(3.0), "one single number"),
        (np.zeros((0, 3)), "is empty"),
        (np.zeros(3, dtype=complex), "holds complex numbers"),
        (np.zeros(3, dtype="M8[s]"), "holds dates"),
    ],
)
def test_arrays_that_are_no_tables_of_numbers_or_text_are_refused(tmp_path: Path, array: np.ndarray, said: str) -> None:
    np.save(tmp_path / "x.npy", array)
    assert said in refused(tmp_path / "x.npy")


def test_large_files_say_how_far_they_have_come_and_can_be_given_up(tmp_path: Path) -> None:
    lines = [f"{number},{number / 7:.4f}\n" for number in random.Random(1).sample(range(10**6), 60_000)]
    data = look_at(write(tmp_path / "some.csv", "".join(lines)))
    said: list[float] = []
    begun: list[DataTable] = []
    table = read(data, data.proposed, said.append, begun.append)
    assert table.row_count == 60_000
    assert said[-1] == 1.0
    assert len(set(said)) > 3
    assert 0 < begun[0].row_count < 60_000

    def stop(done: float) -> None:
        raise InterruptedError

    with pytest.raises(DataError, match="can't be read"):  # an OSError, as any
        read(data, data.proposed, stop)


def test_data_files_are_known_by_their_names() -> None:
    assert all(is_data_file(Path(f"x{suffix}")) for suffix in (".csv", ".TSV", ".xlsx", ".npz", ".npy", ".txt"))
    assert not is_data_file(Path("x.bpgui"))
    assert not is_data_file(Path("x.json"))


def test_the_kinds_are_known_by_their_content(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.zeros((2, 2)))
    (tmp_path / "x.npy").rename(tmp_path / "x.dat")
    assert look_at(tmp_path / "x.dat").kind is Kind.array
