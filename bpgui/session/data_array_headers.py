"""What a NumPy array in a file says of itself, held against what is there before anything is allocated."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from tokenize import TokenError
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy

from bpgui.core.numbers import grouped
from bpgui.session.data_table import DataError, check_size

MOST_BYTES = 8 * 100_000_000
"""Unpacked, of all arrays that are read together."""

_LONGEST_HEADER = 10_000
_BROKEN = (ValueError, TypeError, EOFError, SyntaxError, TokenError, RecursionError, OverflowError, MemoryError)


@dataclass(frozen=True)
class ArrayHeader:
    """What the header of an array says: its rows, and the numbers or texts in each of them."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    is_fortran: bool

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.shape[0] if self.shape else 0

    @property
    def inner(self) -> tuple[int, ...]:
        """The shape of one row."""
        return self.shape[1:]

    @property
    def width(self) -> int:
        """How many columns of a table a row takes."""
        return math.prod(self.inner) * (len(self.dtype.names) if self.dtype.names else 1)

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        return math.prod(self.shape) * self.dtype.itemsize

    @property
    def note(self) -> str:
        """What it is, in a few words: 150 × 4, float64."""
        size = " × ".join(grouped(length) for length in self.shape)
        return f"{size or 'one number'}, {_kind(self.dtype)}"

    def names(self, is_alone: bool) -> list[str]:
        """What its columns are called; `is_alone`: no other array stands beside it."""
        if self.dtype.names and not self.inner:
            return [str(name) for name in self.dtype.names]
        if is_alone:
            return [""] * self.width
        return [self.name] if self.width == 1 else [f"{self.name} {place}" for place in range(1, self.width + 1)]


def read_header(file: BinaryIO, name: str, size: int) -> ArrayHeader:
    """What an array says of itself, held against how many bytes there are: nothing is allocated before."""
    of_it = f"“{name[:80]}”" if name else "it"
    readers: dict[tuple[int, int], Callable[..., tuple[tuple[int, ...], bool, np.dtype[np.generic]]]] = {
        (1, 0): npy.read_array_header_1_0,
        (2, 0): npy.read_array_header_2_0,
        (3, 0): npy.read_array_header_2_0,
    }
    try:
        version = npy.read_magic(file)
        if version not in readers:
            raise DataError(f"{of_it} is an array of a version that is not known here.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of headers as Python 2 wrote them
            shape, is_fortran, dtype = readers[version](file, max_header_size=_LONGEST_HEADER)
    except DataError:
        raise
    except _BROKEN:
        raise DataError(f"{of_it} is no whole array: what should say its size and kind can't be read.") from None
    array = ArrayHeader(name, tuple(shape), dtype, is_fortran)
    if any(length < 0 for length in shape):
        raise DataError(f"{of_it} is damaged: it says that its size is {array.note}.")
    # objects are pickled, so their size says nothing; they are refused where they are asked for
    if not dtype.hasobject:
        expected = array.bytes + (file.tell() if file.seekable() else 0)
        if expected != size:
            raise DataError(
                f"{of_it} is damaged or cut off: it says {array.note}, and there are {grouped(size)} bytes."
            )
    return array


def check_usable(array: ArrayHeader) -> None:
    """Raise DataError if an array can't be read as rows of numbers or text."""
    if refusal := refusal_of(array):
        raise DataError(refusal)


def refusal_of(array: ArrayHeader) -> str:
    """Why an array can't be read as rows of numbers or text: a sentence; empty where it can."""
    of_it = f"“{array.name[:80]}”" if array.name else "the array"
    kinds = [kind for kind, *_ in (array.dtype.fields or {}).values()] if array.dtype.names else [array.dtype]
    if array.dtype.hasobject:
        return f"{of_it} holds Python objects, which are never read, since reading them may run code."
    if any(kind.kind not in "fiubUS" or kind.subdtype for kind in kinds):
        return f"{of_it} holds {_kind(array.dtype)}; expected numbers or text."
    if not array.shape:
        return f"{of_it} is one single number; expected rows."
    if math.prod(array.shape) == 0:
        return f"{of_it} is empty: its size is {array.note}."
    try:
        check_size(array.rows, array.width)
    except DataError as error:
        return f"{of_it}: {error}"
    if array.bytes > MOST_BYTES:
        return f"{of_it} takes {grouped(array.bytes >> 20)} MB, more than {grouped(MOST_BYTES >> 20)} MB."
    return ""


def _kind(dtype: np.dtype[np.generic]) -> str:
    if dtype.names:
        return f"{len(dtype.names)} named columns"
    names = {"c": "complex numbers", "M": "dates", "m": "spans of time", "O": "Python objects", "V": "raw bytes"}
    return "text" if dtype.kind in "US" else names.get(dtype.kind, str(dtype))
