"""What msgspec says of JSON that can't be read, in a person's words: what was expected, and where, counted from 1."""

from __future__ import annotations

import re

FOUND = {
    "array": "a list",
    "object": "an object",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
}
"""What msgspec found, in words; null is called so."""

_LONGEST_SHOWN = 20
_EXPECTED = {
    "object": "an object",
    "array": "a list",
    "array | object": "a list of rows",
    "object | array": "a list of rows",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "int | float | str": 'a number, or text such as "1/3"',
    "bytes": "text in base64",
}
_WITH_ROWS = ("x", "w", "b", "y", "x_before_standardising")
_STEPS = re.compile(r"\.(\w+)|\[(\d+)\]")
_BOUND = re.compile(r"Expected int (>=|<=) (-?\d+)")
_LENGTH = re.compile(r"Expected (str|array) of length <= (\d+)")
_EXACT_LENGTH = re.compile(r"Expected array of length (\d+)(?:, got \d+)?")
_MISSING = re.compile(r"Object missing required field (\w+)")


def malformed(error: str, content: bytes) -> str:
    """msgspec's "JSON is malformed: invalid character (byte 7)", with the line and the column of that byte."""
    what, _, offset = error.rstrip(".)").partition(" (byte ")
    if not offset:
        return what
    before = content[: int(offset)]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"{what} at line {line}, column {column}"


def misfit(error: str) -> str:
    """msgspec's "Expected `int`, got `str` - at `$.stops[2].terms`": stops, number 3, terms: expected … got text."""
    what, _, path = error.replace("`", "").partition(" - at ")
    return f"{where}: {_in_words(what)}" if (where := place(path)) else _in_words(what)


def place(path: str) -> str:
    """A path of msgspec, such as $.x[1][0], as a person counts: x, row 2, column 1."""
    words: list[str] = []
    lines: list[str] = []
    for name, index in _STEPS.findall(path):
        if name:
            words.append(name)
            lines = ["row", "column"] if name in _WITH_ROWS else []
        else:
            words.append(f"{lines.pop(0) if lines else 'number'} {int(index) + 1}")
    return ", ".join(words)


def _in_words(what: str) -> str:
    if match := _MISSING.fullmatch(what):
        return f"“{match[1]}” is missing"
    if match := _BOUND.fullmatch(what):
        return f"expected a whole number, {match[2]} or {'more' if match[1] == '>=' else 'less'}"
    if match := _LENGTH.fullmatch(what):
        return f"expected at most {match[2]} {'characters' if match[1] == 'str' else 'of them'}"
    if match := _EXACT_LENGTH.fullmatch(what):
        return f"expected a list of {match[1]}"
    if what.endswith("out of range"):
        return "expected a number that is not so large"
    if "base64" in what:
        return "expected text in base64"
    wanted, _, found = what.removeprefix("Expected ").partition(", got ")
    if not found:
        return what[:1].lower() + what[1:]
    wanted = wanted.removesuffix(" | null")
    return f"expected {_EXPECTED.get(wanted, wanted)}, got {FOUND.get(found, found)}"


class RefusedError(Exception):
    """What a session file can't hold; the text says what and where, and is no whole sentence yet."""


def shortened(text: str) -> str:
    """What a file says, as far as a sentence has room for it."""
    shown = " ".join(text[: 2 * _LONGEST_SHOWN].split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
