"""Edits as JSON and back: what a journal adds to the session file that it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix, ShapeError
from bpgui.session.document import Document
from bpgui.session.edits import (
    AnnotationsEdit,
    ConventionEdit,
    DocumentEdit,
    Edit,
    EntriesEdit,
    LearningRateEdit,
    OriginEdit,
    StartEdit,
)
from bpgui.session.file_matrices import Packed, Rows, matrix_pieces, read_matrix
from bpgui.session.file_origin import origin_from, scaling_from
from bpgui.session.file_reading import learning_rate_from
from bpgui.session.file_structs import FromSource, Scaling
from bpgui.session.file_text import exact_number, without_line_ends, written
from bpgui.session.file_writing import origin_members, scaling_members
from bpgui.session.line_edits import InsertLines, Lines, NamesEdit, RemoveLines


class _Entries(msgspec.Struct, tag_field="edit", tag="entries"):
    matrix: str
    row: int
    column: int
    new: Rows | Packed


class _Start(msgspec.Struct, tag_field="edit", tag="start"):
    w: Rows | Packed
    b: Rows | Packed


class _Rate(msgspec.Struct, tag_field="edit", tag="learning_rate"):
    new: int | float | str


class _Convention(msgspec.Struct, tag_field="edit", tag="convention"):
    new: str


class _Insert(msgspec.Struct, tag_field="edit", tag="insert"):
    letter: str
    place: int
    names: list[str]
    x: Rows | Packed | None = None
    w: Rows | Packed | None = None
    b: Rows | Packed | None = None
    y: Rows | Packed | None = None
    standardised: Scaling | None = None
    x_before_standardising: Rows | Packed | None = None


class _Remove(msgspec.Struct, tag_field="edit", tag="remove"):
    letter: str
    place: int
    count: int


class _Names(msgspec.Struct, tag_field="edit", tag="names"):
    letter: str
    new: list[str]


class _Origin(msgspec.Struct, tag_field="edit", tag="origin"):
    seed: int | None = None
    source: FromSource | None = None
    standardised: Scaling | None = None
    x_before_standardising: Rows | Packed | None = None


WrittenEdit = _Entries | _Start | _Rate | _Convention | _Insert | _Remove | _Names | _Origin


def numbers_in(edits: Iterable[Edit]) -> int | None:
    """How many numbers some edits hold; None where one of them is a whole document."""
    count = 0
    for edit in edits:
        match edit:
            case DocumentEdit():
                return None
            case EntriesEdit():
                count += edit.new.values.size
            case StartEdit():
                count += sum(given.values.size for given in edit.new)
            case InsertLines():
                # twice: where x is standardised, they are there as they were before, too
                count += 2 * sum(part.values.size for part in edit.lines.parts.values())
            case OriginEdit(new=(_, _, standardised)) if standardised is not None:
                count += standardised.original.values.size
    return count


def edits_text(edits: Iterable[Edit]) -> str:
    """Edits as JSON, in one line."""
    return f"[{', '.join(text for edit in edits if (text := _text(edit)))}]"


def _text(edit: Edit) -> str:
    match edit:
        case EntriesEdit():
            at = f'"matrix": "{edit.matrix}", "row": {edit.row}, "column": {edit.column}'
            return _tagged("entries", at, new=edit.new)
        case StartEdit():
            return _tagged("start", w=edit.new[0], b=edit.new[1])
        case LearningRateEdit():
            return _tagged("learning_rate", f'"new": {exact_number(edit.new)}')
        case ConventionEdit():
            return _tagged("convention", f'"new": "{edit.new.name}"')
        case InsertLines(lines):
            names = without_line_ends(written(list(lines.names)))
            at = f'"letter": "{lines.letter}", "place": {lines.place}, "names": {names}'
            at += without_line_ends("".join(scaling_members(lines.standardised)))
            return _tagged("insert", at, **{matrix.value: part for matrix, part in lines.parts.items()})
        case RemoveLines(lines):
            return _tagged("remove", f'"letter": "{lines.letter}", "place": {lines.place}, "count": {lines.count}')
        case NamesEdit():
            return _tagged("names", f'"letter": "{edit.letter}", "new": {without_line_ends(written(list(edit.new)))}')
        case OriginEdit():
            return '{"edit": "origin"' + without_line_ends("".join(origin_members(*edit.new))) + "}"
        case AnnotationsEdit():
            return ""  # what is annotated is written down as a whole
    raise TypeError(edit)


def _tagged(tag: str, members: str = "", **matrices: InputMatrix) -> str:
    given = [f'"{name}": {without_line_ends("".join(matrix_pieces(matrix)))}' for name, matrix in matrices.items()]
    return "{" + ", ".join(filter(None, [f'"edit": "{tag}"', members, *given])) + "}"


def applied(edits: Sequence[WrittenEdit], document: Document) -> Document:
    """The document that written edits make of one. Raises what a document that can't be raises."""
    for given in edits:
        document = _read(given, document).apply(document)
    return document


def _read(given: WrittenEdit, document: Document) -> Edit:
    match given:
        case _Entries():
            matrix = Matrix(given.matrix)
            new = read_matrix(matrix, given.new)
            for place, count, size in zip(
                (given.row, given.column), new.size, document.matrix(matrix).size, strict=True
            ):
                _check_within(place, count, size)
            return EntriesEdit.of(document, matrix, given.row, given.column, new)
        case _Start():
            start = read_matrix(Matrix.w, given.w), read_matrix(Matrix.b, given.b)
            return StartEdit((document.w, document.b), start)
        case _Rate():
            return LearningRateEdit(document.learning_rate, learning_rate_from(given.new))
        case _Convention():
            return ConventionEdit(document.convention, LossConvention[given.new])
        case _Insert():
            _check_within(given.place, 0, document.shape.size(given.letter))
            parts = {m: read_matrix(m, rows) for m in INPUTS if (rows := getattr(given, m.value)) is not None}
            lines = Lines(given.letter, given.place, parts, tuple(given.names), scaling_from(given))
            return InsertLines(lines)
        case _Remove():
            _check_within(given.place, given.count, document.shape.size(given.letter))
            return RemoveLines(Lines.in_document(document, given.letter, given.place, given.count))
        case _Names():
            return NamesEdit(given.letter, document.names.along(given.letter), tuple(given.new))
        case _Origin():
            return OriginEdit.of(document, origin_from(given))


def _check_within(place: int, count: int, size: int) -> None:
    """numpy takes what lies outside in silence."""
    if not 0 <= place <= place + count <= size:
        raise ShapeError("There are no such rows or columns.")
