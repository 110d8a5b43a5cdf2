"""How a session file is laid out: JSON that a person and a comparison of two files can read, always the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from bpgui.core.numbers import LARGEST, MINUS, NumberError, exact_value, parse_number

_LONGEST_LINE = 110
_LONGEST_TYPED = 100
_MOST_DIGITS = 2000
_WHOLE_UP_TO = 10**15
_FRACTION = re.compile(rf"([-{MINUS}]?)([0-9]{{1,{_MOST_DIGITS}}})(?:/([0-9]{{1,{_MOST_DIGITS}}}))?")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


class Literal(str):
    """JSON that is written as it stands, in one line however long."""

    __slots__ = ()


class Lines(list[Literal]):
    """A list with each item on a line of its own, also where all of them would fit into one."""


Json = dict[str, "Json"] | list["Json"] | Sequence["Json"] | str | int | bool | None


def written(value: Json, indent: int = 0) -> str:
    """A value as JSON: in one line where it is short enough, else a line an item."""
    if isinstance(value, Literal):
        return str(value)
    if isinstance(value, dict):
        return _listed("{}", [f"{quoted(key)}: {written(each, indent + 2)}" for key, each in value.items()], indent)
    if isinstance(value, Lines):
        return _broken("[]", value, indent)
    if isinstance(value, list | tuple):
        return _listed("[]", [written(each, indent + 2) for each in value], indent)
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def without_line_ends(json_text: str) -> str:
    """The same JSON without its line ends and what they are indented by; in texts a line end stands as \\n."""
    return "".join(line.strip(" ") for line in json_text.split("\n"))


def quoted(text: str) -> str:
    """A text in JSON. Half a character of UTF-16, which no file can hold, becomes “�”."""
    return json.dumps(_LONE_SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text), ensure_ascii=False)


def number(value: float) -> Literal:
    """A number in float64, exactly, bit by bit: 2, 0.1, 1e-300, -0.0."""
    if value == 0 or not value.is_integer() or abs(value) >= _WHOLE_UP_TO:
        return Literal("0" if repr(value) == "0.0" else repr(value))
    return Literal(int(value))


def numbers(values: Iterable[float]) -> Literal:
    """A list of numbers in float64, in one line."""
    return listed(map(number, values))


def listed(items: Iterable[Literal]) -> Literal:
    """A list, in one line."""
    return Literal(f"[{', '.join(items)}]")


def exact_number(value: Fraction) -> Literal:
    """An exact number: as one in float64, if that is written so, or else as text: "1/3", "0.10000000000000000001"."""
    in_float64 = float(value)
    return number(in_float64) if exact_value(in_float64) == value else Literal(f'"{exact_text(value)}"')


def exact_text(value: Fraction) -> str:
    """An exact number as text, whole: with a point where it has at most 30 decimals, else as a fraction."""
    scaled = abs(value) * 10**30
    if value.denominator == 1 or scaled.denominator != 1:
        return str(value)
    whole, decimals = divmod(scaled.numerator, 10**30)
    return f"{'-' if value < 0 else ''}{whole}.{str(decimals).zfill(30).rstrip('0')}"


def read_exactly(text: str) -> Fraction:
    """The number that a text says: as it might be typed, or a fraction with more digits. Raises NumberError."""
    match = _FRACTION.fullmatch(text) if len(text) > _LONGEST_TYPED else None
    if match is None or int(match[3] or 1) == 0:
        return parse_number(text)
    value = Fraction(int(match[2]), int(match[3] or 1))
    if value > LARGEST:
        raise NumberError(f"“{text[:19]}…” is too large: expected a number between −1e50 and 1e50.")
    return -value if match[1] else value


def _listed(brackets: str, items: Sequence[str], indent: int) -> str:
    line = brackets[0] + ", ".join(items) + brackets[1]
    return line if indent + len(line) <= _LONGEST_LINE and "\n" not in line else _broken(brackets, items, indent)


def _broken(brackets: str, items: Sequence[str], indent: int) -> str:
    inner = " " * (indent + 2)
    return f"{brackets[0]}\n" + ",\n".join(inner + item for item in items) + f"\n{' ' * indent}{brackets[1]}"
