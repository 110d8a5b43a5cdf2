"""What msgspec says of JSON that can't be read, in a person's words: what was expected, and where, counted from 1."""

from __future__ import annotations

import codecs
import re

FOUND = {
    "array": "a list",
    "object": "a group in { }",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
}
"""What msgspec found, in words; null is called so."""

_LONGEST_SHOWN = 20
_MOST_LOOKED_THROUGH = 100_000_000
_FIRST = re.compile(rb"\S[\s\S]{0,80}")
_HALF_A_CHARACTER = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])(?!\\u?[dD]?\Z)(?=[\s\S])")
_NOTHING_MORE, _ZEROS = re.compile(rb"\s*\Z"), re.compile(rb"\0[\0\s]*\Z")
_QUOTED = re.compile("'(.)'")
_WORD_BEFORE = re.compile(rb"[\w.+-]+\Z")
_NOT_SO_WRITTEN = re.compile(r"[-+.]+[0-9]")
_LINE_END = b"\n"
_LOOKED_AT = 80
_LINE_ENDS_FIRST = re.compile(r"[\w.+-]*[\x00-\x1f]")
_HALF = "half a character stands in a text"
_FAULTS = {
    "trailing comma in object": "a comma stands before {}, with nothing after it",
    "trailing comma in array": "a comma stands before {}, with nothing after it",
    "object keys must be strings": 'expected a name in quotation marks, as in "x": got {}',
    "invalid number": "this is not a number as it is written here: expected one such as 0.25 or 1e-3",
    "trailing characters": "{} stands after the end",
}
_EXPECTED = {
    "object": "a group in { }",
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


def no_group(content: bytes) -> str:
    """Why it is no JSON as bpgui writes it, at a look at its beginning: it is empty, or something else; "" where it
    may be."""
    match = _FIRST.search(content)
    if match is None:
        return "it is empty"
    if match[0].startswith(b"{"):
        return ""
    try:
        begins = codecs.getincrementaldecoder("utf-8")().decode(match[0])
    except UnicodeDecodeError:
        begins = ""
    shown = shortened(begins)
    with_what = f"“{shown}”" if shown and shown.isprintable() else "what is no text"
    return f"this is not a bpgui file: it begins with {with_what}"


def malformed(error: str, content: bytes) -> str:
    """msgspec's "JSON is malformed: expected ',' or ']' (byte 7)" in words, with the line and the column of that byte;
    or where it ends, if it was cut off."""
    what, _, byte = error.removeprefix("JSON is malformed: ").rstrip(".)").partition(" (byte ")
    half = _HALF_A_CHARACTER.search(content) if not byte else None
    at = half.start() if half else _first(what, content, int(byte or len(content)))
    if _NOTHING_MORE.match(content, at):
        return _cut_off(content)
    if _ZEROS.match(content, at):
        return f"{_line_and_column(content, at)}: from here on it is empty: it was not copied whole"
    return f"{_line_and_column(content, at)}: {_fault(what, content[at : at + _LOOKED_AT]) if byte else _HALF}"


def _first(what: str, content: bytes, at: int) -> int:
    """Where the word or sign begins that can't be there; msgspec names one of its later bytes, or the next."""
    if what == "trailing characters":
        return at - 1
    if _NOTHING_MORE.match(content, at):
        return at
    if "escape" in what:
        return content.rfind(b"\\", 0, at)
    word = _WORD_BEFORE.search(content[max(0, at - _LOOKED_AT) : at]) if what == "invalid character" else None
    return at - len(word[0]) if word else at


def no_utf_8(content: bytes) -> str:
    """Where it isn't text as bpgui writes it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content[:_MOST_LOOKED_THROUGH])
    except UnicodeDecodeError as error:
        return f"{_line_and_column(content, error.start)}: this is not text in UTF-8"
    return "it is not text in UTF-8"


def _cut_off(content: bytes) -> str:
    lines = content.count(b"\n")
    where = f"after line {lines}" if content.endswith(b"\n") else f"in the middle of line {lines + 1}"
    return f"it ends {where}: it was not copied whole"


def _line_and_column(content: bytes, at: int) -> str:
    start = content.rfind(b"\n", 0, at) + 1
    column = len(content[start:at].decode("utf-8", "replace")) + 1
    return f"line {content.count(_LINE_END, 0, at) + 1}, column {column}"


def _fault(what: str, rest: bytes) -> str:
    """A fault of JSON in words; `rest`: what stands from there on."""
    text = rest.decode("utf-8", "ignore")
    word = match[0] if (match := re.match(r"[\w.+-]+", text)) else text[:1]
    found = f"“{shortened(word)}”" if word.isprintable() else "what is no text"
    if word.lstrip("+-") in ("NaN", "Infinity"):
        return f"{found} is not a number that can be computed with"
    if _NOT_SO_WRITTEN.match(word):
        what = "invalid number"
    if "escape" in what:
        return f"“{shortened(text[:2])}” in a text stands for nothing"
    if what == "invalid character" and _LINE_ENDS_FIRST.match(text):
        return "a text is not closed by a quotation mark in its line"
    if what.startswith("expected "):
        wanted = _QUOTED.sub(r"“\1”", what.removeprefix("expected "))
        return f"{found} stands where {wanted} was expected"
    return _FAULTS.get(what, "{} is not expected here").format(found)


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
