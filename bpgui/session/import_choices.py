"""What a person chooses of data that are imported: roles of columns, rows, start; and all of it as text and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from random import Random

import numpy as np
from numpy.typing import NDArray

from bpgui.core.numbers import grouped
from bpgui.session.data_reading import Delimiter, Reading
from bpgui.session.data_table import MOST_COLUMNS, DataError

Pairs = tuple[tuple[str, str], ...]


class Role(Enum):
    """What a column is for."""

    x = "x"
    label = "label"
    y = "y"
    names = "names of the examples"
    left_out = "left out"

    @property
    def told(self) -> str:
        """It with what it means."""
        return {
            Role.x: "x, a feature",
            Role.label: "label, the class",
            Role.y: "y, a target",
            Role.names: "names of the examples",
            Role.left_out: "left out",
        }[self]


class Taking(Enum):
    """Which rows are taken."""

    all = "all rows"
    first = "the first"
    between = "from row"
    sample = "a random sample of"


@dataclass(frozen=True)
class Rows:
    """Which rows are taken; they count from 1, without the header.

    count: of the first, or of the sample; begin, end: the first and the last one; seed: of the sample.
    """

    taking: Taking = Taking.all
    count: int = 100
    begin: int = 1
    end: int = 100
    seed: int = 1

    def of(self, total: int) -> NDArray[np.intp]:
        """The rows that are taken, counted from 0 and in the order of the file. Raises DataError."""
        match self.taking:
            case Taking.all:
                return np.arange(total)
            case Taking.first:
                self._check(self.count, total)
                return np.arange(self.count)
            case Taking.between:
                if not 1 <= self.begin <= self.end:
                    raise DataError(f"There are no rows from {self.begin} to {self.end}: expected 1 ≤ from ≤ to.")
                if self.end > total:
                    raise DataError(f"There is no row {grouped(self.end)}: the file has {grouped(total)} rows.")
                return np.arange(self.begin - 1, self.end)
            case Taking.sample:
                self._check(self.count, total)
                return np.sort(np.array(Random(self.seed).sample(range(total), self.count), dtype=np.intp))

    def within(self, total: int) -> Rows:
        """The same, where it goes beyond the last row, up to that."""
        last = max(total, 1)
        return replace(self, count=min(self.count, last), begin=min(self.begin, last), end=min(self.end, last))

    @staticmethod
    def _check(count: int, total: int) -> None:
        if not 1 <= count <= total:
            raise DataError(f"{grouped(count)} rows can't be taken: the file has {grouped(total)}.")

    @property
    def told(self) -> str:
        """They in words."""
        return {
            Taking.all: "all",
            Taking.first: f"first {self.count}",
            Taking.between: f"{self.begin} to {self.end}",
            Taking.sample: f"sample of {self.count}, seed {self.seed}",
        }[self.taking]


@dataclass(frozen=True)
class ImportChoices:
    """Everything that is chosen. start_seed: of small random w and b; None where they start at zero."""

    reading: Reading
    roles: tuple[Role, ...] = ()
    rows: Rows = Rows()
    leaves_out: bool = False
    """Rows with a cell that is missing or can't be read."""
    standardises: bool = False
    start_seed: int | None = None

    def columns(self, role: Role) -> list[int]:
        """The columns with a role."""
        return [column for column, each in enumerate(self.roles) if each is role]

    def with_roles(self, columns: Iterable[int], role: Role) -> ImportChoices:
        """The same with another role of some columns. One alone is the label, or names the examples; a label and
        targets never stand together, so that the other ones are left out."""
        roles = list(self.roles)
        wanted = sorted(columns)
        if role in (Role.label, Role.names):
            wanted = wanted[:1]
        ousted = {Role.label: (Role.label, Role.y), Role.names: (Role.names,), Role.y: (Role.label,)}.get(role, ())
        for column, each in enumerate(roles):
            if each in ousted:
                roles[column] = Role.left_out
        for column in wanted:
            roles[column] = role
        return replace(self, roles=tuple(roles))

    # --- as text

    def as_text(self) -> Pairs:
        """All of it, for a session file: a later import of the same file proposes the same."""
        reading = self.reading
        parts = [("part", part) for part in reading.parts]
        pairs = [
            *parts,
            ("delimiter", reading.delimiter.called),
            ("decimal sign", "comma" if reading.decimal_comma else "point"),
            *([] if reading.has_header is None else [("header", _yes(reading.has_header))]),
            ("columns", str(len(self.roles))),
            *((role.value, listed(self.columns(role))) for role in Role if role in self.roles),
            ("rows", self.rows.told),
            ("incomplete rows", "left out" if self.leaves_out else "none"),
            ("standardised", _yes(self.standardises)),
            ("start", "zeros" if self.start_seed is None else f"small random, seed {self.start_seed}"),
        ]
        return tuple(pairs)

    @classmethod
    def from_text(cls, pairs: Pairs) -> ImportChoices | None:
        """The choices that a text tells of; None where it tells of none."""
        told = dict(pairs)
        delimiters = {each.called: each for each in Delimiter}
        try:
            header = {"yes": True, "no": False}.get(told.get("header", ""))
            parts = tuple(value for key, value in pairs if key == "part")
            reading = Reading(parts, delimiters[told["delimiter"]], told["decimal sign"] == "comma", header)
            roles = [Role.left_out] * min(int(told["columns"]), MOST_COLUMNS)
            for role in Role:
                for column in unlisted(told.get(role.value, "")):
                    roles[column] = role
            start = re.fullmatch(r"small random, seed ([0-9]{1,10})", told["start"])
            return cls(
                reading,
                tuple(roles),
                _rows_from(told["rows"]),
                told["incomplete rows"] == "left out",
                told["standardised"] == "yes",
                int(start[1]) if start else None,
            )
        except (KeyError, ValueError, IndexError):
            return None


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _rows_from(told: str) -> Rows:
    if match := re.fullmatch(r"first ([0-9]{1,12})", told):
        return Rows(Taking.first, count=int(match[1]))
    if match := re.fullmatch(r"([0-9]{1,12}) to ([0-9]{1,12})", told):
        return Rows(Taking.between, begin=int(match[1]), end=int(match[2]))
    if match := re.fullmatch(r"sample of ([0-9]{1,12}), seed ([0-9]{1,10})", told):
        return Rows(Taking.sample, count=int(match[1]), seed=int(match[2]))
    return Rows()


def listed(columns: Sequence[int]) -> str:
    """Columns, counted from 0, as a person counts them: 1–4, 6."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1][1] = column
        else:
            runs.append([column, column])
    return ", ".join(f"{first + 1}" if first == last else f"{first + 1}–{last + 1}" for first, last in runs)


def unlisted(told: str) -> list[int]:
    """What `listed` told of. Raises ValueError."""
    columns: list[int] = []
    for run in told.split(", ") if told else []:
        first, _, last = run.partition("–")
        if not 1 <= int(first) <= int(last or first) <= MOST_COLUMNS:
            raise ValueError(f"there are no columns {run}")
        columns += range(int(first) - 1, int(last or first))
        if len(columns) > MOST_COLUMNS:
            raise ValueError("there are not so many columns")
    return columns
