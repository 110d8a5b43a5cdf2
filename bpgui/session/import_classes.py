"""Labels become classes: names in the order in which they come first in the file, numbers from the smallest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpgui.session.data_table import PLAIN, DataTable, number_text


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes that occur, and the class of each row, counted from 0."""

    names: tuple[str, ...]
    of_rows: NDArray[np.intp]


def classes_of(table: DataTable, column: int, rows: NDArray[np.intp]) -> Classes:
    """The classes of a column in some rows, none of which is empty there."""
    keys, texts, are_numbers = _keys(table, column)
    used, first, of_all = np.unique(keys, return_index=True, return_inverse=True)
    # in the whole file, so that a sample has its classes in the same order
    order = np.argsort(used if are_numbers else first, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    places = place[of_all][rows]
    present = np.unique(places)
    names = tuple(texts[used[order[number]]] for number in present.tolist())
    return Classes(names, np.searchsorted(present, places))


def _keys(table: DataTable, column: int) -> tuple[NDArray[np.intp], dict[int, str], bool]:
    """A key for each row, the same where the same is written; the text of each key; whether all of them are numbers.

    Numbers have keys in their own order, behind those of texts.
    """
    values, words = table.values[:, column], table.words.get(column)
    if words is None:
        numbers, keys = np.unique(values, return_inverse=True)
        return keys.reshape(-1), {key: number_text(number) for key, number in enumerate(numbers.tolist())}, True
    is_plain = words.codes == PLAIN
    numbers, keys_of_plain = np.unique(values[is_plain], return_inverse=True)
    keys = words.codes.astype(np.intp)
    keys[is_plain] = len(words.texts) + keys_of_plain.reshape(-1)
    texts = dict(enumerate(words.texts))
    texts |= {len(words.texts) + key: number_text(number) for key, number in enumerate(numbers.tolist())}
    return keys, texts, not any(words.texts)
