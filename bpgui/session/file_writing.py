"""A session as JSON, key by key: the most telling ones first, in an order that never changes."""

from __future__ import annotations

from collections.abc import Iterator

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.loss_curve import LossCurve
from bpgui.session.annotations import Annotations
from bpgui.session.document import Document
from bpgui.session.file_matrices import matrix_pieces
from bpgui.session.file_origin import LARGEST_SEED, scaling_fits
from bpgui.session.file_structs import FORMAT, LONGEST_NAME, LONGEST_NOTES, MOST_CHOICES, MOST_STOPS, VERSION
from bpgui.session.file_text import Json, exact_number, number, numbers, quoted, without_line_ends, written
from bpgui.session.json_errors import RefusedError
from bpgui.session.kept_curves import KeptCurve
from bpgui.session.origin import DataSource, Standardised
from bpgui.session.position import Position
from bpgui.session.saved import Saved
from bpgui.session.stops import Stop
from bpgui.session.view import View

Members = dict[str, Json]


def pieces_of(saved: Saved) -> Iterator[str]:
    """The text of a session file, piece by piece. Raises RefusedError for what could not be read again."""
    check(saved)
    members: Members = {"format": FORMAT, "version": VERSION, "title": saved.document.title}
    yield "{" + _members(members).removeprefix(",")
    yield from document_pieces(saved.document)
    yield _members(place_of(saved)) + _members(annotations_of(saved.annotations)) + "\n}\n"


def document_pieces(document: Document) -> Iterator[str]:
    """The members of a document, each after a comma."""
    N, D, K = document.shape
    for matrix in INPUTS:
        yield f',\n  "{matrix}": '
        yield from matrix_pieces(document.matrix(matrix), 2)
    yield _members(
        {"learning_rate": exact_number(document.learning_rate), "convention": document.convention.name}
        | _given(
            example_names=_names(document.names.examples, N),
            feature_names=_names(document.names.features, D),
            class_names=_names(document.names.classes, K),
        )
    )
    scaling = document.standardised
    if scaling is not None and not scaling_fits(scaling, document):
        scaling = None  # it could not be read again
    yield from origin_members(document.seed, document.source, scaling)


def origin_members(seed: int | None, source: DataSource | None, scaling: Standardised | None) -> Iterator[str]:
    """Where the numbers came from, each member after a comma."""
    if seed is not None:
        yield _members({"seed": seed})
    if source is not None:
        choices: Json = [list(choice) for choice in source.choices]
        yield _members({"source": {"file": source.file, "choices": choices}})
    yield from scaling_members(scaling)


def scaling_members(scaling: Standardised | None) -> Iterator[str]:
    """How x was standardised, if it was, each member after a comma."""
    if scaling is not None:
        told: Members = {"means": numbers(scaling.means), "deviations": numbers(scaling.deviations)}
        yield _members({"standardised": told})
        yield ',\n  "x_before_standardising": '
        yield from matrix_pieces(scaling.original, 2)


def place_of(saved: Saved) -> Members:
    """Where a person is, and what is seen."""
    return {
        "position": _position(saved.position),
        "furthest": saved.furthest,
        "has_run": saved.has_run,
        "selection": _cell(saved.selection),
        "view": _view(saved.view),
    }


def annotations_of(annotations: Annotations) -> Members:
    """What is kept with the document."""
    return _given(
        kept_curves=[_curve(kept) for kept in annotations.kept.curves],
        stops=[_stop(stop) for stop in annotations.stops],
        notes=annotations.notes,
    )


def check(saved: Saved) -> None:
    """Refuse what could not be read again, before anything of it is written. Raises RefusedError."""
    document, annotations = saved.document, saved.annotations
    names = document.names
    if document.seed is not None and not 0 <= document.seed <= LARGEST_SEED:
        raise RefusedError("a seed of more than 100 digits")
    texts = [document.title, *names.examples, *names.features, *names.classes]
    texts += [kept.name for kept in annotations.kept.curves] + [stop.name for stop in annotations.stops]
    if document.source is not None:
        texts += [document.source.file, *(text for choice in document.source.choices for text in choice)]
        if len(document.source.choices) > MOST_CHOICES:
            raise RefusedError(f"more than {MOST_CHOICES} choices of how data were read")
    longest = max(map(len, texts))
    if longest > LONGEST_NAME:
        raise RefusedError(f"a name of {longest} characters, with at most {LONGEST_NAME} in a file")
    if len(annotations.notes) > LONGEST_NOTES:
        raise RefusedError(f"notes of {len(annotations.notes)} characters, with at most {LONGEST_NOTES} in a file")
    if len(annotations.stops) > MOST_STOPS:
        raise RefusedError(f"{len(annotations.stops)} stops, with at most {MOST_STOPS} in a file")


def one_line_members(members: Members) -> str:
    """Members as an object, in one line."""
    return without_line_ends(written(members))


def _members(members: Members) -> str:
    return "".join(f",\n  {quoted(key)}: {written(value, 2)}" for key, value in members.items())


def _given(**members: Json) -> Members:
    """Those that say anything."""
    return {key: value for key, value in members.items() if value}


def _names(names: tuple[str, ...], count: int) -> Json:
    """Names; if they were not as many as there are lines, they could not be read again, and stand for nothing."""
    return list(names) if len(names) == count else []


def _position(position: Position) -> Members:
    return {"iteration": position.iteration, "equation": position.equation.value, "terms": position.terms}


def _cell(cell: Cell | None) -> Members | None:
    return None if cell is None else {"matrix": cell.matrix.value, "row": cell.row + 1, "column": cell.column + 1}


def _view(view: View) -> Members:
    axes = view.landscape_axes
    return {
        "hidden": [matrix.value for matrix in Matrix if matrix in view.hidden],
        "step_size": view.step_size.name,
        "digits": view.digits,
        "fractions": view.fractions,
        "prediction": view.prediction,
        "modes": view.modes,
        "landscape_axes": None if axes is None else [_cell(axes[0]), _cell(axes[1])],
        "pace": view.pace.name,
        "accelerates": view.accelerates,
    }


def _stop(stop: Stop) -> Members:
    return {"name": stop.name, "position": _position(stop.position), "selection": _cell(stop.selection)}


def _curve(kept: KeptCurve) -> Members:
    start = kept.start
    return {
        "name": kept.name,
        "look": kept.look,
        "seen": kept.seen,
        "is_shown": kept.is_shown,
        "start": None if start is None else {"number": start.number, "fingerprint": start.fingerprint},
        **_loss_curve(kept.curve),
    }


def _loss_curve(curve: LossCurve) -> Members:
    return {
        "a": number(curve.a),
        "learning_rate": number(curve.learning_rate),
        "floor": number(curve.floor),
        "rounding": number(curve.rounding),
        "last": curve.last,
        "curvature": numbers(curve.curvature.tolist()),
        "weight": numbers(curve.weight.tolist()),
    }
